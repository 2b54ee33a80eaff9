"""一处说法（Saying）：读叙述读出来的一个数或一个等级，和它说的是谁的哪一项。"""

from __future__ import annotations

from typing import Literal

from reportgen.core.frozen import frozen
from reportgen.core.prose.words import Aspect
from reportgen.core.quantity import Quantity

Bound = Literal["", "about", "least", "most"]
"""这个数准不准：准数，约数，至少，至多。"""


@frozen
class Saying:
    """一处说法。

    topics 是说明的名称，inherited 是承上文的名称，whole 为真的可以说全体。said 是说哪一项的那个词。
    marked 是明说了全体（项目、全年），complete 是明说了做到的（实际、共）；clear 为假的是前面有没看懂的，
    只够提醒。words 是引给人看的话；at、end 是数在这段话里从哪里到哪里。等级写在 number 的文字里。
    """

    aspect: Aspect
    number: Quantity
    words: str
    said: str = ""
    unit_after: str = ""
    topics: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    whole: bool = True
    bound: Bound = ""
    clear: bool = True
    complete: bool = False
    marked: bool = False
    at: int = 0
    end: int = 0
