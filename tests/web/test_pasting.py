"""贴几行：剪贴板的十二种样子；对栏；填到哪里；先给看，一次是一步。"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.web.clipboard import MOST_COLUMNS, TooLong, rows_of
from tests.web.conftest import ROOT, SELF, Page

HERE = Path(__file__).resolve().parent
CLIPBOARDS = yaml.safe_load((HERE / "clipboard.yaml").read_text("utf-8"))
NEW = "新.yaml"
TABLE = "一级指标\t三级指标\t年度指标值\t全年完成值\t分值\r\n"


def test_there_are_twelve() -> None:
    assert len(CLIPBOARDS) == 12


@pytest.mark.parametrize("clipboard", CLIPBOARDS, ids=lambda clipboard: clipboard["name"])
def test_the_clipboard_is_read_as_rows(clipboard: dict[str, Any]) -> None:
    assert rows_of(clipboard.get("text", ""), clipboard.get("html", "")) == clipboard["rows"]


def paste(page: Page, text: str, file: str = SELF, **wishes: Any) -> Any:
    wished = {"address": ["indicators"], "at": 0, "column": "name", "text": text, **wishes}
    status, answer = page.send("paste", file=file, **wished)
    assert status == 200, answer
    return answer


def test_it_is_shown_first_and_nothing_is_written(page: Page) -> None:
    before = page.text()
    seen = paste(page, TABLE + "产出指标\t开放天数\t≥300天\t312天\t5\r\n")
    assert page.text() == before
    assert (seen["heads"], seen["new"], seen["kept"]) == (1, 1, 0)
    keys = [["level1"], ["name"], ["target"], ["actual"], ["weight"]]
    assert seen["columns"] == keys


def test_a_hundred_rows_are_one_step(page: Page) -> None:
    before = page.text()
    rows = "".join(
        f"产出指标\t指标{number}\t≥{number}个\t{number}个\t1\r\n" for number in range(1, 101)
    )
    count = page.state()["rows"]["/indicators"]
    state = paste(page, TABLE + rows, apply=True)
    assert state["rows"]["/indicators"] == count + 100
    assert state["cells"][f"/indicators/{count + 99}/actual"] == "100个"
    _, state = page.send("undo")
    assert page.text() == before and not state["undo"]


def test_a_row_of_the_same_name_is_filled_and_written_words_stay(page: Page) -> None:
    cells = page.state()["cells"]
    name = cells["/indicators/5/name"]
    text = f"三级指标\t实际完成值\t备注\r\n{name}\t999 人\t补的\r\n"
    seen = paste(page, text)
    assert (seen["new"], seen["kept"]) == (0, 1)
    state = paste(page, text, apply=True)
    assert state["cells"]["/indicators/5/actual"] == cells["/indicators/5/actual"]
    assert state["cells"]["/indicators/5/remark"] == "补的"


def test_a_new_report_s_empty_rows_are_used_first(page: Page) -> None:
    page.send("new", format="mof-self-2021", name=NEW)
    before = page.state(NEW)["rows"]["/indicators"]
    rows = "产出指标\t开放天数\t≥300天\t312天\t10\r\n产出指标\t活动\t≥40场\t38场\t10\r\n"
    state = paste(page, TABLE + rows, NEW, apply=True)
    assert state["rows"]["/indicators"] == before
    names = {state["cells"][f"/indicators/{at}/name"] for at in range(before)}
    assert {"开放天数", "活动", "预算执行率"} <= names


def test_a_column_without_names_goes_down_from_the_cursor(page: Page) -> None:
    page.send("new", format="mof-self-2021", name=NEW)
    state = paste(page, "≥300天\r\n≥40场\r\n", NEW, at=2, column="target", apply=True)
    assert state["cells"]["/indicators/2/target"] == "≥300天"
    assert state["cells"]["/indicators/3/target"] == "≥40场"


def test_the_columns_can_be_chosen_on_the_page(page: Page) -> None:
    text = "甲\t乙\t丙\r\n"
    columns = [["remark"], ["name"], None]
    count = page.state()["rows"]["/indicators"]
    state = paste(page, text, columns=columns, apply=True)
    assert state["cells"][f"/indicators/{count}/name"] == "乙"
    assert state["cells"][f"/indicators/{count}/remark"] == "甲"


def test_a_page_that_is_behind_pastes_nothing(page: Page) -> None:
    etag = page.state()["etag"]
    page.change(["year"], "2023", "2022")
    before = page.text()
    wishes = {"address": ["indicators"], "at": 0, "column": "name", "text": "甲\t乙\r\n"}
    assert page.send("paste", **wishes, apply=True, etag=etag)[0] == 409
    assert page.text() == before


def test_too_much_is_refused_in_little_time() -> None:
    began = time.monotonic()
    with pytest.raises(TooLong):
        rows_of("甲\t" * (MOST_COLUMNS + 1), "")
    with pytest.raises(TooLong):
        rows_of("甲\t乙\n" * 200_000, "")
    html = "<table>" + "<tr><td rowspan=200 colspan=200>甲</td></tr>" * 3
    with pytest.raises(TooLong):
        rows_of("", html)
    with pytest.raises(TooLong):
        rows_of('"' * 200_001, "")
    assert time.monotonic() - began < 10


def test_the_inputs_of_all_formats_take_their_own_table(page: Page) -> None:
    """各种格式的资金表：名称相同的行不变，一格也不盖掉。"""
    for path in sorted((ROOT / "inputs").rglob("*.yaml")):
        file = path.relative_to(ROOT).as_posix()
        cells = page.state(file)["cells"]
        rows = page.state(file)["rows"]["/funds/lines"]
        text = "名称\t全年执行数\r\n"
        for at in range(rows):
            name, spent = (cells.get(f"/funds/lines/{at}/{key}", "") for key in ("name", "spent"))
            text += f"{name}\t{spent}\r\n"
        wishes = {"address": ["funds", "lines"], "at": 0, "column": "name", "text": text}
        status, seen = page.send("paste", file, **wishes)
        assert status == 200 and (seen["new"], seen["kept"]) == (0, 0), file
