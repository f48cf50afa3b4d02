"""What people are told of their own accounts, and others of what an administrator did to one: at once, by everybody's inbox."""

from collections.abc import Iterable, Mapping

from duban.ledger.models import AccountChange, JournalLine, Succession
from duban.ledger.models.account_changes import Change
from duban.people.models import CONFIRMERS, Officer, Role

# Verb → what the officer is told; what those are told who watch over administrators.
_OF_ACCOUNTS = {
    "officer.added": ("", "开通了账号"),
    "officer.password_reset": ("您的口令被重置，登录和接口密钥已失效。不是您要求的，请立即告诉审计员", "重置了口令"),
    "second_factor.reset": (
        "您的动态口令被重置，登录和接口密钥已失效。不是您要求的，请立即告诉审计员",
        "重置了动态口令",
    ),
    "officer.disabled": ("", "停用了账号"),
    "officer.edited": ("您的账号资料有改动", "变更了岗位或单位"),
}


def news_of(
    line: JournalLine, by_pk: Mapping[int, Officer], by_role: Mapping[str, list[Officer]]
) -> Iterable[tuple[list[Officer], str, str]]:
    """Yield whom a line about an account concerns, with the words and what each is about; nothing for other lines."""
    handed = line.key_of("succession")
    if handed is not None:
        yield from _of_succession(line, handed, by_pk, by_role)
    changed, pk = line.key_of("accountchange"), line.key_of("officer")
    if changed is not None:
        yield from _of_change(line, changed, by_pk, by_role)
    if pk is None or line.verb not in _OF_ACCOUNTS:
        return
    if line.verb == "officer.edited" and not {"role", "unit", "full_name"} & line.data.keys():
        return
    to_officer, to_watchers = _OF_ACCOUNTS[line.verb]
    officer = by_pk.get(pk)
    if officer is not None and to_officer:
        yield [officer], to_officer, "sessions"
    if line.verb == "officer.edited" and not {"role", "unit"} & line.data.keys():
        return
    named = officer or Officer.objects.filter(pk=pk).first()
    watchers = [each for role in (Role.AUDITOR, Role.OFFICE_HEAD) for each in by_role[role] if each != officer]
    done_by = by_pk.get(line.actor_id or 0, "服务器管理人")
    yield watchers, f"{done_by}{to_watchers}：{named}（{named.get_role_display() if named else ''}）", ""


def _of_succession(
    line: JournalLine, pk: int, by_pk: Mapping[int, Officer], by_role: Mapping[str, list[Officer]]
) -> Iterable[tuple[list[Officer], str, str]]:
    made = Succession.objects.select_related("of").filter(pk=pk).first()
    if made is None:
        return
    about, passed = f"succession:{pk}", int(line.data.get("passed", 0))
    successor = by_pk.get(made.to_id or 0)
    if successor is not None:
        word = "暂代" if made.acting else "接任"
        yield [successor], f"您{word}{made.of}的岗位（{made.post}），有 {passed} 项等您办理", about
    if line.data.get("left"):
        said = f"{made.of}（{made.post}）有 {line.data['left']} 项无人办理，请指定接任人"
        yield by_role[Role.OFFICE_HEAD], said, about


def _of_change(
    line: JournalLine, pk: int, by_pk: Mapping[int, Officer], by_role: Mapping[str, list[Officer]]
) -> Iterable[tuple[list[Officer], str, str]]:
    change = AccountChange.objects.select_related("officer").filter(pk=pk).first()
    if change is None:
        return
    about = f"{Change(change.kind).label}：{change.officer or change.wanted.get('full_name', '')}"
    if line.verb == "account_change.asked":
        found = [each for role in sorted(CONFIRMERS) for each in by_role[role]]
        yield (
            [each for each in found if each.pk not in (change.asked_by_id, change.officer_id)],
            f"等您确认：{about}",
            "account_changes",
        )
    elif change.asked_by_id in by_pk:
        said = {"account_change.confirmed": "已确认并办理", "account_change.declined": "未获同意"}.get(line.verb)
        if said:
            yield [by_pk[change.asked_by_id]], f"{said}：{about}", "account_changes"
