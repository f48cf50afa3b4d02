"""Classified matter has no place here (保守国家秘密): what bears a mark of classification is refused at the door.

A mark, not a word: a matter about protecting secrets is entered like any other. No program can tell what is secret without a mark;
that stays with whoever registers.
"""

import re
import unicodedata

from duban.ledger.refusals import Refused

_LEVEL = "(?:绝密|机密|秘密)"
_MARK = re.compile(
    rf"{_LEVEL}[★☆*]"  # 机密★10年
    rf"|[【\[(〔<「『]{_LEVEL}[级件]?[】\])〕>」』]"  # 【秘密】
    rf"|密级:?{_LEVEL}"
    rf"|^{_LEVEL}(?:[级件]|文件)?(?:$|[^\u4e00-\u9fff])"  # 机密_名单.xlsx
)


def refuse_classified(*texts: str, field: str = "") -> None:
    """Raise Refused, at the form's field, where one of the texts (or names of files) bears a mark of classification."""
    for text in texts:
        # Full-width signs and the spaces that are set between the characters of a mark say the same.
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        found = _MARK.search(plain)
        if found:
            raise Refused(
                f"带有密级标志“{found.group()[:12]}”：本系统只办理不涉密的事项，涉密内容不得录入",
                possible="请按保密规定用涉密载体和涉密系统办理；如不涉密，请去掉密级标志。",
                field=field,
            )
