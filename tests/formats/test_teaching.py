"""教做格式的那一页：templates/README.md 的十步，照着写、照着运行，就是一种能用的新格式。"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from reportgen.core.diagnostics import count
from reportgen.corridor.pipeline import build
from reportgen.door import cli
from reportgen.word.reading.reader import read_docx
from tests.word.lint import lint_docx

ROOT = Path(__file__).resolve().parents[2]
LESSON = (
    (ROOT / "templates" / "README.md")
    .read_text("utf-8")
    .partition("## 十步做一种新格式")[2]
    .partition("\n## ")[0]
)
STEPS = re.compile(
    r"写进 `(?P<path>[^`]+)`：\n\n```\w+\n(?P<text>.*?)```|```console\n(?P<commands>.*?)```",
    re.DOTALL,
)
ID = "yunhe-review-2026"


@pytest.fixture
def taught(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """照十步做完的工程。"""
    monkeypatch.chdir(project)
    fresh = project / "templates" / ID
    for step in STEPS.finditer(LESSON):
        if step["path"]:
            path = project / step["path"]
            path.parent.mkdir(exist_ok=True)
            path.write_text(step["text"], "utf-8")
            continue
        for command in step["commands"].splitlines():
            words = shlex.split(command.removeprefix("$ "))
            assert words[0] == "reportgen"
            assert cli.run(words[1:]) == 0, command
    assert fresh.is_dir()
    return project


def test_the_lesson_has_ten_steps_and_only_data() -> None:
    assert re.findall(r"^### (\d+)\.", LESSON, re.MULTILINE) == [
        str(number) for number in range(1, 11)
    ]
    assert not re.search(r"\.py\b", LESSON)


def test_following_the_ten_steps_makes_a_format_that_builds(taught: Path) -> None:
    target = taught / "inputs" / "x.yaml"
    shutil.copy(taught / "templates" / ID / "sample.yaml", target)
    built = build(target, pages=False)
    assert count(built.diagnostics, "error") == 0
    docx, markdown, _ = built.files
    data = docx.read_bytes()
    assert lint_docx(data) == ()
    assert read_docx(data) == built.examined.document
    text = markdown.read_text("utf-8")
    for said in (
        "**目　录**",  # 目录
        "## 摘要",  # 没有序号的一节
        "（一）项目概况。在老城区",  # 随文标题
        "[^1]: 面积在400至10000平方米之间。",  # 脚注
        "| 财政拨款 | 1,200,000.00 | 1,200,000.00 | 1,140,000.00 | 95.00% |",  # 万元换算成元
        "| 分值 | 20 | 40 | 40 | 5 | 10 |",  # 横排的汇总
        "| 产出 | 100.00% |",  # 条形图
        "| 1 | 尾款支付偏晚 | 合同没有写明养护期满的验收时限。 | 在合同里写明验收和支付的时限。 |",  # 问题清单
        "| 产出（40分） | 建成公园 | ≥6个 | ≥5个 | 5个 |",  # 年初和调整后的指标值
        "| 小计 |  |  |  |  |  |  | 40 | 40.00 |  |",  # 小计
        "每增加1例，扣2分，扣完为止。 | 定值指标 | 10 | \\-2.00 |",  # 评分规则和扣分项
        "| 总分 |  |  |  |  |  |  |  | 98.94 |  |",  # 19 + 40 + 39.44 + 2.5 − 2
        "| 您对口袋公园满意吗？ | 满意 | 120 | 75.00% |",  # 问卷
        "| 单位意见 | 负责人签字 | 单位盖章 |",  # 签章栏
        "附件：评分表",  # 附件说明
    ):
        assert said in text, said


def test_the_formats_own_phrase_is_checked(taught: Path) -> None:
    target = taught / "inputs" / "x.yaml"
    text = (taught / "templates" / ID / "sample.yaml").read_text("utf-8")
    target.write_text(
        text.replace("methods: 查阅资料", "methods: 回收问卷 150 份，查阅资料"), "utf-8"
    )
    found = [d for d in build(target, pages=False).diagnostics if d.code == "C04"]
    assert len(found) == 1
    assert found[0].message == "文中写“回收问卷150份”，输入里的 surveys.居民问卷.returned 是 160。"
