"""Access tokens: made for a time with the secret shown once, ended once, all of them where an account is closed."""

import datetime

import pytest

from duban.ledger.actions.accounts import tokens
from duban.ledger.models import JournalLine
from duban.ledger.queries.accounts import tokens as known
from duban.ledger.refusals import Refused
from duban.people.models import AccessToken
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = cast.at().date()


def made(officer, **more):
    given = {"name": " 与OA同步 ", "expires_on": TODAY, "actor": officer, "at": cast.at(), **more}
    return tokens.create_token(officer=officer, **given)


def test_of_the_secret_only_the_digest_is_kept(office):
    token, secret = made(office.clerk)
    assert (token.name, token.digest) == ("与OA同步", known.digest_of(secret)) and secret.startswith("duban_")
    line = JournalLine.objects.get(verb="token.created")
    assert line.content == {"name": "与OA同步", "officer": office.clerk.username, "expires_on": TODAY.isoformat()}
    assert secret not in str(AccessToken.objects.values()) and secret not in str(line.data)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "字" * 61}, "name"),
        ({"expires_on": TODAY - datetime.timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY + tokens.LONGEST + datetime.timedelta(days=1)}, "expires_on"),
    ],
)
def test_without_a_name_or_for_no_sensible_time_there_is_none(office, wrong, field):
    with pytest.raises(Refused) as refused:
        made(office.clerk, **wrong)
    assert refused.value.field == field and not AccessToken.objects.exists()


def test_a_closed_account_has_none(office):
    office.clerk.is_active = False
    with pytest.raises(Refused) as refused:
        made(office.clerk)
    assert refused.value.field == "officer"


def test_it_ends_once_and_with_the_account_all_end(office):
    first, second, other = made(office.clerk)[0], made(office.clerk)[0], made(office.head)[0]
    tokens.revoke_token(token=first, actor=office.admin, at=cast.at())
    with pytest.raises(Refused, match="已经撤销"):
        tokens.revoke_token(token=first, actor=office.admin, at=cast.at())
    assert tokens.revoke_tokens(officer=office.clerk, actor=office.admin, at=cast.at()) == 1
    assert list(AccessToken.objects.filter(revoked_at=None)) == [other]
    lines = JournalLine.objects.filter(verb="token.revoked").order_by("seq")
    assert [line.of for line in lines] == [f"accesstoken:{each.pk}" for each in (first, second)]
