"""真的浏览器里，照着办事的人做一遍。"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

pytest.importorskip("selenium")

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.web.browsing import CHROMEDRIVER, ROOT, Officer, Program, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which(CHROMEDRIVER) is None, reason="没有 chromedriver"),
]
SELF = "inputs/2022/zhengzhou-gxj-qyfw.yaml"


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def driver(downloads: Path) -> Iterator[webdriver.Chrome]:
    """一个浏览器，各项测试都用它。"""
    browser = chromium(downloads)
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """一个开着的程序，各项测试各用各的文件。"""
    folder = tmp_path_factory.mktemp("folder")
    shutil.copytree(ROOT / "inputs", folder / "inputs")
    program = Program(folder)
    yield program
    program.kill()


@pytest.fixture
def officer(driver: webdriver.Chrome, shared: Program) -> Officer:
    """办事的人，文件是新的。"""
    shutil.copytree(ROOT / "inputs", shared.folder / "inputs", dirs_exist_ok=True)
    shutil.rmtree(shared.folder / ".reportgen" / "history", ignore_errors=True)
    driver.get("about:blank")
    officer = Officer(driver, shared)
    officer.arrive()
    officer.console()
    return officer


def test_the_start_page_lists_the_reports_with_their_scores(officer: Officer) -> None:
    cards = officer.wait(lambda: [c for c in officer.all(".reports li") if "93.36" in c.text])
    assert "企业服务活动专项经费" in cards[0].text
    assert "key=" not in officer.driver.current_url
    officer.press("企业服务活动专项经费", ".reports li:nth-child(4)")
    officer.wait(lambda: officer.one("main.form"))
    assert officer.console() == []


def test_a_wrong_amount_is_said_under_its_field_and_mended(officer: Officer) -> None:
    officer.open(SELF)
    officer.sheet("资金")
    box = officer.field("第 1 行 全年执行数")
    before = box.get_attribute("value")
    officer.fill(box, "144.1O")
    officer.wait(lambda: box.get_attribute("aria-invalid") == "true")
    said = officer.one(f"#{box.get_attribute('aria-describedby')}")
    assert "不是金额" in said.text
    assert said.text.split("\n")[0] in officer.one(".left .problems").text
    officer.wait(lambda: officer.one("button.total").text == "—")
    officer.fill(box, before)
    officer.wait(lambda: officer.one("button.total").text == "93.36 分 优")
    assert box.get_attribute("aria-invalid") is None
    assert (officer.program.folder / SELF).read_bytes() == (ROOT / SELF).read_bytes()


def test_a_message_leads_to_its_field_and_f8_goes_round(officer: Officer) -> None:
    officer.open(SELF)
    officer.press("去改", ".left .problems")
    first = officer.driver.switch_to.active_element
    assert first.tag_name == "textarea"
    first.send_keys(Keys.F8)
    assert officer.driver.switch_to.active_element.tag_name in {"textarea", "select"}


def test_a_row_is_added_filled_and_removed(officer: Officer) -> None:
    officer.open(SELF)
    officer.sheet("指标")
    before = len(officer.all("table.sheet > tbody > tr:not(.detail, .says)"))
    officer.press("添一行")
    officer.wait(
        lambda: len(officer.all("table.sheet > tbody > tr:not(.detail, .says)")) == before + 1
    )
    box = officer.driver.switch_to.active_element
    officer.fill(box, "新的指标")
    assert "新的指标" in (officer.program.folder / SELF).read_text("utf-8")
    officer.all("button.more")[-1].click()
    officer.press("去掉这一行")
    officer.wait(lambda: len(officer.all("table.sheet > tbody > tr:not(.detail, .says)")) == before)
    assert (officer.program.folder / SELF).read_bytes() == (ROOT / SELF).read_bytes()


def test_undo_three_times_and_redo(officer: Officer) -> None:
    officer.open(SELF)
    for text in ("甲", "乙", "丙"):
        officer.fill(officer.field("项目名称"), text)
    for text in ("乙", "甲", "企业服务活动专项经费"):
        officer.press("撤销")
        officer.wait(lambda text=text: officer.field("项目名称").get_attribute("value") == text)
    assert (officer.program.folder / SELF).read_bytes() == (ROOT / SELF).read_bytes()
    officer.press("重做")
    officer.wait(lambda: officer.field("项目名称").get_attribute("value") == "甲")


def test_a_file_changed_underneath_is_shown_and_a_conflict_asks(officer: Officer) -> None:
    officer.open(SELF)
    path = officer.program.folder / SELF
    text = path.read_text("utf-8")
    path.write_text(text.replace("企业服务活动专项经费", "编辑器改的"), "utf-8")
    officer.wait(lambda: officer.field("项目名称").get_attribute("value") == "编辑器改的")
    box = officer.field("项目名称")
    box.send_keys("，页面")
    path.write_text(text.replace("企业服务活动专项经费", "又改了"), "utf-8")
    officer.press("用我的")
    officer.settled()
    officer.wait(lambda: "编辑器改的，页面" in path.read_text("utf-8"))


def test_two_tabs_do_not_lose_each_others_words(officer: Officer) -> None:
    officer.open(SELF)
    officer.driver.switch_to.new_window("tab")
    try:
        officer.open(SELF)
        officer.fill(officer.field("单位名称"), "另一个标签页")
    finally:
        officer.driver.close()
        officer.driver.switch_to.window(officer.driver.window_handles[0])
    officer.fill(officer.field("项目名称"), "这个标签页")
    text = (officer.program.folder / SELF).read_text("utf-8")
    assert "另一个标签页" in text and "这个标签页" in text
    officer.wait(lambda: officer.field("单位名称").get_attribute("value") == "另一个标签页")


COMPOSE = """
const [box, steps] = arguments;
box.focus();
const send = (kind, data, composing) => {
  if (kind.startsWith('composition')) box.dispatchEvent(new CompositionEvent(kind, {data, bubbles: true}));
  else box.dispatchEvent(new InputEvent('input', {data, isComposing: composing, bubbles: true}));
};
for (const [kind, value, composing] of steps) {
  if (value !== null) box.value = value;
  send(kind, value, composing);
}
"""


def test_nothing_is_sent_or_repainted_while_a_word_is_composed(officer: Officer) -> None:
    officer.open(SELF)
    path = officer.program.folder / SELF
    box = officer.field("项目名称")
    steps = [["compositionstart", None, True], ["input", "企业 fu wu", True]]
    officer.driver.execute_script(COMPOSE, box, steps)
    time.sleep(1.2)
    assert path.read_bytes() == (ROOT / SELF).read_bytes()
    path.write_text(path.read_text("utf-8").replace("企业服务活动专项经费", "别处改的"), "utf-8")
    time.sleep(2.5)
    assert box.get_attribute("value") == "企业 fu wu"
    path.write_bytes((ROOT / SELF).read_bytes())
    steps = [["input", "企业服务", True], ["compositionend", "企业服务", False]]
    officer.driver.execute_script(COMPOSE, box, steps)
    officer.wait(lambda: "name: 企业服务\n" in path.read_text("utf-8"))


def test_a_lost_end_of_composition_does_not_hold_the_words_back(officer: Officer) -> None:
    officer.open(SELF)
    box = officer.field("项目名称")
    steps = [["compositionstart", None, True], ["input", "企", True], ["input", "企业", False]]
    officer.driver.execute_script(COMPOSE, box, steps)
    path = officer.program.folder / SELF
    officer.wait(lambda: "name: 企业\n" in path.read_text("utf-8"))


def test_the_downloaded_word_file_opens(officer: Officer, downloads: Path) -> None:
    officer.open(SELF)
    officer.press("下载")
    officer.press("Word 正式稿", "dialog")
    file = officer.wait(lambda: next(downloads.glob("zhengzhou-gxj-qyfw*.docx"), None))
    with ZipFile(file) as package:
        assert "企业服务活动专项经费" in package.read("word/document.xml").decode()


def test_a_word_file_dropped_is_checked_and_not_kept(officer: Officer, tmp_path: Path) -> None:
    foreign = tmp_path / "成稿.docx"
    shutil.copy(next((ROOT / "tests").rglob("*.docx")), foreign)
    officer.driver.get(f"{officer.home}check")
    officer.wait(lambda: officer.all("#drop-file"))[0].send_keys(str(foreign))
    officer.wait(lambda: officer.one(".results h2").text == "成稿.docx")
    assert officer.one(".results .tally").text
    assert not list(officer.program.folder.rglob("*.docx"))


def test_killed_and_started_again_in_mid_edit_nothing_is_lost(
    driver: webdriver.Chrome, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    program = Program(tmp_path)
    try:
        officer = Officer(driver, program)
        officer.arrive()
        officer.open(SELF)
        program.kill()
        box = officer.field("项目名称")
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys("程序停着的时候写的")
        officer.wait(lambda: officer.one(".away").is_displayed())
        program.start()
        path = tmp_path / SELF
        officer.wait(lambda: "程序停着的时候写的" in path.read_text("utf-8"))
        officer.wait(lambda: not officer.one(".away").is_displayed())
        assert box.get_attribute("value") == "程序停着的时候写的"
    finally:
        program.kill()
        driver.get("about:blank")


AUDIT = """
const bad = [];
const light = (color) => {
  const parts = color.match(/[\\d.]+/g).map(Number);
  const [r, g, b] = parts.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return {value: 0.2126 * r + 0.7152 * g + 0.0722 * b, alpha: parts.length > 3 ? parts[3] : 1};
};
const ground = (node) => {
  for (let at = node; at; at = at.parentElement) {
    const found = light(getComputedStyle(at).backgroundColor);
    if (found.alpha > 0.9) return found.value;
  }
  return 1;
};
for (const node of document.querySelectorAll('input, textarea, select, button, a, iframe')) {
  if (!node.offsetParent) continue;
  const label = node.labels?.[0]?.textContent || node.textContent || node.title
    || node.getAttribute('aria-label') || node.ariaLabel;
  if (!label.trim()) bad.push('没有名字：' + node.outerHTML.slice(0, 80));
}
for (const node of document.querySelectorAll('body *')) {
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  if (!own || !node.offsetParent || node.disabled) continue;
  const style = getComputedStyle(node);
  const [one, two] = [light(style.color).value, ground(node)].sort((a, b) => b - a);
  const ratio = (one + 0.05) / (two + 0.05);
  if (ratio < 4.5) bad.push(`对比 ${ratio.toFixed(1)}：${node.textContent.slice(0, 30)}`);
}
if (document.documentElement.lang !== 'zh-CN') bad.push('没有写语言');
if (document.body.scrollWidth > innerWidth) bad.push('横着放不下');
return bad;
"""


@pytest.mark.parametrize(
    "file",
    [SELF, "inputs/2024/nanjing-qyfwzx.yaml", "inputs/2023/xinfeng-gxj-zfwe.yaml"],
)
def test_every_control_has_a_name_and_every_word_enough_contrast(
    officer: Officer, file: str
) -> None:
    pages = ["", "check", "compare"] if file == SELF else []
    for page in pages:
        officer.driver.get(f"{officer.home}{page}")
        officer.wait(lambda: officer.one("main h1"))
        assert officer.driver.execute_script(AUDIT) == []
    officer.open(file)
    for button in range(len(officer.all(".left nav > ul > li > button"))):
        officer.all(".left nav > ul > li > button")[button].click()
        for more in officer.all("button.more")[:1]:
            officer.driver.execute_script("arguments[0].click()", more)
        assert officer.driver.execute_script(AUDIT) == []
    assert officer.console() == []


def test_no_request_goes_to_another_host(officer: Officer) -> None:
    officer.driver.get_log("performance")
    officer.open(SELF)
    officer.press("预览")
    officer.wait(lambda: officer.one(".preview iframe"))
    asked = []
    for entry in officer.driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    assert asked
    outside = [url for url in asked if not url.startswith((officer.home, "data:", "blob:"))]
    assert outside == []


def test_the_preview_stands_beside_and_follows(officer: Officer) -> None:
    officer.open(SELF)
    officer.press("预览")
    frame = officer.wait(lambda: officer.one(".preview iframe"))
    officer.driver.switch_to.frame(frame)
    officer.wait(lambda: "企业服务活动专项经费" in officer.one(".title").text)
    officer.driver.switch_to.default_content()
    officer.fill(officer.field("项目名称"), "<script>alert(1)</script>")
    officer.driver.switch_to.frame(officer.one(".preview iframe"))
    officer.wait(lambda: "<script>alert(1)</script>" in officer.one(".title").text)
    assert not officer.driver.find_elements(By.CSS_SELECTOR, ".title script")
    officer.driver.switch_to.default_content()
    assert officer.console() == []


FACTS = {
    "年度": "2024",
    "报告日期": "2025-02-20",
    "单位名称": "云河市公共图书馆",
    "主管部门": "云河市文化和旅游局",
    "项目名称": "公共图书馆免费开放补助",
    "年度绩效目标": "全年免费开放 300 天，举办读者活动 40 场，读者满意度达到 90%。",
    "目标完成情况": "全年免费开放 312 天，举办读者活动 38 场，读者反映良好。",
    "是否按期完成且未超预算": "是",
    "偏差原因及改进措施": "七月暴雨取消两场；今后预留备选日期。",
    "佐证资料": "回收问卷 210 份",
}
MONEY = [["150", "150", "144"], ["0", "0", "0"], ["0", "0", "0"], ["150", "150", "144"]]
INDICATORS = [
    ["每场活动平均支出", "≤0.8万元", "0.75万元", "20"],
    ["免费开放天数", "≥300天", "312天", "10"],
    ["读者活动场次", "≥40场", "38场", "10"],
    ["新书上架合格率", "≥98%", "99.2%", "10"],
    ["新书上架周期", "≤30天", "26天", "10"],
    ["到馆读者人次", "≥20万人次", "21.6万人次", "20"],
    ["读者满意度", "≥90%", "95%", "10"],
]


def type_only(officer: Officer, *keys: str) -> None:
    """只用键盘，打在焦点所在的地方。"""
    officer.driver.switch_to.active_element.send_keys(*keys)


def label_of(officer: Officer) -> str:
    script = "return document.activeElement.labels?.[0]?.textContent || ''"
    return str(officer.driver.execute_script(script)).removesuffix("必填")


def answer_to(label: str, rest: list[str]) -> str:
    """一格该填什么：表单里的凭名字，表里的照表的次序。"""
    return FACTS[label] if label in FACTS else rest.pop(0)


def test_from_an_empty_folder_to_a_word_file_typing_only(
    driver: webdriver.Chrome, downloads: Path, tmp_path: Path
) -> None:
    """新建，一个空格一个空格地填（F9），下载；第二年用它起今年的。只用键盘。"""
    program = Program(tmp_path)
    try:
        officer = Officer(driver, program)
        officer.arrive()
        officer.wait(lambda: "还没有报告" in officer.one(".reports").text)
        while driver.switch_to.active_element.text != "新建一份":
            type_only(officer, Keys.TAB)
        type_only(officer, Keys.ENTER)
        officer.wait(lambda: officer.one("dialog #new-name"))
        officer.wait(lambda: driver.switch_to.active_element.get_attribute("id") == "new-name")
        type_only(officer, Keys.SHIFT, Keys.TAB)
        while driver.switch_to.active_element.get_attribute("name") != "format":
            type_only(officer, Keys.SHIFT + Keys.TAB)
        while driver.switch_to.active_element.get_attribute("value") != "mof-self-2021":
            type_only(officer, Keys.DOWN)
        while driver.switch_to.active_element.get_attribute("id") != "new-name":
            type_only(officer, Keys.TAB)
        type_only(officer, "图书馆2024", Keys.ENTER)
        officer.wait(lambda: officer.one("main.form h2"))
        rest = [cell for row in (*MONEY, *INDICATORS) for cell in row]
        for _ in range(80):
            if officer.wait(lambda: officer.one("header button.primary")).text == "都填了":
                break
            type_only(officer, Keys.F9)
            label = label_of(officer)
            text = answer_to(label, rest)
            if driver.switch_to.active_element.tag_name == "select":
                type_only(officer, text)
            else:
                type_only(officer, text)
            left = officer.one("span.filled").text
            officer.driver.execute_script("document.activeElement.blur()")
            officer.settled()
            officer.wait(lambda left=left: officer.one("span.filled").text != left)
        assert rest == []
        officer.wait(lambda: "分" in officer.one("button.total").text)
        said = officer.one(".left .problems").text
        assert "错误" not in said, said
        officer.press("下载")
        officer.press("Word 正式稿", "dialog")
        file = officer.wait(lambda: next(downloads.glob("图书馆2024*.docx"), None))
        with ZipFile(file) as package:
            assert "云河市公共图书馆" in package.read("word/document.xml").decode()
        driver.get(officer.home)
        officer.press("用它起下一年的")
        officer.wait(lambda: "/edit?file=" in driver.current_url)
        officer.wait(lambda: officer.field("年度").get_attribute("value") == "2025")
        placeholder = officer.field("报告日期").get_attribute("placeholder")
        assert placeholder and "2025-02-20" in placeholder
    finally:
        program.kill()
        driver.get("about:blank")


MEASURED = """
const done = arguments[arguments.length - 1];
const box = arguments[0];
const row = box.closest('tr');
let painted = 0;
const seen = new MutationObserver((changes) => {
  painted += changes.filter((change) => change.target.closest?.('tbody') && !row.contains(change.target)
    && !row.nextElementSibling.contains(change.target)).length;
});
seen.observe(document.querySelector('main.form'), {childList: true, subtree: true, characterData: true});
const asked = window.fetch;
window.fetch = async (...wishes) => {
  const response = await asked(...wishes);
  if (!String(wishes[0]).includes('/api/change')) return response;
  window.fetch = asked;
  const text = await response.text();
  setTimeout(() => {
    const began = performance.now();
    const answer = new Response(text, {status: response.status});
    give(answer);
    requestAnimationFrame(() => setTimeout(() => {
      seen.disconnect();
      done([performance.now() - began, painted]);
    }));
  });
  let give;
  return new Promise((resolve) => { give = resolve; });
};
box.value = '999人';
box.dispatchEvent(new InputEvent('input', {bubbles: true}));
"""


def test_at_five_hundred_rows_only_the_row_touched_is_painted(
    driver: webdriver.Chrome, tmp_path: Path
) -> None:
    (tmp_path / "inputs").mkdir()
    text = (ROOT / SELF).read_text("utf-8")
    row = "  - {level1: 产出指标, level2: 数量指标, name: 指标%d, target: ≥1人, actual: 2人, weight: 0.01, deviation: 多来了人。}\n"
    at = text.index("  - {level1: 产出指标")
    rows = "".join(row % number for number in range(500))
    (tmp_path / "inputs" / "x.yaml").write_text(text[:at] + rows + text[at:], "utf-8")
    program = Program(tmp_path)
    try:
        officer = Officer(driver, program)
        officer.arrive()
        officer.open("inputs/x.yaml")
        officer.sheet("指标")
        officer.wait(lambda: len(officer.all("table.sheet > tbody > tr:not(.detail, .says)")) > 500)
        box = officer.field("第 250 行 实际完成值")
        driver.set_script_timeout(30)
        milliseconds, elsewhere = driver.execute_async_script(MEASURED, box)
        assert elsewhere == 0
        assert milliseconds <= 100, milliseconds
    finally:
        program.kill()
        driver.get("about:blank")


PASTE = """
const [box, text] = arguments;
const data = new DataTransfer();
data.setData('text/plain', text);
box.focus();
box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
"""


def test_a_hundred_rows_are_pasted_after_a_look_and_undone_at_once(officer: Officer) -> None:
    officer.open(SELF)
    officer.sheet("指标")
    before = len(officer.all("table.sheet > tbody > tr:not(.detail, .says)"))
    text = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\r\n" + "".join(
        f"产出指标\t数量指标\t指标{number}\t≥{number}个\t{number}个\t1\r\n"
        for number in range(1, 101)
    )
    box = officer.one("main.form table.sheet textarea")
    officer.driver.execute_script(PASTE, box, text)
    officer.wait(lambda: "100 行，其中 100 行是新的" in officer.one("dialog").text)
    assert (officer.program.folder / SELF).read_bytes() == (ROOT / SELF).read_bytes()
    officer.press("填入 100 行", "dialog")
    after = before + 100
    officer.wait(lambda: len(officer.all("table.sheet > tbody > tr:not(.detail, .says)")) == after)
    officer.press("撤销")
    officer.wait(lambda: len(officer.all("table.sheet > tbody > tr:not(.detail, .says)")) == before)
    assert (officer.program.folder / SELF).read_bytes() == (ROOT / SELF).read_bytes()


def test_a_fact_is_put_into_the_prose_and_shown_as_it_prints(officer: Officer) -> None:
    officer.open(SELF)
    box = officer.field("目标完成情况")
    box.send_keys(Keys.CONTROL, Keys.END)
    box.send_keys("总得分")
    parent = box.find_element(By.XPATH, "..")
    parent.find_element(By.CSS_SELECTOR, "summary").click()
    fact = officer.wait(
        lambda: [b for b in parent.find_elements(By.TAG_NAME, "button") if "总得分" in b.text]
    )
    fact[0].click()
    officer.wait(lambda: "总得分93.36" in parent.find_element(By.CSS_SELECTOR, ".printed").text)
    officer.settled()
    assert "总得分{{ scorecard.total }}" in (officer.program.folder / SELF).read_text("utf-8")


def test_a_read_only_folder_is_shown_and_cannot_be_typed_into(
    driver: webdriver.Chrome, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    program = Program(tmp_path, "--read-only")
    try:
        officer = Officer(driver, program)
        officer.arrive()
        officer.open(SELF)
        officer.wait(lambda: officer.one("span.saved").text == "只读")
        assert officer.field("项目名称").get_attribute("readonly")
        assert officer.one("button.total").text == "93.36 分 优"
    finally:
        program.kill()
        driver.get("about:blank")


def test_two_reports_are_compared(officer: Officer) -> None:
    path = officer.program.folder / "inputs" / "2022" / "另一份.yaml"
    path.write_text(
        (ROOT / SELF).read_text("utf-8").replace("actual: 6 场", "actual: 3 场"), "utf-8"
    )
    officer.arrive()
    officer.press("比对两份", "header")
    officer.wait(lambda: officer.one("select[name=a]"))
    for name, chosen in (("a", SELF), ("b", "inputs/2022/另一份.yaml")):
        officer.one(f"select[name={name}] option[value='{chosen}']").click()
    officer.press("比对", "form")
    officer.wait(lambda: "实际完成值由 6 场改为 3 场" in officer.one("main").text)
    path.unlink()
