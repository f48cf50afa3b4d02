"""How much a name in a paper looks like the name of a unit: ministries like their local counterparts, never by a single sign."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

# Below this likeness (of 100) a name is no suggestion: a wrong one is worse than none.
LIKE = 70
_LEVEL = re.compile(
    r"^(?:国务院|国家|全国|中国|中共|中央|最高人民(?=法院|检察院)|[\u4e00-\u9fff]{0,3}?(?:自治[区州县]|省|市(?!场|政)|县|区|州|旗)(?=.{2}))"
)
_KIND = re.compile(
    r"(?:委员会办公室|工作委员会|人民政府|管理委员会|委员会|办公室|管理局|监督局|服务局|总局|分局|工作部|中心支公司|分公司|有限公司|公司|集团|办事处|街道|委|局|办|部|厅|署|院|会|中心|镇|乡|县|市|区|州)$"
)
_PLACE = re.compile(r"(?:街道|办事处|镇|乡|县|市|区|州|旗)$")


def likeness(written: str, known: str) -> int:
    """Return how much two names of units look like one another, 0 to 100: what is left of them without level and kind is compared."""
    if written == known:
        return 100
    place = bool(_PLACE.search(_without_level(written))), bool(_PLACE.search(_without_level(known)))
    ours, theirs = core_of(written), core_of(known)
    if place[0] != place[1] or min(len(ours), len(theirs)) < 2:
        return 0
    if ours == theirs:
        return 95
    short, long = sorted((ours, theirs), key=len)
    if _is_within(short, long):
        return 85
    shared = {ours[at : at + 2] for at in range(len(ours) - 1)} & {theirs[at : at + 2] for at in range(len(theirs) - 1)}
    return round(fuzz.ratio(ours, theirs)) if shared else 0


@lru_cache(maxsize=4096)
def core_of(name: str) -> str:
    """Return what is left of a unit's name without brackets, level and kind: 国家民政部 and 县民政局 are both 民政."""
    bare = _without_level(re.sub(r"[（(].*?[）)]|\s", "", name))
    core = _KIND.sub("", bare)
    return core if len(core) > 1 else bare


def _without_level(name: str) -> str:
    before = None
    while before != name:
        before, name = name, _LEVEL.sub("", name)
    return name


def _is_within(short: str, long: str) -> bool:
    """Tell whether the signs of a short name stand in a long one in their order, from its first: 发改 in 发展改革."""
    rest = iter(long)
    return short[0] == long[0] and all(sign in rest for sign in short)
