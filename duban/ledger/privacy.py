"""Who wrote stays with the office: names and contacts of senders stand in nothing that units, papers or the journal carry."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from duban.ledger.models import Appeal, Matter
from duban.ledger.refusals import Refused
from duban.people.sealing import keyed_digest

LEFT_OUT = "（略）"
_MOBILE = r"1[3-9]\d(?:[ -]?\d{4}){2}"
_CITIZEN = r"\d{17}[\dXx]"
_PERSONAL = re.compile(rf"(?<!\d)(?:{_CITIZEN}|{_MOBILE})(?!\d)")
_REACHES = re.compile(
    rf"{_PERSONAL.pattern}|(?<!\d)0\d{{2,3}}[ -]?\d{{7,8}}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_HEX = re.compile(r"[0-9a-f]{32,}")
_COUNT = r"[0-9０-９一二三四五六七八九十]+"
_HOUSE = re.compile(rf"(?:(?<=[路街巷道村里])\s*{_COUNT}号|{_COUNT}\s*(?:号楼|号院|栋|幢|单元|弄|室|户))+")
_BETWEEN = re.compile(r"[、，,;；/／|]+")
# Words that people write where a name is asked for, and that are nobody's.
_NO_NAME = re.compile(
    r"匿名|群众|居民|村民|市民|业主|网友|不详|未知|没有|未留|本人|家长|代表|商户|用户|职工|学生|反映人|诉求人|某"
)
_TITLES = re.compile(r"(?:先生|女士|小姐|同志|老师|师傅|等人?)$")
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９－　", "0123456789- ")


def masked(text: str, *, person: str = "", contact: str = "") -> str:
    """Return a text without that name and contact, and without whatever looks like a number by which somebody is reached."""
    for known in sorted({*_parts(person), *_parts(contact), *_names(person)}, key=len, reverse=True):
        text = text.replace(known, LEFT_OUT)
    plain, found = text.translate(_PLAIN_DIGITS), []
    last = 0
    for match in _REACHES.finditer(plain):
        found += [text[last : match.start()], LEFT_OUT]
        last = match.end()
    return "".join([*found, text[last:]])


def anonymous(text: str, *, person: str, contact: str) -> str:
    """Return a sender's own words without name, numbers and the house they live in: what stays after their identity is erased."""
    return _HOUSE.sub(LEFT_OUT, masked(text, person=person, contact=contact))


def without_sender(value: Any, *, person: str, contact: str, said: str = "") -> Any:
    """Return what others wrote, a text or what holds texts, without a sender's names and numbers, also those in what the sender `said`."""
    if isinstance(value, Mapping):
        return {key: without_sender(each, person=person, contact=contact, said=said) for key, each in value.items()}
    if isinstance(value, list):
        return [without_sender(each, person=person, contact=contact, said=said) for each in value]
    if not isinstance(value, str):
        return value
    names = {each for each in (*_parts(person), *_names(person)) if not _NO_NAME.search(each)}
    # As what somebody typed for a contact only what reaches somebody is looked for: 没有 would be found everywhere.
    known = (
        names
        | {each for each in _parts(contact) if len(each) > 4}
        | set(_PERSONAL.findall(said.translate(_PLAIN_DIGITS)))
    )
    for part in sorted(known, key=len, reverse=True):
        signs = [
            f"[{sign}{chr(ord(sign) + 0xFEE0)}]" if "0" <= sign <= "9" else re.escape(sign) for sign in _plain(part)
        ]
        value = re.sub(r"[\s－-]*".join(signs), LEFT_OUT, value, flags=re.IGNORECASE)
    return value


def refuse_personal(*texts: str, of: Iterable[Appeal], field: str = "") -> None:
    """Raise Refused, at the form's field, where a text names the sender of one of the appeals, or gives a number of a person.

    Without appeals nothing is refused: an order may name whom it likes.
    """
    senders = list(of)
    if not senders:
        return
    for text in texts:
        plain = _plain(text)
        names = {_plain(name) for each in senders for name in _names(each.person)}
        contacts = {_plain(part) for each in senders for part in _parts(each.contact) if len(part) > 4}
        if any(known in plain for known in names | contacts) or _PERSONAL.search(text.translate(_PLAIN_DIGITS)):
            raise Refused(
                "文字里有反映人的姓名、联系方式或证件号码，承办单位会看到",
                possible="请删去；需要当面核实的，由督查室联系反映人。",
                field=field,
            )


def senders_of(matter: Matter) -> QuerySet[Appeal]:
    """Return the appeals that a matter takes care of, or the one that it is a part of: what its units read names none of their senders."""
    return Appeal.objects.filter(matter__in=[pk for pk in (matter.pk, matter.parent_id) if pk])


def key_of_text(text: str) -> str:
    """Return the digest by which the same text is known again, however it is spaced and pointed."""
    return keyed_digest("duban.appeal.text", "".join(sign for sign in _plain(text) if sign.isalnum()))


def key_of_contact(contact: str) -> str:
    """Return the digest by which the same contact is known again; empty for none."""
    known = _reached(contact)
    return keyed_digest("duban.appeal.contact", known) if known else ""


def keys_of_sender(person: str, contact: str) -> str:
    """Return the digests by which a sender is found: each name, its surname, each contact, its last four digits; no two appeals apart tell more."""
    known = {_plain(part) for part in (person, *_parts(person), *_names(person))}
    known |= {part[:1] for part in known} | {part[:2] for part in known}
    for part in (contact, *_parts(contact)):
        reached = _reached(part)
        known |= {reached, reached[-4:]} if reached.isdecimal() else {reached}
    return " ".join(sorted(_short_key(part) for part in known if part))


def key_of_asked(asked: str) -> str:
    """Return the digest to look for among `keys_of_sender`; empty for nothing asked."""
    plain = _reached(asked)
    return _short_key(plain) if plain else ""


def without_numbers(value: Any) -> Any:
    """Return a text, or what holds texts, without numbers of mobile phones and identity cards; digests stay as they are."""
    if isinstance(value, str):
        plain = value.translate(_PLAIN_DIGITS)
        if _HEX.fullmatch(plain) or not _PERSONAL.search(plain):
            return value
        return _PERSONAL.sub(LEFT_OUT, plain)
    if isinstance(value, Mapping):
        return {key: without_numbers(each) for key, each in value.items()}
    return [without_numbers(each) for each in value] if isinstance(value, list | tuple) else value


def _reached(contact: str) -> str:
    plain = _plain(contact)
    digits = re.sub(r"\D", "", plain)
    return digits.removeprefix("86") if len(digits) > 6 else plain


def _short_key(part: str) -> str:
    return keyed_digest("duban.appeal.sender", part)[:20]


def _parts(text: str) -> list[str]:
    """Return what stands between the commas of a field, single signs left out."""
    return [part.strip() for part in _BETWEEN.split(text) if len(part.strip()) > 1]


def _names(person: str) -> list[str]:
    """Return the names in a field without what one is called beside; of a surname alone the title stays with it."""
    return [bare if len(bare := _TITLES.sub("", part)) > 1 else part for part in _parts(person)]


def _plain(text: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).casefold()
