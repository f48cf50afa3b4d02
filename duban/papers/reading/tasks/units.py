"""What looks like the name of a unit, and where joined names part."""

from __future__ import annotations

import re

from duban.papers.reading.words.owners import COLLECTIVE, ENDS, PLACES

_NAME = re.compile(rf"[^\s、，；。：:,;（）()]{{1,20}}(?:{ENDS}|[台站所室处组队会社]|{PLACES})")
# Words that end like a unit and are none: 格局, 全部, 督办, 社会.
_NO_NAME = re.compile(
    r"(?:[格布全大新开僵]局|[全内干局外]部|(?:创|兴|举|承|主|协|交|严|通|联|代|帮|快|即|网)办|(?<!督)查办|督办|社会|机会|[大晚盛峰]会|(?:博览|推介|座谈|现场|运动)会|庭院|法治政府|服务型政府)$"
)
_MANY = re.compile(r"(?:各|有关|相关|其他)[^\s、，；。：:,;]{1,14}")
_SENTENCE = re.compile(
    r"[。！？：:“”《》]|应当|必须|不得|要求|如果|对此|需要|我们|他们|建立|确保|实行|由于|不再|可以|是否|因为|是指|认真|由(?=.{2})|[要应将须均都也并]$"
)
_ROUND = re.compile(
    rf"(?<=[局委办部厅署院会府司行队心联协室镇乡道区站校园组处所台馆社])(?<!社会)(?<!园区)(?!和(?:医院|平))(?:以及|和|与|[ \u3000]+)"
    rf"(?=[^、，；\s]{{1,20}}?(?:{ENDS}|[镇乡]|街道)(?:$|[、，；,;等\s（(\ue000-\uf8ff]|按|依|共同|分别|牵头|配合|负责|参与|协助|指导|会同))"
    rf"|(?<=[局委办部厅署院会府司行队心联协室镇乡道区站校园组处所台馆社门位\ue000-\uf8ff])(?:以及|和|与)(?=各|有关|相关|其他|其余|县直|市直)"
)
_AND = re.compile(
    r"以及|(?<=[局委办部厅署院会府司行队心联协室镇乡道区站校园组处所台馆社门位县市州\ue000-\uf8ff])及(?![时格])|(?<=[局委办部厅署院府司行队心联协室镇乡道])并(?=[县市区省州各])"
)
# Names that only spaces divide, as in a narrow cell.
_SPACED = re.compile(rf"(?:(?:各[^\s、，；]{{1,12}}|[^\s、，；]{{2,20}}?(?:{ENDS}|{PLACES}))(?:[ \u3000]+|$)){{2,}}")


def is_unit(name: str) -> bool:
    """Tell whether words look like the name of one unit, by how it ends."""
    return is_named(name) or bool(_MANY.fullmatch(_bare(name)) and not _SENTENCE.search(name))


def is_named(name: str) -> bool:
    """Tell whether words look like the name of one unit and of no more: how it ends, no sentence."""
    bare = _bare(name)
    return len(name) > 1 and bool(_NAME.fullmatch(bare)) and not _SENTENCE.search(name) and not _NO_NAME.search(bare)


def is_collective(name: str) -> bool:
    """Tell whether words name many units at once: 各乡镇, 有关部门."""
    return bool(re.fullmatch(COLLECTIVE.words, _bare(name)))


def is_sentence(words: str) -> bool:
    """Tell whether words read as a sentence and not as a name."""
    return bool(_SENTENCE.search(words))


def parted(words: str) -> str:
    """Put 、 where 和, 与, 及, 并 or blanks stand between two names, and nowhere inside a name (工业和信息化局)."""
    if _SPACED.fullmatch(words):
        words = re.sub(r"[ \u3000]+", "、", words)
    return _AND.sub("、", _ROUND.sub("、", words))


def _bare(name: str) -> str:
    return re.sub(r"[（(〔\[][^（()）〔〕\[\]]*[）)〕\]]", "", name)
