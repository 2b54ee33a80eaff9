"""随手改一个数：合得上的成稿里改一个，要么找得到，要么看表本来就看不出；不改的，排成什么样都不作声。

成稿是随机造的：表头的叫法、列的次序、有没有小计和“其中”、百分数的写法、怎样存的盘，都随机。
"""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from reportgen.checking.recognised import check_recognised
from reportgen.core.diagnostics import Diagnostic, Source, Span
from reportgen.core.plain import PlainCell, PlainDocument, PlainTable
from reportgen.core.text import Text
from reportgen.corridor.review import usual_format
from reportgen.recognising.report import recognise
from tests.recognising.test_corpus import TEMPLATES

FORMAT = usual_format(TEMPLATES)
BUDGETS = ("全年预算数", "调整后预算数（万元）", "预算安排数", "预算金额", "全年预算数（A）")
OUTLAYS = ("全年执行数", "实际支出数", "支出金额（万元）", "决算数", "预算执行数（B）")
RATES = ("执行率", "预算执行率", "资金使用率", "支出率", "执行率（B/A）")
WEIGHTS = ("分值", "权重", "标准分", "考核分值", "指标权重（%）", "满分")
SCORES = ("得分", "自评得分", "评分", "指标得分", "评价得分", "自评分")
NAMES = ("三级指标", "指标名称", "绩效指标")
TOTALS = ("合计", "总计", "总分", "合 计")
CENT = Decimal("0.01")
CHANGES = 500


def fixed(number: Decimal) -> str:
    return f"{number.quantize(CENT, ROUND_HALF_UP):f}"


class Form:
    """一份合得上的成稿：一张资金表，一张评分表，各格的字。"""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.percent = self.chance.choice(["{}%", "{}％", "{}"])
        self.funds = self._funds()
        self.scores = self._scores()

    def _funds(self) -> list[list[str]]:
        chance = self.chance
        rate = chance.choice(RATES) + ("（%）" if self.percent == "{}" else "")
        heads = ["资金来源", chance.choice(BUDGETS), chance.choice(OUTLAYS), rate]
        rows = []
        total = [Decimal(0), Decimal(0)]
        for name in ("中央资金", "省级资金", "市县资金", "单位自筹")[: chance.randint(2, 4)]:
            budget = Decimal(chance.randint(1000, 90000)) / 100
            spent = (budget * chance.randint(50, 100) / 100).quantize(CENT)
            rows.append(self._fund_row(name, budget, spent))
            total = [total[0] + budget, total[1] + spent]
        whole = self._fund_row(chance.choice(TOTALS[:2]), *total)
        if chance.random() < 0.3:
            rows[0][0] = f"其中：{rows[0][0]}"
            rows[-1][0] = "其他资金"
            return [heads, ["年度资金总额", *whole[1:]], *rows]
        return [heads, *rows, whole]

    def _fund_row(self, name: str, budget: Decimal, spent: Decimal) -> list[str]:
        return [name, fixed(budget), fixed(spent), self.percent.format(fixed(spent / budget * 100))]

    def _scores(self) -> list[list[str]]:
        chance = self.chance
        heads = ["一级指标", chance.choice(NAMES), chance.choice(WEIGHTS), chance.choice(SCORES)]
        weights = [10, 15, 25, 20, 30]
        chance.shuffle(weights)
        names = ("修缮校舍", "验收合格", "按期完工", "受益学生", "师生满意度")
        rows: list[list[str]] = []
        total = Decimal(0)
        subtotals = chance.random() < 0.3
        part = [Decimal(0), Decimal(0)]
        for at, (name, weight) in enumerate(zip(names, weights, strict=True)):
            score = Decimal(weight) - Decimal(chance.randint(0, 4)) / 2
            total += score
            part = [part[0] + weight, part[1] + score]
            rows.append(["产出" if at < 3 else "效益", name, str(weight), f"{score:f}"])
            if subtotals and at in (2, 4):
                rows.append(["小计", "", f"{part[0]:f}", f"{part[1]:f}"])
                part = [Decimal(0), Decimal(0)]
        return [heads, *rows, [chance.choice(TOTALS), "", "100", f"{total:f}"]]

    def tables(self) -> list[list[list[str]]]:
        return [self.funds, self.scores]


def document_of(tables: list[list[list[str]]]) -> PlainDocument:
    grids = []
    for number, rows in enumerate(tables, 1):
        placed = []
        for at, row in enumerate(rows, 1):
            cells = []
            for column, text in enumerate(row, 1):
                label = f"第 {number} 张表第 {at} 行第 {column} 列"
                span = Span(Source("x"), number * 100 + at, column, column, column, label)
                cells.append(PlainCell(Text(text, span), number, at, column))
            placed.append(tuple(cells))
        grids.append(PlainTable(number, tuple(placed)))
    return PlainDocument((), tuple(grids))


def told(tables: list[list[list[str]]]) -> list[Diagnostic]:
    problems = check_recognised(recognise(document_of(tables)), FORMAT)
    return [problem for problem in problems if problem.severity == "error"]


def test_five_hundred_unchanged_files_of_any_layout_are_silent() -> None:
    for seed in range(CHANGES):
        form = Form(seed)
        assert told(form.tables()) == [], (seed, form.tables())
        recognised = recognise(document_of(form.tables()))
        assert recognised.unread == (), (seed, form.tables())


def changed(number: str, chance: random.Random) -> str:
    """改一个数：加上末位的几十倍，读者看得出不是舍入。"""
    digits = number.rstrip("%％")
    exponent = int(Decimal(digits).as_tuple().exponent)
    step = Decimal(1).scaleb(exponent) * chance.choice([-90, -50, 30, 70, 110])
    result = Decimal(digits) + step
    return number.replace(digits, f"{abs(result) + 1:f}" if result < 0 else f"{result:f}")


def test_five_hundred_single_changes_of_a_number_are_found() -> None:
    """每个数都在两个算式里：金额在合计和率里，率、分值、得分在自己的算式里。所以一个也不漏。"""
    missed = []
    for seed in range(CHANGES):
        form = Form(seed)
        chance = random.Random(seed * 7 + 1)
        tables = form.tables()
        rows = chance.choice(tables)
        row = chance.choice(rows[1:])
        places = [at for at, text in enumerate(row) if text[:1].isdigit()]
        at = chance.choice(places)
        before = row[at]
        row[at] = changed(before, chance)
        if not told(tables):
            missed.append((seed, before, row))
    assert missed == []
