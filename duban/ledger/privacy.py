"""Who wrote stays with the office: names and contacts of senders stand in nothing that units, papers or the journal carry."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from duban.ledger.models import Appeal
from duban.ledger.refusals import Refused

LEFT_OUT = "（略）"
_MOBILE = r"1[3-9]\d(?:[ -]?\d{4}){2}"
_CITIZEN = r"\d{17}[\dXx]"
_PERSONAL = re.compile(rf"(?<!\d)(?:{_CITIZEN}|{_MOBILE})(?!\d)")
_REACHES = re.compile(rf"{_PERSONAL.pattern}|(?<!\d)0\d{{2,3}}[ -]?\d{{7,8}}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９－　", "0123456789- ")


def masked(text: str, *, person: str = "", contact: str = "") -> str:
    """Return a text without that name and contact, and without whatever looks like a number by which somebody is reached."""
    for known in (person.strip(), contact.strip()):
        if len(known) > 1:
            text = text.replace(known, LEFT_OUT)
    plain, found = text.translate(_PLAIN_DIGITS), []
    last = 0
    for match in _REACHES.finditer(plain):
        found += [text[last : match.start()], LEFT_OUT]
        last = match.end()
    return "".join([*found, text[last:]])


def refuse_personal(*texts: str, of: Iterable[Appeal], field: str = "") -> None:
    """Raise Refused, at the form's field, where a text names the sender of one of the appeals, or gives a number of a person.

    Without appeals nothing is refused: an order may name whom it likes.
    """
    senders = list(of)
    if not senders:
        return
    for text in texts:
        plain = _plain(text)
        names = {_plain(each.person) for each in senders if len(each.person.strip()) > 1}
        contacts = {_plain(each.contact) for each in senders if len(each.contact.strip()) > 4}
        if any(known in plain for known in names | contacts) or _PERSONAL.search(text.translate(_PLAIN_DIGITS)):
            raise Refused(
                "文字里有反映人的姓名、联系方式或证件号码，承办单位会看到",
                possible="请删去；需要当面核实的，由督查室联系反映人。",
                field=field,
            )


def key_of_text(text: str) -> str:
    """Return the digest by which the same text is known again, however it is spaced and pointed."""
    return _digest("".join(sign for sign in _plain(text) if sign.isalnum()))


def key_of_contact(contact: str) -> str:
    """Return the digest by which the same contact is known again; empty for none."""
    plain = _plain(contact)
    digits = re.sub(r"\D", "", plain)
    known = digits.removeprefix("86") if len(digits) > 6 else plain
    return _digest(known) if known else ""


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).casefold()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
