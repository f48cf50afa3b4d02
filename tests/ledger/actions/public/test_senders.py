"""Senders: what is kept of one is handed out, who they are is erased everywhere that may change, the matter stays."""

import pytest

from duban.ledger import privacy
from duban.ledger.actions.public import appeals, senders
from duban.ledger.by import By
from duban.ledger.models import Appeal, JournalLine, Rating
from duban.ledger.queries.public import appeals as lists
from duban.ledger.refusals import Refused
from tests.senders import AT, CARD, NAME, PHONE, everywhere, flaws, received, settled


def test_what_is_kept_of_a_sender_is_handed_out_whole(office):
    first, second = received(office), received(office, contact="13800002222", text="又不亮了")
    received(office, contact="13900000000", text="同名的另一人")
    told = senders.export_sender(appeal=second, actor=office.head, at=AT)
    assert [each["编号"] for each in told["诉求"]] == [first.number, second.number]
    assert (told["诉求"][0]["姓名"], told["诉求"][0]["联系方式"]) == (NAME, PHONE)
    line = JournalLine.objects.get(verb="sender.exported")
    assert line.actor == office.head and line.data == {"number": second.number, "appeals": 2}


def test_a_sender_is_gone_from_every_row_and_the_matter_stays(office):
    appeal, matter = settled(office)
    other = received(office, text="又不亮了")
    with pytest.raises(Refused, match="还没有答复"):
        senders.erase_sender(appeal=appeal, actor=office.head, at=AT)
    assert Appeal.objects.get(pk=appeal.pk).person == NAME
    appeals.answer_appeal(appeal=other, reply="已修", by=By(office.clerk, AT))
    assert senders.erase_sender(appeal=appeal, actor=office.head, at=AT) == 0
    stored = everywhere()
    assert [word for word in (NAME, PHONE, "13800002222", CARD, "12号", "3单元") if word in stored] == []
    erased = Appeal.objects.get(pk=appeal.pk)
    assert erased.erased_on == AT.date() and "路灯不亮" in erased.text and "路灯已修好" in erased.reply
    assert (
        erased.matter == matter and matter.assignments.get().reports.filter(done__contains="已上门告知（略）").exists()
    )
    assert not lists.appeals_of(office.clerk, lists.Asked(who=NAME), AT.date()).exists()
    assert flaws(office) == []
    assert not JournalLine.objects.filter(verb="sender.erased", matter=matter).exists(), "units read the matter's lines"
    with pytest.raises(Refused, match="已于"):
        senders.erase_sender(appeal=erased, actor=office.head, at=AT)


@pytest.mark.parametrize(("person", "contact"), [("群众", "没有"), ("匿名", "无"), ("", "不详"), ("某村民", "")])
def test_what_is_no_name_is_taken_out_of_nothing(person, contact):
    said = "群众匿名反映，村民没有联系方式，情况不详。"
    assert privacy.without_sender(said, person=person, contact=contact) == said


@pytest.mark.parametrize(
    "said", ["周晓岚说亮了", "周 晓岚说亮了", "打１３８－００００－２２２２说亮了", "证号622301199001011234的人说亮了"]
)
def test_a_sender_is_found_however_they_are_written(said):
    clean = privacy.without_sender(said, person="周晓岚女士", contact=PHONE, said=f"我是 {CARD}")
    assert "（略）" in clean and clean.endswith("说亮了")


def test_an_officer_of_the_same_name_stays_named(office):
    office.liaison.full_name = NAME
    office.liaison.save()
    appeal, matter = settled(office)
    senders.erase_sender(appeal=appeal, actor=office.head, at=AT)
    done = matter.assignments.get().reports.order_by("id").first().done
    assert NAME in done and "13800002222" not in done


def test_what_a_sender_said_of_the_answer_is_masked_too(office):
    appeal, matter = settled(office)
    rating = Rating.objects.create(
        matter=matter, appeal=appeal, satisfaction="satisfied", manner="phone", note=f"{NAME}说满意", rated_on=AT.date()
    )
    senders.erase_sender(appeal=appeal, actor=office.head, at=AT)
    rating.refresh_from_db()
    assert rating.note == "（略）说满意"
