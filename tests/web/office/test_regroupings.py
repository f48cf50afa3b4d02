"""Units are sorted into the groups of the next document before it is adopted; afterwards no page of the older one is an error."""

import datetime

import pytest
from django.urls import reverse

from duban.ledger.actions.office import documents, messages, regime_drafts
from duban.ledger.by import By
from duban.ledger.models import Adoption, Message
from duban.ledger.queries.office import regroupings
from duban.ledger.queries.office.drafting import drafted_contents
from duban.ledger.queries.office.drafting.regime_drafts import regime_of as regime_drafts_of
from duban.people.models import Unit
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.at("2026-01-05 09:00")


@pytest.fixture
def governed():
    made = cast.office("county-plan", slug="xian")
    documents.record_first(jurisdiction=made.jurisdiction, at=AT, today=AT.date())
    made.jurisdiction.refresh_from_db()
    return made


def sent(office):
    """A draft with a group called as before and one of its own, sound and sent to be checked; it has no ladder, no papers."""
    content = drafted_contents.from_text("第一条 各单位基础分100分。", "考评细则")
    content["regime"]["groups"] = {"group_1": "县直部门", "group_2": "窗口单位"}
    content["regime"]["periods"] = ["year"]
    content["clauses"][0]["rules"] = [{"kind": "base", "points": "100"}]
    by = By(office.clerk, cast.at())
    draft = regime_drafts.begin(jurisdiction=office.jurisdiction, content=content, by=by)
    return regime_drafts.submit(draft=draft, revision=1, by=by)


def drafted_regime(office, groups):
    """That document with other groups."""
    draft = sent(office)
    return regime_drafts_of({**draft.content, "regime": {**draft.content["regime"], "groups": groups}})


def checked(office):
    """That draft, found right."""
    draft = sent(office)
    return regime_drafts.check(draft=draft, revision=1, by=By(office.head, cast.at()))


def test_the_table_stands_before_the_adoption_and_every_page_of_the_older_document_after_it(governed, signed_in):
    draft, client = checked(governed), signed_in(governed.head)
    difference = client.get(reverse("studio_difference", args=[draft.pk])).content.decode()
    assert "3 个单位须重新归类" in difference and "督办措施全部没有了" in difference
    page = client.get(reverse("studio_adoption", args=[draft.pk])).content.decode()
    assert "甲镇、乙乡、丙镇" in page and "不再适用于新登记的事项" in page
    sent = {"in_force_from": "2026-03-31"}
    refused = client.post(reverse("studio_adoption", args=[draft.pk]), sent)
    assert refused.status_code in (409, 422) and "3 个单位须重新归类" in refused.content.decode()
    sent |= {"class-0": "-", "unit-yi": "group_2", "class-1": "group_1"}
    assert client.post(reverse("studio_adoption", args=[draft.pk]), sent).status_code == 302
    assert dict(Unit.objects.values_list("code", "group")) == {
        "jia": "", "yi": "group_2", "bing": "", "fagai": "group_1", "caizheng": "group_1", "nongye": "group_1"
    }  # fmt: skip
    older, newer = "?kind=year&from=2026-01-01&to=2026-12-31", "?kind=year&from=2027-01-01&to=2027-12-31"
    for address, said in (
        (reverse("rankings") + older, ""),
        (reverse("rankings") + newer, "不属于本办法的任何类别，不参加计分"),
        (reverse("scorecard", args=["jia"]) + older, ""),
        (reverse("scorecard", args=["jia"]) + newer, "不属于本办法的任何类别，不参加计分"),
        (reverse("what_if") + older, ""),
        (reverse("studio_difference", args=[draft.pk]), ""),
        (reverse("adoptions"), "单位在这份办法中的类别"),
    ):
        shown = client.get(address)
        assert shown.status_code == 200 and said in shown.content.decode(), address
    assert signed_in(governed.liaison).get(reverse("desk")).status_code == 200


def test_an_administrator_puts_it_right_under_each_document(governed, signed_in):
    draft = checked(governed)
    regime_drafts.adopt(
        draft=draft,
        in_force_from=datetime.date(2026, 3, 31),
        groups=dict.fromkeys(("jia", "yi", "bing"), ""),
        by=By(governed.head, cast.at()),
    )
    older, newer = Adoption.objects.order_by("in_force_from")
    client = signed_in(governed.officers["administrator"])
    units = client.get(reverse("units")).content.decode()
    assert "3 个单位不属于现行办法的任何类别" in units and reverse("regrouping", args=[newer.pk]) in units
    assert client.post(reverse("regrouping", args=[newer.pk]), {"class-0": "group_2"}).status_code == 302
    assert Unit.objects.get(code="jia").group == "group_2"
    page = client.get(reverse("regrouping", args=[older.pk])).content.decode()
    assert "乡镇" in page and "窗口单位" not in page
    assert client.post(reverse("regrouping", args=[older.pk]), {"class-0": "department"}).status_code == 302
    older.refresh_from_db()
    assert older.groups["jia"] == "department" and Unit.objects.get(code="jia").group == "group_2"


def test_who_is_to_check_a_draft_is_told_and_sees_what_differs_before_it_is_found_right(governed, signed_in):
    draft, difference = sent(governed), "看不同并复核"
    messages.derive_messages(jurisdiction=governed.jurisdiction, at=cast.at())
    told = Message.objects.get(officer=governed.head)
    assert (told.text, told.about) == ("制度草稿送来，待另一人复核：考评细则", f"regimedraft:{draft.pk}")
    client = signed_in(governed.head)
    assert (
        f'href="{reverse("studio_difference", args=[draft.pk])}">考评细则：待复核'
        in client.get("/desk").content.decode()
    )
    page = client.get(reverse("studio_draft", args=[draft.pk])).content.decode()
    assert difference in page and reverse("studio_check", args=[draft.pk]) not in page
    page = client.get(reverse("studio_difference", args=[draft.pk])).content.decode()
    assert difference not in page and reverse("studio_check", args=[draft.pk]) in page
    assert "待复核" not in signed_in(governed.clerk).get("/desk").content.decode()
    regime_drafts.check(draft=draft, revision=1, by=By(governed.head, cast.at()))
    assert "考评细则：待采用" in client.get("/desk").content.decode()


def test_what_was_adopted_says_its_day_and_keeps_its_words_for_the_next_draft(governed, signed_in):
    regime_drafts.adopt(
        draft=checked(governed),
        in_force_from=datetime.date(2026, 3, 31),
        groups=dict.fromkeys(("jia", "yi", "bing"), ""),
        by=By(governed.head, cast.at()),
    )
    governed.jurisdiction.refresh_from_db()
    client = signed_in(governed.head)
    assert "2026-03-31（周二） 起在本办公室施行" in client.get(reverse("regime")).content.decode()
    assert "2026-03-31 起草" in client.get(reverse("studio")).content.decode()
    content, _ = drafted_contents.from_version(governed.jurisdiction)
    assert content["clauses"][0]["original"].startswith("第一条 各单位基础分100分")


def test_marks_of_a_period_that_has_not_begun_are_refused_before_anything_is_typed(signed_in):
    page = signed_in(cast.office("gansu-county-2023").head).get(
        reverse("ranking_marks") + "?kind=quarter&from=2099-01-01&to=2099-03-31"
    )
    assert "还没有开始" in page.content.decode() and "登记</button>" not in page.content.decode()


@pytest.mark.parametrize(
    ("table", "name"), [("财政局", "县财政局"), ("市场监管局", "县市场监管局"), ("市市场监管局", "市场监管局")]
)
def test_a_department_with_a_table_of_its_own_is_offered_the_group_of_its_name(governed, table, name):
    document = drafted_regime(governed, {"department": "责任单位", "group_1": {"name": table, "in": "department"}})
    unit = Unit.objects.get(jurisdiction=governed.jurisdiction, code="caizheng")
    unit.name = name
    unit.save(update_fields=["name"])
    offered = {row.unit.code: row.offered for row in regroupings.rows_for(governed.jurisdiction, document)}
    assert offered["caizheng"] == "group_1" and offered["fagai"] != "group_1"
