"""An instruction is entered, made a matter and sent out on one page: little to type, the rest preset, said and folded."""

import datetime

import pytest

from duban.ledger.models import Assignment, Instruction, Matter, Proposal
from duban.ledger.models.matters import State
from tests import cast, stories

pytestmark = pytest.mark.django_db
HERE = "/instructions/register"
TEXT = "请市农业农村局牵头，会同甲县抓紧整治三处内涝点，4月20日前办结，进展每周报我。"


def _client(office, signed_in):
    return signed_in(office.clerk)


def _sent(office, **more):
    given = {
        "text": TEXT,
        "leader": office.leader.pk,
        "given_on": "2026-03-31",
        "lead": "市农业农村局",
        "due_on": "2026-04-20",
        "level": "blue",
        "standard": "按批示要求全部落实",
        "quantifiable": "on",
    }
    return {**given, **more}


def test_one_press_enters_registers_and_sends_out(office, signed_in):
    client = _client(office, signed_in)
    answer = client.post(HERE, _sent(office, then="dispatch"))
    matter = Matter.objects.get()
    assert answer.status_code == 302 and answer.url == f"/matters/{matter.no}"
    said = f"已登记为 {matter.no} 并交办，《督查通知》已发市农业农村局，待签收"
    assert said in client.get(answer.url).content.decode()
    assert (matter.title, matter.requirement, matter.source) == ("整治三处内涝点", TEXT, "instruction")
    assert matter.dispatched_on == datetime.date(2026, 3, 31) and matter.instructed_by == office.leader
    made = Instruction.objects.get()
    assert made.matter == matter and made.leader == office.leader and not made.further
    # As its paper cites it.
    assert matter.source_text == f"{office.leader}2026年3月31日批示"
    # Who leads is named first, whatever the order of the units.
    client.post(HERE, _sent(office, then="dispatch", support="甲县"))
    assert "已发市农业农村局、甲县，待签收" in client.get("/desk").content.decode()
    # 每周报我: read from the words, where nobody chose anything else.
    assert matter.assignments.get(part="lead").recurrences.get().every == "week"


def test_where_a_start_is_approved_first_it_is_asked_for(signed_in):
    office = cast.office("county-plan")
    office.units[5].portfolio.leader = office.leader
    client = _client(office, signed_in)
    page = client.get(HERE).content.decode()
    assert 'value="ask"' in page and 'value="dispatch"' not in page
    sent = {**_sent(office, then="ask"), "text": TEXT.replace("市", "县"), "lead": "县农业农村局"}
    assert client.post(HERE, sent).status_code == 302
    assert Matter.objects.get().state == State.PROPOSED
    assert Proposal.objects.get().act == "start"


def test_a_day_for_objections_is_preset_where_the_document_wants_one(zhuoni, signed_in):
    client = _client(zhuoni, signed_in)
    form = client.get(HERE).context["form"]
    assert form.initial["accept_by"] == datetime.date(2026, 4, 3)
    matter = stories.matter(zhuoni, due_on="2026-04-30", dispatched=False)
    page = client.get(f"/dispatches?no={matter.no}").content.decode()
    assert 'value="2026-04-03"' in page and "不填则不设" not in page
    # One that was used last is used again: as many working days.
    stories.matter(zhuoni, due_on="2026-04-30")
    Assignment.objects.filter(dispatched_on__isnull=False).update(dispatched_on="2026-03-27", accept_by="2026-03-31")
    again = client.get(HERE)
    assert again.context["form"].initial["accept_by"] == datetime.date(2026, 4, 2)


def test_registered_and_kept_nothing_goes_out(office, signed_in):
    assert _client(office, signed_in).post(HERE, _sent(office, then="keep")).status_code == 302
    assert Matter.objects.get().state == State.PROPOSED


def test_all_that_is_missing_comes_at_once_and_nothing_is_kept(office, signed_in):
    answer = _client(office, signed_in).post(HERE, {"text": TEXT, "due_on": "2026-03-01", "then": "dispatch"})
    page = answer.content.decode()
    assert answer.status_code == 422 and not Instruction.objects.exists()
    wrong = {field.name for field in answer.context["form"] if field.errors}
    assert {"leader", "lead", "due_on", "standard"} <= wrong
    assert 'href="#id_lead"' in page and 'href="#id_due_on"' in page
    # What the words say is offered with one press, and what was typed stands there still.
    assert 'data-value="市农业农村局"' in page and 'data-value="2026-04-20"' in page and TEXT in page


@pytest.mark.parametrize("forgotten", [{}, {"superior_name": "李某", "superior_post": "省长"}])
def test_who_wrote_it_forgotten_alone_is_said_at_its_field(office, signed_in, forgotten):
    answer = _client(office, signed_in).post(HERE, _sent(office, then="dispatch", leader="", **forgotten))
    assert answer.status_code == 422 and not Instruction.objects.exists()
    wrong = {field.name for field in answer.context["form"] if field.errors}
    assert wrong == ({"superior_level"} if forgotten else {"leader"})


def test_what_was_used_last_is_preset_and_says_so(office, signed_in):
    client = _client(office, signed_in)
    first = client.get(HERE).content.decode()
    assert "上次所用" not in first and "通用写法，可改" in first
    client.post(HERE, _sent(office, then="keep"))
    again = client.get(HERE)
    assert again.context["form"].initial["leader"] == office.leader.pk and "上次所用" in again.content.decode()
    # Two to type, four to look at: the rest lies folded.
    folded = {field.name for fold in again.context["form"].folds for field in fold.fields}
    shown = [field.name for field in again.context["form"].visible_fields() if field.name not in folded]
    assert sorted(shown) == ["due_on", "lead", "leader", "text"]


def test_the_preview_says_what_follows_and_writes_nothing(office, signed_in):
    stories.matter(office, due_on="2026-06-30", title="三处内涝点整治")
    answer = _client(office, signed_in).post("/instructions/preview", _sent(office, lead="甲县", reports="week:4"))
    page = answer.content.decode()
    assert answer.status_code == 200 and not Instruction.objects.exists()
    assert "每周五报送，共 3 次" in page and "仍未办结：全市通报" in page
    assert 'data-for="id_lead" data-value="市农业农村局"' in page and 'data-value="整治三处内涝点"' in page
    assert "可能与在办事项重复" in page


def test_it_is_added_to_a_matter_in_hand_instead(office, signed_in):
    there = stories.matter(office, due_on="2026-06-30")
    answer = _client(office, signed_in).post(HERE, _sent(office, then=f"join:{there.no}"))
    assert answer.status_code == 302 and answer.url == f"/matters/{there.no}"
    made = Instruction.objects.get()
    assert made.matter == there and made.further and Matter.objects.count() == 1


def test_another_day_than_the_documents_wants_its_reason(signed_in):
    office = cast.office("gansu-county-2023")
    client = _client(office, signed_in)
    form = client.get(HERE).context["form"]
    ruled = form.due_by_rule(datetime.date(2026, 3, 31)).due
    assert form.initial["due_on"] == ruled
    sent = {**_sent(office, then="keep", due_on="2026-05-29"), "lead": "县农业农村局"}
    refused = client.post(HERE, {**sent, "text": "请县农业农村局抓紧整治三处内涝点。"}).content.decode()
    assert "另定日期要写明理由" in refused and f'data-value="{ruled}"' in refused
    # The day that the words name needs no other reason; the document's own is counted by its rule.
    assert client.post(HERE, {**sent, "due_on": "2026-04-20"}).status_code == 302
    assert client.post(HERE, {**sent, "due_on": str(ruled)}).status_code == 302
    assert [each.due_rule for each in Matter.objects.order_by("id")] == ["", "instruction"]


def test_a_level_that_will_be_wanted_is_starred_and_cooperators_have_their_line(zhuoni, signed_in):
    form = _client(zhuoni, signed_in).get(HERE).context["form"]
    assert form.fields["level"].must and "level" in [field.name for field in form.usual]
    assert form.folds[0].word == "配合单位"
    answer = _client(zhuoni, signed_in).post(HERE, {"then": "dispatch", "quantifiable": "on"})
    at = [answer.content.decode().index(f'href="#id_{name}"') for name in ("text", "leader", "lead", "due_on", "level")]
    assert at == sorted(at)
