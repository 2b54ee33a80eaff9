"""保存：页面上改一格，文件上改一行；撤销、重做、别处改过的、只读的、读不通的。"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from tests.web.conftest import ROOT, SELF, Page

ACTUAL = ["indicators", 4, "actual"]
NAME = ["project", "name"]


def diff(page: Page, file: str = SELF) -> list[str]:
    old = (ROOT / file).read_text("utf-8").splitlines()
    lines = difflib.unified_diff(old, page.text(file).splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}]


def test_one_field_is_one_line_of_the_file(page: Page) -> None:
    before = page.state()["cells"]["/project/name"]
    status, state = page.change(NAME, "企业服务经费", before)
    assert status == 200 and state["cells"]["/project/name"] == "企业服务经费"
    assert len(diff(page)) == 2 and "企业服务经费" in diff(page)[1]


def test_a_wrong_amount_is_saved_and_said_at_its_field(page: Page) -> None:
    address = ["funds", "lines", 0, "spent"]
    before = page.state()["cells"]["/funds/lines/0/spent"]
    _, state = page.change(address, "144.1O", before)
    (problem,) = [one for one in state["problems"] if one.get("address") == "/funds/lines/0/spent"]
    assert problem["code"] == "I03" and "144.1O" in problem["message"]
    assert state["total"] == "" and state["errors"] == 1
    _, state = page.change(address, before, "144.1O")
    assert diff(page) == [] and state["total"] == "93.36"


def test_the_score_and_its_steps_follow_the_actual_value(page: Page) -> None:
    state = page.state()
    row = next(key for key, score in state["scores"].items() if score["score"] == "7.09")
    address = ["indicators", int(row.rsplit("/", 1)[1]), "actual"]
    _, state = page.change(address, "800 人", state["cells"][f"{row}/actual"])
    assert state["scores"][row]["score"] == "8.00" and state["total"] == "94.27"
    assert any("800" in step for step in state["scores"][row]["steps"])


def test_undo_and_redo_give_the_bytes_back_and_outlive_the_program(page: Page) -> None:
    first = page.text()
    before = page.state()["cells"]["/project/name"]
    page.change(NAME, "甲", before)
    page.change(NAME, "乙", "甲")
    second = page.text()
    again = Page(page.root)  # 关了再开
    assert again.state()["undo"] and not again.state()["redo"]
    again.send("undo")
    status, state = again.send("undo")
    assert status == 200 and page.text() == first
    assert not state["undo"] and state["redo"]
    assert again.send("undo")[0] == 409
    again.send("redo")
    again.send("redo")
    assert page.text() == second


def test_what_an_editor_changed_is_not_lost_by_undo(page: Page) -> None:
    before = page.state()["cells"]["/project/name"]
    page.change(NAME, "甲", before)
    edited = page.text().replace("name: 甲", "name: 编辑器里改的")
    (page.root / SELF).write_text(edited, "utf-8")
    page.send("undo")
    assert "name: 甲" in page.text()
    page.send("redo")
    assert page.text() == edited


def test_a_change_elsewhere_to_another_field_is_kept_too(page: Page) -> None:
    """另一个标签页先改了别的格：这一格还是页面看见的样子，就照改。"""
    seen = page.state()
    page.change(["year"], "2023", "2022")
    status, _ = page.send(
        "change",
        address=NAME,
        value="甲",
        before=seen["cells"]["/project/name"],
        etag=seen["etag"],
    )
    assert status == 200
    assert page.state()["cells"]["/year"] == "2023"
    assert page.state()["cells"]["/project/name"] == "甲"


def test_the_same_field_changed_elsewhere_is_asked_about(page: Page) -> None:
    before = page.state()["cells"]["/project/name"]
    page.change(NAME, "别人改的", before)
    status, answer = page.change(NAME, "我改的", before)
    assert status == 409
    assert (answer["mine"], answer["theirs"]) == ("我改的", "别人改的")
    assert page.change(NAME, "我改的", answer["theirs"])[0] == 200
    assert page.state()["cells"]["/project/name"] == "我改的"


def test_rows_are_added_moved_and_removed_with_their_comments(page: Page) -> None:
    before = page.state()
    count = before["rows"]["/indicators"]
    table = ["indicators"]
    _, state = page.send("add", address=table, at=count)
    assert state["rows"]["/indicators"] == count + 1
    assert f"/indicators/{count}/name" in state["unfilled"]
    _, state = page.send("move", address=table, at=count, to=0)
    assert "/indicators/0/name" in state["unfilled"]
    _, state = page.send("remove", address=table, at=0)
    assert state["rows"]["/indicators"] == count
    assert diff(page) == []


def test_rows_of_a_page_that_is_behind_are_not_touched(page: Page) -> None:
    etag = page.state()["etag"]
    page.change(["year"], "2023", "2022")
    status, answer = page.send("remove", address=["indicators"], at=0, etag=etag)
    assert status == 409 and answer["reload"]


def test_clearing_asks_again_or_removes(page: Page) -> None:
    """必填的清空了是待填，不必填的就不写；行不会因为清空了一格而不见。"""
    cells = page.state()["cells"]
    count = page.state()["rows"]["/indicators"]
    _, state = page.change(NAME, "", cells["/project/name"])
    assert "/project/name" in state["unfilled"] and "待填" in page.text()
    row = count - 1
    for key in [key for key in cells if key.startswith(f"/indicators/{row}/")]:
        address = ["indicators", row, *key.split("/")[3:]]
        page.change(address, "", cells[key])
    assert page.state()["rows"]["/indicators"] == count


def test_an_optional_block_cleared_is_gone(page: Page) -> None:
    file = "inputs/2024/nanjing-qyfwzx.yaml"
    _, state = page.change(["project", "name"], "某项目", "", file=file)
    assert state["cells"]["/project/name"] == "某项目"
    page.change(["project", "name"], "", "某项目", file=file)
    assert diff(page, file) == []


def test_a_certain_edit_is_applied_on_request(page: Page) -> None:
    cells = page.state()["cells"]
    _, state = page.change(["indicators", 5, "actual"], "１２００人", cells["/indicators/5/actual"])
    (problem,) = [one for one in state["problems"] if one["code"] == "I05"]
    assert problem["fix"]["after"] == "1200人"
    status, state = page.send("fix", code="I05", start=problem["fix"]["start"])
    assert status == 200 and state["cells"]["/indicators/5/actual"] == "1200人"
    assert page.send("fix", code="I05", start=problem["fix"]["start"])[0] == 409


def test_a_file_that_does_not_parse_is_said_and_mended(page: Page) -> None:
    (page.root / SELF).write_text(page.text().replace("year: 2022", "year：2022"), "utf-8")
    state = page.state()
    assert state["broken"]
    (problem,) = [one for one in state["problems"] if one.get("fix")][:1]
    status, state = page.send("fix", code=problem["code"], start=problem["fix"]["start"])
    assert status == 200 and not state.get("broken")
    assert diff(page) == [] or "year: 2022" in page.text()


def test_read_only_shows_everything_and_changes_nothing(folder: Path) -> None:
    page = Page(folder, read_only=True)
    before = page.text()
    assert page.state()["total"] == "93.36"
    for name, wishes in (
        (
            "change",
            {"address": NAME, "value": "甲", "before": page.state()["cells"]["/project/name"]},
        ),
        ("add", {"address": ["indicators"], "at": 0}),
        ("undo", {}),
        ("rollover", {}),
        ("new", {"format": "mof-self-2021", "name": "新"}),
    ):
        status, answer = page.send(name, **wishes)
        assert status == 423 and "只读" in answer["message"], name
    assert page.text() == before
    assert not (folder / ".reportgen").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows 的只读另有一套")
def test_a_file_that_cannot_be_written_keeps_its_words(page: Page) -> None:
    (page.root / SELF).chmod(0o444)
    status, answer = page.change(NAME, "甲", page.state()["cells"]["/project/name"])
    assert status == 423 and "只读" in answer["message"]
    assert "name: 甲" not in page.text()


def test_windows_line_ends_stay(page: Page) -> None:
    data = page.text().encode().replace(b"\n", b"\r\n")
    (page.root / SELF).write_bytes(data)
    page.change(["year"], "2023", "2022")
    assert (page.root / SELF).read_bytes() == data.replace(b"year: 2022", b"year: 2023")


def test_at_most_two_hundred_states_are_kept(page: Page) -> None:
    history = page.root / ".reportgen" / "history" / SELF
    from reportgen.web.history import MOST, History

    for number in range(MOST + 20):
        History(history).record(f"year: {number}\n".encode())
    assert len(list(history.glob("*.yaml"))) <= MOST + 1
    assert History(history).step(-1) == f"year: {MOST + 18}\n".encode()


def test_last_years_words_that_hold_are_confirmed_one_by_one(page: Page) -> None:
    """转年度以后留着的旧话：点一次“确实不变”，少一条，文件里写明是哪一句；可以撤销。"""
    _, rolled = page.send("rollover", file="inputs/2020/zhuzhou-nqhz.yaml")
    file = rolled["file"]
    old = [one for one in page.state(file)["problems"] if "confirm" in one]
    assert len(old) > 1 and all("确实不变" in one["help"] for one in old)
    before = page.text(file)
    left, clicks = old, 0
    while left:
        status, state = page.send("confirm", file=file, start=left[0]["confirm"])
        now = [one for one in state["problems"] if "confirm" in one]
        assert status == 200 and len(now) < len(left)
        left, clicks = now, clicks + 1
    assert not [one for one in page.state(file)["problems"] if one["code"] in {"L01", "L03"}]
    assert "unchanged:" in page.text(file)
    for _ in range(clicks):
        page.send("undo", file=file)
    assert page.text(file) == before
