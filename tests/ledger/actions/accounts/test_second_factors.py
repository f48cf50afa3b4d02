"""Second factors: bound by a first code, used up, given up with a code, and taken away by the administrator when lost."""

import datetime

import pyotp
import pytest

from duban.ledger.actions.accounts import second_factors
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Refused
from duban.people.models import RecoveryCode, SecondFactor
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at()


def code(officer, moment=AT):
    return pyotp.TOTP(SecondFactor.objects.get(officer=officer).secret).at(moment)


def bound(officer):
    """Put an app in force half a minute before AT, and return the recovery codes."""
    second_factors.start_second_factor(officer=officer, at=AT)
    moment = AT - datetime.timedelta(seconds=30)
    return second_factors.confirm_second_factor(officer=officer, code=code(officer, moment), moment=moment, at=AT)


def verbs():
    found = JournalLine.objects.filter(verb__startswith="second_factor.").order_by("seq")
    return [each.partition(".")[2] for each in found.values_list("verb", flat=True)]


def test_it_is_in_force_once_a_first_code_proves_the_app(office):
    with pytest.raises(Conflict, match="没有等待绑定"):
        second_factors.confirm_second_factor(officer=office.clerk, code="000000", moment=AT, at=AT)
    second_factors.start_second_factor(officer=office.clerk, at=AT)
    with pytest.raises(Refused) as refused:
        second_factors.confirm_second_factor(officer=office.clerk, code="12", moment=AT, at=AT)
    assert refused.value.field == "code"
    codes = second_factors.confirm_second_factor(officer=office.clerk, code=code(office.clerk), moment=AT, at=AT)
    assert len(set(codes)) == 10 and SecondFactor.objects.get().confirmed_at == AT
    with pytest.raises(Conflict, match="已经启用"):
        second_factors.start_second_factor(officer=office.clerk, at=AT)
    assert verbs() == ["started", "enabled"]


def test_each_code_proves_once(office):
    codes = bound(office.clerk)
    for said in (code(office.clerk), codes[0]):
        right = [second_factors.prove(officer=office.clerk, code=said, moment=AT, at=AT) for _ in range(2)]
        assert right == [True, False]
    assert not second_factors.prove(officer=office.head, code=codes[1], moment=AT, at=AT)
    line = JournalLine.objects.get(verb="second_factor.recovery_used")
    assert (line.actor, line.content) == (office.clerk, {"left": 9})


def test_new_recovery_codes_and_giving_it_up_need_a_code(office, settings):
    codes = bound(office.clerk)
    for act in (second_factors.renew_recovery_codes, second_factors.remove_second_factor):
        with pytest.raises(Refused) as refused:
            act(officer=office.clerk, code="000000", moment=AT, at=AT)
        assert refused.value.field == "code"
    fresh = second_factors.renew_recovery_codes(officer=office.clerk, code=codes[0], moment=AT, at=AT)
    assert not set(fresh) & set(codes)
    settings.SECOND_FACTOR = ("clerk",)
    with pytest.raises(Refused, match="不能停用"):
        second_factors.remove_second_factor(officer=office.clerk, code=fresh[0], moment=AT, at=AT)
    settings.SECOND_FACTOR = ()
    second_factors.remove_second_factor(officer=office.clerk, code=fresh[0], moment=AT, at=AT)
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert verbs()[-3:] == ["codes_renewed", "recovery_used", "disabled"]


def test_a_lost_one_is_taken_away_by_another_with_a_second_person(office):
    office.jurisdiction.officers.update(last_login=AT)
    office.clerk.refresh_from_db()
    with pytest.raises(Conflict, match="没有启用"):
        second_factors.reset_second_factor(officer=office.clerk, actor=office.admin, at=AT)
    bound(office.clerk)
    with pytest.raises(Refused, match="自己的"):
        second_factors.reset_second_factor(officer=office.clerk, actor=office.clerk, at=AT)
    with pytest.raises(Refused, match="第二人确认"):
        second_factors.reset_second_factor(officer=office.clerk, actor=office.admin, at=AT)
    second_factors.reset_second_factor(officer=office.clerk, actor=office.admin, confirmed_by=office.head, at=AT)
    line = JournalLine.objects.get(verb="second_factor.reset")
    assert (line.actor, line.data["confirmed_by"]) == (office.admin, office.head.pk)
    assert not SecondFactor.objects.exists()
