"""One person in several posts: one account's name and password open them all; each keeps its own rights, desk, letters and tokens.

Only the person joins, proving both accounts; administrators offer. What is done in a post is that post's account's, in its own office.
"""

import datetime
from collections.abc import Mapping

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.accounts import sessions, tokens
from duban.ledger.refusals import Refused, refuse_if
from duban.people.models import FormerPassword, Officer, RecoveryCode, SecondFactor


@transaction.atomic
def offer_post(*, officer: Officer, account: str, actor: Officer | None, at: datetime.datetime) -> Officer:
    """Say that the person of a new post has that account already, in another post; they say so themselves after signing in there.

    Raises Refused where there is no open account of that name for somebody so called, and where the post was used or joined before.
    """
    found = Officer.objects.filter(username=account, is_active=True).exclude(pk=officer.pk).first()
    if found is None or found.full_name != officer.full_name:
        raise Refused("没有这个账号，或者姓名不一致", possible="请核对本人的账号和姓名。", field="same_as")
    if officer.joined or officer.last_login is not None:
        raise Refused("这个账号已经登录过，由本人登录后自行合并", field="same_as")
    officer.offered_to = found.login
    officer.save(update_fields=["offered_to"])
    _note("posts.offered", officer, actor, at, {"account": account})
    return officer


@transaction.atomic
def join_posts(*, login: Officer, officer: Officer, at: datetime.datetime) -> Officer:
    """Let the post of another account be opened by `login` from now on; its own password and second factor open nothing any more.

    The caller has seen that both are the same person's: by the other's password and code, or by an offer that was taken. Raises Refused
    where the two are one already, for a closed account and for one without a post.
    """
    # In one order, so that two who join each other at once do not wait for one another.
    held = {pk: _held(pk) for pk in sorted({login.login.pk, officer.pk})}
    login, officer = held[login.login.pk], held[officer.pk]
    refuse_if(conditions.accounts.joining(login, officer))
    mine = Officer.objects.select_for_update(of=("self",), no_key=True).filter(signs_in_by=officer)
    # Each office's line carries its own rows alone.
    for each in [*mine.select_related("jurisdiction", "unit").order_by("pk"), officer]:
        _set(each, login)
        _note("posts.joined", each, each, at, {"account": login.username})
    login.joined = True
    login.save(update_fields=["joined"])
    _note("posts.joined", login, login, at, {"account": officer.username})
    return officer


@transaction.atomic
def decline_offer(*, login: Officer, officer: Officer, at: datetime.datetime) -> None:
    """Say that a post that was offered is another person's, or is to be opened by itself. Raises Refused where it is not offered."""
    held = _held(officer.pk)
    refuse_if(conditions.accounts.answering(login, held))
    held.offered_to = None
    held.save(update_fields=["offered_to"])
    _note("posts.declined", held, None, at, {"account": login.login.username})


@transaction.atomic
def part_posts(*, officer: Officer, reason: str, actor: Officer | None, at: datetime.datetime) -> Officer:
    """Let a post be opened by itself again: its administrator gives it a password. Raises Refused without a reason, or where it is not joined."""
    held = _held(officer.pk)
    refuse_if(conditions.accounts.parting(held))
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    login = held.login
    _part(held, actor, at)
    _note("posts.parted", held, actor, at, {"account": login.username, "reason": reason.strip()})
    _settle(login)
    _note("posts.parted", login, None, at, {"account": held.username, "reason": reason.strip()})
    return held


def part_foreign(login: Officer, at: datetime.datetime, why: str) -> int:
    """Part the posts in other offices of an account whose password or second factor an administrator gives anew; return how many.

    Who gives or takes what one office's account is opened by must not come into another office by it. Inside the transaction of that act.
    """
    foreign = list(login.posts.exclude(jurisdiction=login.jurisdiction).select_related("jurisdiction").order_by("pk"))
    for each in foreign:
        _part(each, None, at)
        _note("posts.parted", each, None, at, {"account": login.username, "reason": why})
    if foreign:
        _settle(login)
    return len(foreign)


def pass_login_on(closed: Officer, at: datetime.datetime) -> Officer | None:
    """Let the next open post of a person carry their password, where the account by which they sign in is closed; return it.

    Inside the transaction that closes it. Recovery codes are made anew: they belong to the account.
    """
    posts = list(closed.posts.select_related("jurisdiction").order_by("pk"))
    following = next((each for each in posts if each.is_active), None)
    if following is None:
        return None
    following.signs_in_by = None
    following.joined = len(posts) > 1
    following.password, following.password_set_at = closed.password, closed.password_set_at
    following.must_change_password = closed.must_change_password
    following.save(update_fields=["signs_in_by", "joined", "password", "password_set_at", "must_change_password"])
    _note("posts.passed_on", following, None, at, {"account": closed.username})
    for each in posts:
        if each.pk != following.pk:
            each.signs_in_by = following
            each.save(update_fields=["signs_in_by"])
            _note("posts.joined", each, None, at, {"account": following.username})
    for each in closed.offers.all():
        each.offered_to = following
        each.save(update_fields=["offered_to"])
    FormerPassword.objects.filter(officer=closed).update(officer=following)
    RecoveryCode.objects.filter(officer=closed).delete()
    factor = SecondFactor.objects.filter(officer=closed).first()
    if factor is not None:
        SecondFactor.objects.filter(officer=closed).delete()
        SecondFactor.objects.create(
            officer=following, secret=factor.secret, confirmed_at=factor.confirmed_at, last_step=factor.last_step
        )
    closed.joined = False
    closed.set_unusable_password()
    closed.save(update_fields=["joined", "password"])
    return following


def _set(officer: Officer, login: Officer) -> None:
    officer.signs_in_by, officer.joined, officer.offered_to = login, True, None
    officer.must_change_password = False
    officer.set_unusable_password()
    officer.save(update_fields=["signs_in_by", "joined", "offered_to", "must_change_password", "password"])
    SecondFactor.objects.filter(officer=officer).delete()
    RecoveryCode.objects.filter(officer=officer).delete()
    sessions.cut_sessions(officer=officer)


def _part(officer: Officer, actor: Officer | None, at: datetime.datetime) -> None:
    officer.signs_in_by, officer.joined = None, False
    officer.set_unusable_password()
    officer.save(update_fields=["signs_in_by", "joined", "password"])
    sessions.cut_sessions(officer=officer)
    tokens.revoke_tokens(officer=officer, actor=actor, at=at)


def _settle(login: Officer) -> None:
    """Note whether an account still opens more than its own post."""
    login.joined = login.posts.exists()
    login.save(update_fields=["joined"])


def _held(pk: int) -> Officer:
    found = Officer.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("jurisdiction", "unit", "signs_in_by").get(pk=pk)


def _note(
    verb: str, officer: Officer, actor: Officer | None, at: datetime.datetime, data: Mapping[str, object]
) -> None:
    told = {"name": officer.username, **data}
    journal.record(verb, jurisdiction=officer.office, of=officer, unit=officer.unit, actor=actor, at=at, data=told)
