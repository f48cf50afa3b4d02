"""Merging units on the page: listed first, done once, taken back; the old unit is offered no more."""

import pytest
from django.urls import reverse

from duban.ledger.models import Reorganisation
from duban.people.models import Unit
from tests import cast, stories

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "merge",
    "of": "甲县",
    "to": "乙县",
    "on": "2026-03-20",
    "paper": "某市机构改革方案",
    "number": "某发〔2026〕3号",
    "points": "stay",
    "accounts": "move",
}


def test_whoever_may_not_do_it_reads_who_does(office, signed_in):
    page = reverse("reorganisations")
    assert "由督查室负责人办理" in signed_in(office.admin).get(page).content.decode()
    assert "由督查室负责人办理" not in signed_in(office.head).get(page).content.decode()


def test_what_moves_is_listed_before_it_is_done_and_a_wrong_one_is_taken_back(office, signed_in):
    matter = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    browser, page = signed_in(office.head), reverse("reorganisation_new")
    listed = browser.post(page, TYPED | {"list": "1"}).content.decode()
    assert "将要变更的内容" in listed and matter.title in listed and "留在原单位" in listed
    assert not Reorganisation.objects.exists()
    refused = browser.post(page, TYPED | {"to": "甲县", "list": "1"})
    assert refused.status_code == 422 and "不能并入自己" in refused.content.decode()
    done = browser.post(page, TYPED, follow=True).content.decode()
    assert "单位变更已办理" in done and "甲县自 2026-03-20 起并入乙县（某市机构改革方案，某发〔2026〕3号）" in done
    assert "甲县" not in [each[0] for each in browser.get(reverse("picker_units")).json()["choices"]]
    score = {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"}
    for code in ("jia", "yi"):
        card = browser.get(reverse("scorecard", args=[code]), score).content.decode()
        assert "得分、扣分留在原单位，不计入承接单位" in card
    made = Reorganisation.objects.get()
    browser.post(reverse("reorganisation_revocation", args=[made.pk]), {"reason": "文号录错"})
    assert not Unit.objects.filter(abolished_on__isnull=False).exists()
    assert stories.held(matter).unit.code == "jia"
