"""Where the acts on a matter are done: each option of its page with its address; and the page of what a message is about."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

from duban.ledger import acts
from duban.ledger.models import Message
from duban.ledger.queries.matters.options import Option

# Act → its route, where it is about one unit's assignment. What is put up for signature (报批) says its route itself.
ROUTES = {
    "acceptance": "acceptance",
    "refusal": "refusal",
    "refusal_ruling": "refusal_ruling",
    "report": "reports",
    "urge": "urges",
    "step_urge": "urges",
    "reopening": "reopening",
    "suspension": "suspension",
    "resumption": "resumption",
    "complaint": "complaints",
    "papers": "demands",
}
_ON_MATTER = {
    "edit": "matter_edit",
    "closure": "matter_closure",
    "revocation": "matter_revocation",
    "taking_back": "taking_back",
    "parts": "parts",
    "countersignature": "countersignatures",
    "suggestion_answer": "suggestion_answer",
    "satisfaction": "satisfaction",
    "rating": "rating_new",
}
# What is done on a matter as a whole, by routes that other pages share.
_ELSEWHERE = {
    "dispatch": ("dispatches", "no"),
    "record": ("records", "matter"),
    "further_instruction": ("instruction_new", "matter"),
}
_KEYED = {
    "report_taking_back": "report_taking_back",
    "review": "report",
    "opinion": "opinion",
    "execution": "execution",
    "summons": "summons",
    "proposal": "proposal",
}

# What a message is about → its page; `waiting` is what waits for one's signature.
PAGES = {
    "account_changes": "account_changes",
    "appeal": "appeal",
    "bulletin": "bulletin",
    "claim": "claim",
    "conclusion": "conclusion",
    "consequence": "consequence",
    "desk": "desk",
    "finding": "finding",
    "handover": "handover",
    "inbox": "inbox",
    "inspection": "inspection",
    "instruction": "instruction",
    "matter": "matter",
    "message_choice": "message_choice",
    "notice": "notice",
    "objection": "objection",
    "proposal": "proposal",
    "ranking": "ranking_published",
    "regimedraft": "studio_draft",
    "reorganisation": "reorganisation",
    "review": "review",
    "selfinspection": "self_inspection",
    "sessions": "sessions",
    "succession": "succession",
    "waiting": "proposals",
}


def page_of(message: Message) -> str:
    """Return the page of what a message is about; the inbox where it is about nothing. What 0.1.0 wrote is a path and stays one."""
    return message.about if message.about.startswith("/") else record_page(message.about) or reverse("inbox")


def record_page(about: str) -> str:
    """Return the page of a record by its kind and key (`proposal:12`); empty where it has none, or there can be none of that key."""
    kind, _, key = about.partition(":")
    if kind not in PAGES:
        return ""
    try:
        page = reverse(PAGES[kind], args=[key] if key else [])
    except NoReverseMatch:
        return ""
    return f"{page}?tab=waiting" if kind == "waiting" else page


def about_of(route: str, keys: Iterable[object]) -> str:
    """Return what messages whose page this is are about, the other way of `record_page`; empty where no message leads there."""
    kind = next((each for each, name in PAGES.items() if name == route), "")
    return ":".join([kind, *map(str, keys)]) if kind else ""


def grouped(options: Iterable[Option], no: str) -> list[dict[str, object]]:
    """Return the possible acts with their addresses, what presses first, what puts mistakes right last, the same act on several units as one entry."""
    groups: dict[str, list[tuple[Option, str]]] = {}
    for option in sorted(options, key=lambda each: (not each.presses, _is_rare(each))):
        if option.refusal is None:
            groups.setdefault(option.word, []).append((option, address(option, no)))
    return [
        {
            "word": word,
            "options": each,
            "many": len(each) > 1,
            "is_rare": _is_rare(each[0][0]),
            "says": _SAYS.get(each[0][0].act, ""),
        }
        for word, each in groups.items()
    ]


# What putting a mistake right by each act means.
_SAYS = {
    "taking_back": "刚发出、还没有单位签收时，马上收回，不用签批",
    "correct_due": "期限写错；因此产生的逾期、催办和扣分不再计入",
    "correct_unit": "发错了单位；换成应当承办的",
    "correct_role": "牵头、配合写错",
    "correct_text": "名称、要求、完成标准写错",
    "recall": "整件不该发；撤回后可以改了再发，或者不再办理",
    "revocation": "还没有交办的，登记错了就撤销",
}


def _is_rare(option: Option) -> bool:
    """Return whether it puts a mistake right, and so stands behind what is done every day."""
    act = acts.find(option.act)
    return (act is not None and act.is_of_orders) or option.act in ("revocation", "taking_back", "report_taking_back")


def address(option: Option, no: str) -> str:
    """Return where an act is done."""
    act = acts.find(option.act)
    if act is not None:
        return reverse(act.route, args=[no] if option.assignment is None else [no, option.assignment.unit.code])
    if option.assignment is not None and option.act in ROUTES:
        return reverse(ROUTES[option.act], args=[no, option.assignment.unit.code])
    if option.assignment is not None and option.act == "on_the_spot":
        return f"{reverse('inspection_new')}?matter={no}&unit={option.assignment.unit.code}"
    if option.act in _KEYED:
        return reverse(_KEYED[option.act], args=[option.key])
    if option.act in _ELSEWHERE:
        route, name = _ELSEWHERE[option.act]
        return f"{reverse(route)}?{name}={no}"
    return reverse(_ON_MATTER[option.act], args=[no])
