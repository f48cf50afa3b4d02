"""Signing: where the office wants it, a ranking or its correction is published by who signs it, as it was read."""

import datetime

import pytest

from duban.ledger import journal
from duban.ledger.actions.scoring import corrections, rankings, signing
from duban.ledger.by import By
from duban.ledger.models import Ranking, RankingRequest
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Delegation, Role
from tests import cast, stories
from tests.correcting import holds, late, published_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(office):
    return published_month(office)


def test_with_a_signature_it_is_published_by_who_signs_and_as_it_was_read(published):
    office = published.jurisdiction
    by = By(published.clerk, cast.at("2026-04-01 09:00"))
    with pytest.raises(Refused, match="没有规定须经签发"):
        late(published)
        signing.ask_for_correction(ranking=published.ranking, reason="补记", by=by)
    office = signing.choose_signers(
        jurisdiction=office, ranking="", correction="principal", by=By(published.head, by.at)
    )
    ranking = Ranking.objects.get()
    with pytest.raises(Refused, match="须先由"):
        corrections.correct_ranking(ranking=ranking, reason="补记", by=by)
    request = signing.ask_for_correction(ranking=ranking, reason="补记", by=by)
    with pytest.raises(Conflict, match="正在等待"):
        signing.ask_for_correction(ranking=ranking, reason="补记", by=by)
    for who, why in ((published.clerk, "自己提请"), (published.head, "不轮到"), (published.liaison, "不轮到")):
        with pytest.raises(Forbidden, match=why):
            signing.sign_ranking(request=request, agree=True, opinion="", by=By(who, by.at))
    principal = By(published.officers["principal"], cast.at("2026-04-02 09:00"))
    with pytest.raises(Refused, match="理由"):
        signing.sign_ranking(request=request, agree=False, opinion="", by=principal)
    late(published, unit=0)
    with pytest.raises(Conflict, match="有变化"):
        signing.sign_ranking(request=request, agree=True, opinion="", by=principal)
    signing.sign_ranking(request=request, agree=False, opinion="请重新核对", by=principal)
    request = signing.ask_for_correction(ranking=ranking, reason="补记两件", by=by)
    signed = signing.sign_ranking(request=request, agree=True, opinion="同意", by=principal)
    made = signed.ranking
    assert (made.published_by, made.signed_by, str(made.signed_on)) == (
        published.clerk,
        principal.officer,
        "2026-04-02",
    )
    with pytest.raises(Conflict, match="已签发"):
        signing.sign_ranking(request=request, agree=True, opinion="", by=principal)
    with pytest.raises(Conflict, match="已签发"):
        signing.withdraw_request(request=request, by=by)
    holds(published)


def test_a_first_publication_may_need_a_signature_and_a_stand_in_may_give_it(published):
    office = signing.choose_signers(
        jurisdiction=published.jurisdiction, ranking="principal", correction="", by=By(published.head, cast.at())
    )
    march = {"kind": "month", "from_on": datetime.date(2026, 3, 1), "to_on": datetime.date(2026, 3, 31)}
    made = stories.matter(published, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), lead=[published.units[0]])
    stories.complete(published, made, cast.at("2026-03-10 09:00"))
    by = By(published.clerk, cast.at("2026-04-01 09:00"))
    with pytest.raises(Refused, match="须先由"):
        rankings.publish_ranking(jurisdiction=office, **march, by=by)
    request = signing.ask_for_ranking(jurisdiction=office, **march, by=by)
    signing.withdraw_request(request=request, by=by)
    request = signing.ask_for_ranking(jurisdiction=office, **march, by=by)
    principal, leader = (published.officers[each] for each in ("principal", "leader"))
    Delegation.objects.create(
        jurisdiction=office,
        of=principal,
        to=leader,
        from_on=datetime.date(2026, 4, 1),
        through_on=datetime.date(2026, 4, 9),
    )
    signed = signing.sign_ranking(request=request, agree=True, opinion="", by=By(leader, by.at))
    assert (signed.on_behalf_of, signed.ranking.number, signed.ranking.signed_by) == (principal, 0, leader)
    assert RankingRequest.objects.filter(outcome="withdrawn").count() == 1


def test_nobody_signs_who_has_no_post_for_it(published):
    with pytest.raises(Refused) as found:
        signing.choose_signers(
            jurisdiction=published.jurisdiction, ranking=Role.CLERK, correction="", by=By(published.head, cast.at())
        )
    assert found.value.field == "ranking"
    assert journal.last_of(published.jurisdiction) == published.ranking.seq + 1 + 2
