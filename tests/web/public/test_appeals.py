"""Pages of appeals and ratings: the office's way from a hotline's call to the callback; who wrote is seen by the office alone."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.matters import matters
from duban.ledger.actions.public import appeals
from duban.ledger.by import By
from duban.ledger.models import Appeal, JournalLine, Matter, Rating
from tests import cast, stories
from tests.ledger.actions.public.test_appeal_lists import ROW, sheet
from tests.ledger.actions.public.test_appeals import NAME, PHONE, order, writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def gansu():
    return cast.office("gansu-county-2023")


def words(client, path, **more):
    return client.get(path, follow=True, **more).content.decode()


def entry(**more):
    return {
        "channel": "hotline",
        "kind": "complaint",
        "received_on": "2026-03-31",
        "text": f"我是{NAME}，电话{PHONE}，幸福路的路灯不亮。",
        "person": NAME,
        "contact": PHONE,
        **{"source_no": "GD-1", "due_on": "2026-04-15", "triage": "simple"},
        **more,
    }


def order_form(office, **more):
    return {
        "title": "修复幸福路路灯",
        "requirement": "核实并修复",
        "standard": "路灯亮起",
        "category": "public_message",
        "source": "message",
        "triage": "simple",
        "platform_due_on": "2026-04-15",
        "due_on": "2026-04-15",
        "lead": [office.units[0].pk],
        "quantifiable": "on",
        **more,
    }


def plain(data):
    """Return what an answer says, what is packed in it unpacked."""
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(plain(packed.read(name)) for name in packed.namelist())


@pytest.mark.feature("public_intake", "triage", "platform_limits")
@pytest.mark.proves("gansu-county-2023", "二(五)", "public_intake")
def test_from_the_hotline_to_the_callback(gansu, signed_in):
    clerk = signed_in(gansu.clerk)
    refused = clerk.post("/appeals/new", entry(due_on=""))
    assert refused.status_code == 422 and "二(五)" in refused.content.decode()
    assert clerk.post("/appeals/new", entry()).url == "/appeals/S2026-1"
    assert "群众诉求待分办" in words(clerk, "/desk")
    page = words(clerk, "/appeals/S2026-1")
    assert NAME in page and PHONE in page and "二(五)" in page
    form = words(clerk, "/appeals/S2026-1/matter")
    assert NAME not in form and PHONE not in form and "（略）" in form and 'value="2026-04-15"' in form
    named = clerk.post("/appeals/S2026-1/matter", order_form(gansu, requirement=f"找{NAME}"))
    assert named.status_code == 422 and "承办单位会看到" in named.content.decode()
    clerk.post("/appeals/S2026-1/matter", order_form(gansu))
    matter = Matter.objects.get()
    clerk.post("/dispatches", {"no": [matter.no]})
    matter.refresh_from_db()
    assert matter.dispatched_on is not None
    stories.accept(gansu, matter, cast.at())
    stories.complete(gansu, matter, cast.at())
    assert "诉求待答复" in words(clerk, "/desk")
    clerk.post("/appeals/S2026-1/answer", {"reply": "路灯已修好。"})
    assert "诉求待回访" in words(clerk, "/desk")
    assert "登记回访" in words(clerk, "/appeals/S2026-1")
    form = words(clerk, f"/matters/{matter.no}/ratings?appeal=S2026-1")
    assert "selected>S2026-1" in form
    call = {"satisfaction": "dissatisfied", "manner": "phone", "rated_on": "2026-03-31", "called_by": gansu.clerk.pk}
    call |= {"appeal": Appeal.objects.get().pk, "note": "隔天又不亮"}
    assert clerk.post(f"/matters/{matter.no}/ratings", call).url == "/ratings?word=waiting"
    page = words(clerk, "/ratings?word=waiting")
    assert "隔天又不亮" in page and "不再重新办理" in page
    assert "不满意待处理" in words(clerk, "/desk")
    unit = gansu.units[0].code
    assert f"/matters/{matter.no}/units/{unit}/reopening" in page
    assert "群众不满意：隔天又不亮" in words(clerk, f"/matters/{matter.no}/units/{unit}/reopening")
    clerk.post(f"/matters/{matter.no}/units/{unit}/reopening", {"reason": "群众不满意"})
    assert "没有等着处理的不满意" in words(clerk, "/ratings?word=waiting")
    assert "此后重新办理" in words(clerk, "/ratings")


@pytest.mark.feature("satisfaction")
@pytest.mark.parametrize(("regime", "clause"), [("sanmenxia-2019", "二(三)"), ("zhuoni-2022", "第六条(六)")])
@pytest.mark.proves("sanmenxia-2019", "二(三)", "satisfaction")
@pytest.mark.proves("zhuoni-2022", "第六条(六)", "satisfaction")
def test_a_callback_cites_the_document(regime, clause, signed_in):
    office = cast.office(regime)
    matter = stories.matter(office, due_on="2026-04-30")
    clerk = signed_in(office.clerk)
    early = words(clerk, f"/matters/{matter.no}/ratings")
    assert "办结以后才能登记满意度" in early
    stories.accept(office, matter, cast.at())
    stories.complete(office, matter, cast.at())
    assert clause in words(clerk, f"/matters/{matter.no}/ratings")
    call = {
        "satisfaction": "content",
        "manner": "visit",
        "rated_on": "2026-03-31",
        "called_by": office.clerk.pk,
        "note": "都修好了",
    }
    clerk.post(f"/matters/{matter.no}/ratings", call)
    assert Rating.objects.get().appeal is None
    assert "都修好了" in words(clerk, f"/matters/{matter.no}")
    assert "都修好了" in words(signed_in(office.liaison), f"/matters/{matter.no}")
    summary = words(signed_in(office.leader), "/ratings")
    assert "100.0%" in summary and clause in summary
    assert "本季度没有评价" in words(clerk, "/ratings?quarter=2025-1")


@pytest.mark.feature("satisfaction", "public_commitment")
def test_what_concerns_the_public_is_called_back_about_though_nobody_wrote(office, signed_in):
    clerk = signed_in(office.clerk)
    for commitment in (True, True, False):
        matter = stories.matter(office, due_on="2026-04-30", public_commitment=commitment)
        stories.accept(office, matter, cast.at())
        stories.complete(office, matter, cast.at())
    first, second = Matter.objects.filter(public_commitment=True).order_by("id")
    assert '<a class="tile" href="/matters?mark=uncalled"><strong>2</strong>' in words(clerk, "/desk")
    call = {
        "satisfaction": "fair",
        "manner": "visit",
        "rated_on": "2026-03-31",
        "called_by": office.clerk.pk,
        "note": "",
    }
    clerk.post(f"/matters/{first.no}/ratings", call)
    listed = words(clerk, "/matters?mark=uncalled")
    assert f"/matters/{second.no}" in listed and f'"/matters/{first.no}"' not in listed
    assert "<strong>1</strong><span>群众关切待回访" in words(clerk, "/desk")
    gansu = cast.office("gansu-county-2023")
    assert "群众关切待回访" not in words(signed_in(gansu.clerk), "/desk")


def test_numbers_of_the_list_are_those_of_its_parts(gansu, signed_in):
    clerk = signed_in(gansu.clerk)
    for number in range(3):
        clerk.post("/appeals/new", entry(source_no=f"GD-{number}", due_on="2026-03-31" if number else "2026-04-15"))
    page = words(clerk, "/appeals")
    assert "待分办 3" in page and "三日内到时限 2" in page and "疑似重复" in page
    for show, count in (("waiting", 3), ("overdue", 0), ("soon", 2)):
        assert words(clerk, f"/appeals?show={show}").count('data-href="/appeals/') == count
    assert "S2026-1" in words(clerk, "/appeals?q=路灯")
    # Who wrote is asked for where no proxy writes it down.
    assert 'data-href="/appeals/' not in words(clerk, f"/appeals?q={NAME[:2]}某")
    for who in (NAME, "138-0000 2222"):
        assert clerk.post("/appeals", {"who": who}).content.decode().count('data-href="/appeals/') == 3
    assert "没有这样的诉求" in clerk.post("/appeals", {"who": "13900000000"}).content.decode()
    assert "没有这样的诉求" in words(clerk, "/appeals?q=没有的词")
    figures = words(clerk, "/ratings")
    for show, count in (("", 3), ("settled", 0), ("late", 0)):
        link = f"/appeals?quarter=2026-1&amp;channel=hotline&amp;show={show}"
        assert f'{link}">{count}</a>' in figures
        assert words(clerk, link.replace("&amp;", "&")).count('data-href="/appeals/') == count
    assert 'data-href="/appeals/' not in words(clerk, "/appeals?channel=visit&quarter=x")
    assert "/appeals?quarter" not in words(signed_in(gansu.leader), "/ratings")
    double = words(clerk, "/appeals/S2026-3")
    assert "内容相同、联系方式相同" in double


def test_an_appeal_is_answered_joined_sorted_or_declined(gansu, signed_in):
    clerk = signed_in(gansu.clerk)
    for number in range(4):
        clerk.post("/appeals/new", entry(source_no=f"GD-{number}", text=f"第 {number} 件"))
    assert clerk.post("/appeals/S2026-1/dismissal", {"reason": ""}).status_code == 422
    clerk.post("/appeals/S2026-1/dismissal", {"reason": "已进入诉讼"})
    assert "已进入诉讼" in words(clerk, "/appeals/S2026-1")
    clerk.post("/appeals/S2026-2/answer", {"reply": "明天修"})
    assert "明天修" in words(clerk, "/appeals/S2026-2")
    matter = stories.matter(gansu, due_on="2026-04-30")
    clerk.post("/appeals/S2026-3/joining", {"matter": matter.no})
    assert "S2026-3" in words(clerk, f"/matters/{matter.no}")
    changed = {"kind": "idea", "triage": "complex", "due_on": "2026-04-10"}
    assert clerk.post("/appeals/S2026-4/sorting", changed).status_code == 422
    clerk.post("/appeals/S2026-4/sorting", {**changed, "version": 1})
    assert clerk.post("/appeals/S2026-4/sorting", {**changed, "version": 1}).status_code == 409
    assert "复杂" in words(clerk, "/appeals/S2026-4")
    assert "已经处理" in words(clerk, "/appeals/S2026-2/matter")


def test_a_list_is_taken_in(gansu, signed_in):
    clerk = signed_in(gansu.clerk)
    file = SimpleUploadedFile("清单.xlsx", sheet(ROW))
    assert clerk.post("/appeals/list", {"file": file, "channel": "hotline"}).url == "/appeals?show=waiting"
    assert Appeal.objects.get().person == NAME
    again = clerk.post("/appeals/list", {"file": SimpleUploadedFile("清单.xlsx", sheet(ROW)), "channel": "hotline"})
    assert again.status_code == 422 and "没有可以登记的新诉求" in again.content.decode()
    template = clerk.get("/appeals/template.xlsx")
    sent = SimpleUploadedFile("模板.xlsx", template.content)
    assert clerk.post("/appeals/list", {"file": sent, "channel": "hotline"}).status_code == 302


@pytest.mark.feature("public_intake")
def test_nobody_but_the_office_meets_who_wrote(gansu, signed_in):
    appeal = appeals.receive_appeal(jurisdiction=gansu.jurisdiction, writing=writing(), actor=gansu.clerk, at=cast.at())
    matter = appeals.transfer_appeal(appeal=appeal, order=order(gansu), by=By(gansu.clerk, cast.at()))
    matters.dispatch_matter(matter=matter, by=By(gansu.clerk, cast.at()))
    stories.accept(gansu, matter, cast.at())
    stories.complete(gansu, matter, cast.at())
    appeals.answer_appeal(appeal=appeal, reply=f"{NAME}您好，已修好。", by=By(gansu.clerk, cast.at()))
    paths = [
        "/desk",
        "/matters",
        f"/matters/{matter.no}",
        "/ratings",
        "/notices",
        "/inbox",
        "/sources",
        f"/matters/{matter.no}/archive.zip",
    ]
    paths += ["/matters/export", "/bulletins", "/journal", "/api/matters", f"/api/matters/{matter.no}", "/api/journal"]
    for name, officer in gansu.officers.items():
        client = signed_in(officer)
        for path in paths:
            shown = client.get(path, follow=True)
            text = plain(b"".join(shown) if shown.streaming else shown.content)
            assert NAME not in text and PHONE not in text, (name, path)
        if name not in ("clerk", "office_head"):
            assert client.get("/appeals/S2026-1").status_code in (403, 404), name
    assert signed_in(gansu.liaison).get(f"/api/matters/{matter.no}").json()["no"] == matter.no
    told = "".join(str(line.data) for line in JournalLine.objects.all())
    assert NAME not in told and PHONE not in told and "路灯不亮" not in told
    assert NAME in words(signed_in(gansu.clerk), "/appeals/S2026-1")


def test_what_was_typed_is_shown_as_text(gansu, signed_in):
    clerk = signed_in(gansu.clerk)
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    clerk.post("/appeals/new", entry(text=evil, person="<b>甲", contact="<i>1", source_no='"><b>'))
    for path in ("/appeals", "/appeals/S2026-1", "/appeals/S2026-1/matter", "/appeals/S2026-1/answer"):
        page = words(clerk, path)
        assert "<script>alert" not in page and "<img src=x" not in page and '"><b>' not in page
        assert "&lt;script&gt;" in page


def test_lists_cost_the_same_for_many(gansu, signed_in):
    clerk = signed_in(gansu.clerk)
    counts = {}
    for more in (1, 12):
        for number in range(more):
            made = appeals.receive_appeal(
                jurisdiction=gansu.jurisdiction,
                writing=writing(source_no=f"{more}-{number}"),
                actor=gansu.clerk,
                at=cast.at(),
            )
        matter = stories.matter(
            gansu,
            due_on="2026-04-30",
            lead=[gansu.units[more % 2]],
            triage="simple",
            platform_due_on=datetime.date(2026, 4, 30),
        )
        appeals.join_appeal(appeal=made, matter=matter, by=By(gansu.clerk, cast.at()))
        stories.accept(gansu, matter, cast.at())
        stories.complete(gansu, matter, cast.at())
        for _ in range(more):
            Rating.objects.create(
                matter=matter, satisfaction="fair", manner="phone", rated_on=datetime.date(2026, 3, 31)
            )
        for path in ("/appeals", "/appeals/S2026-1", "/ratings", f"/matters/{matter.no}"):
            with CaptureQueriesContext(connection) as queries:
                assert clerk.get(path).status_code == 200
            counts.setdefault(path if "matters" not in path else "matter", []).append(len(queries))
    assert all(many <= few for few, many in counts.values()), counts
    assert counts["/appeals"][0] <= 10 and counts["/ratings"][0] <= 12, counts


def test_who_is_not_signed_in_meets_no_appeal(gansu):
    appeals.receive_appeal(jurisdiction=gansu.jurisdiction, writing=writing(), actor=gansu.clerk, at=cast.at())
    assert Client().get("/appeals/S2026-1").url.startswith("/login")
