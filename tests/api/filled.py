"""An office in which every operation of the interface can be carried out by somebody, and how."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from duban.ledger.actions.accounts import message_choices
from duban.ledger.actions.inspections import rectifications
from duban.ledger.actions.matters import assignments, attachments, notes, pauses
from duban.ledger.actions.office import calendars, documents, regime_drafts, reorganisations, robots, successions
from duban.ledger.actions.papers import bulletins
from duban.ledger.actions.process import consequences, interviews, objections
from duban.ledger.actions.reports import questions, recurrences
from duban.ledger.actions.requests import proposals
from duban.ledger.actions.scoring import facts, rankings, signing
from duban.ledger.actions.sources import instructions, meetings
from duban.ledger.by import By
from duban.ledger.models import Matter, Notice, Review, Robot
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.office.drafting import drafted_contents
from duban.ledger.queries.office.reorganising import Asked
from duban.people.models import Officer
from tests import cast, founding, rectifying, stories
from tests.api import incoming
from tests.api.bodies import BODIES


@dataclass
class Call:
    """Who carries an operation out, on what, and what they send."""

    who: Officer
    path: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)


MARCH = {"kind": "month", "from": "2026-03-01", "to": "2026-03-31"}
ORDER = {
    "title": "推进标准化厂房建设", "requirement": "三季度前建成投用。", "standard": "通过竣工验收", "source": "meeting",
    "due_on": "2026-06-30", "lead": ["jia"], "level": "",
}  # fmt: skip


def fill(office, other) -> dict[str, Call]:
    """Fill an office under the Sanmenxia regime and one under the Zhuoni regime; return one call of every operation, answered with 2xx."""
    signing_office = cast.office("sanmenxia-2019", slug="signing")
    calls = _other(other) | _sheets(other) | _askings(signing_office) | _posts(signing_office)
    for part in (
        _matters,
        _questions,
        _proposals,
        _sources,
        _papers,
        _rights,
        _inspections,
        _ranking_requests,
        _scores,
        _reorganised,
        _drafted,
    ):
        calls |= part(office)
    third = cast.office("county-plan", slug="starting")
    return calls | _starts(third) | _completion(third) | _acts(other)


def _completion(office) -> dict[str, Call]:
    """A result that the leader approves under the county's plan."""
    matter = stories.matter(office, due_on="2026-06-30", title="待核准的项目")
    stories.accept(office, matter, cast.at())
    report = stories.report(office, matter, cast.at(), what="result")
    body = {"version": stories.held(matter).version, "reason": "已核"}
    return {"forward_report": Call(office.clerk, {"pk": report.pk}, body)}


def _acts(office) -> dict[str, Call]:
    """What the Zhuoni document lets be asked for beyond the ladder, and a sanction that was approved."""
    matter = stories.matter(office, due_on="2026-06-30", title="需要协调的项目")
    stories.accept(office, matter, cast.at())
    held = stories.held(matter)
    kinds = {"kinds": ["talk"], "persons": ["张三"]}
    approved = proposals.ask("sanction", of=held, reason="逾期", by=By(office.clerk, cast.at()), **kinds)
    stories.sign(approved, cast.at())
    approved.refresh_from_db()
    second = stories.matter(office, due_on="2026-06-30", title="建议处理的项目")
    stories.accept(office, second, cast.at())
    version = stories.held(matter).version
    on, of = ({"no": each.no, "unit": held.unit.code} for each in (matter, second))
    body = {"version": stories.held(second).version, "reason": "逾期"}
    return {
        "request_coordination": Call(office.clerk, on, {"version": version, "reason": "用地"}),
        "recommend_experience": Call(office.clerk, on, {"version": version, "reason": "做法好"}),
        "propose_sanction": Call(office.clerk, of, {**body, **kinds}),
        "carry_out_proposal": Call(office.clerk, {"pk": approved.pk}, {"version": approved.version, "note": "已批"}),
    }


def _papers(office) -> dict[str, Call]:
    paper, checked, again = incoming.paper(office), incoming.ledger(office), incoming.ledger(office, incoming.AGAIN)
    held = stories.matter(office, due_on="2026-06-30", dispatched=False, title="清淤县城各条沟渠")
    common = {"category": "policy", "source": "paper", "standard": "全部办结"}
    return {
        "list_papers": Call(office.clerk),
        "show_paper": Call(office.clerk, {"pk": paper.pk}),
        "read_paper": Call(office.clerk, body={"name": "又一份", "text": "一、修桥。（甲县负责）"}),
        "answer_paper": Call(office.clerk, {"pk": paper.pk}, {"drop": [2]}),
        "register_drafts": Call(office.clerk, {"pk": paper.pk}, common),
        "check_ledger": Call(
            office.clerk, body={**common, "name": "台账.csv", "content": incoming.encoded(incoming.LEDGER)}
        ),
        "import_ledger": Call(office.clerk, {"pk": checked.pk}, common),
        "update_by_ledger": Call(office.clerk, {"pk": again.pk}, {**common, "numbers": [held.no]}),
    }


def _questions(office) -> dict[str, Call]:
    """A leader asks a unit, the office notes something."""
    matter = stories.matter(office, due_on="2026-06-30", title="被问的项目")
    asked, taken = (
        questions.ask_question(matter=matter, unit=office.units[0], text=text, by=By(office.leader, cast.at()))
        for text in ("卡在哪里？", "何时完成？")
    )
    noted = notes.add_note(matter=matter, text="已当面了解", by=By(office.clerk, cast.at()))
    return {
        "list_questions": Call(office.liaison, query={"show": "waiting"}),
        "ask_question": Call(office.leader, {"no": matter.no}, {"unit": "jia", "text": "还差多少？"}),
        "answer_question": Call(office.liaison, {"pk": asked.pk}, {"text": "正在停水。"}),
        "withdraw_question": Call(office.leader, {"pk": taken.pk}),
        "list_notes": Call(office.leader),
        "add_note": Call(office.clerk, {"no": matter.no}, {"text": "又了解了一次"}),
        "withdraw_note": Call(office.clerk, {"pk": noted.pk}),
    }


def _starts(county) -> dict[str, Call]:
    """An office whose document lets a matter start once its leader has approved it."""
    first, second, third = (stories.matter(county, due_on="2026-06-30", dispatched=False) for _ in range(3))
    undone = proposals.ask("start", of=third, reason="县长要求", by=By(county.clerk, cast.at()))
    # Decided before any program acts in the tests, on the same day.
    proposals.sign_proposal(proposal=undone, agree=True, by=By(county.leader, cast.at("2026-03-31 00:01")))
    asked = proposals.ask("start", of=first, reason="县长要求", by=By(county.clerk, cast.at()))
    signed = {"proposals": [{"id": asked.pk, "version": asked.version}], "agree": True}
    return {
        "sign_proposals": Call(county.leader, body=signed),
        "undo_signatures": Call(county.leader, body={"proposals": [undone.pk]}),
        "request_starts": Call(county.clerk, body={"matters": [second.no], "reason": "县长要求"}),
    }


def _matters(office) -> dict[str, Call]:
    at = cast.at()
    drafted, sent, refused, held, rested, done, reported = (
        stories.matter(office, due_on="2026-06-30", dispatched=number > 0, title=f"推进第{number}个项目")
        for number in range(7)
    )
    for matter in (held, rested, reported):
        stories.accept(office, matter, at)
    assignments.refuse_assignment(
        assignment=stories.held(refused), reason="职责不符", proper=None, by=By(office.liaison, at)
    )
    pauses.suspend_assignment(assignment=stories.held(rested), reason="等待规划批复", by=By(office.clerk, at))
    stories.complete(office, done, at)
    report = stories.report(office, reported, at, what="progress")
    completed = done.lines.get(kind="completed")
    last = stories.matter(office, due_on="2026-06-30", at=cast.at("2026-03-31 23:59"))
    with_support = stories.matter(office, due_on="2026-06-30", lead=office.units[:2])
    recurrence = recurrences.set_recurrence(assignment=stories.held(reported), every="quarter", by=By(office.clerk, at))

    def part(who, matter, **body):
        return Call(who, {"no": matter.no, "unit": "jia"}, {"version": stories.held(matter).version, **body})

    ruling = {"version": stories.held(reported).version}
    queued = stories.matter(office, due_on="2026-06-30", dispatched=False, title="等待成批交办的项目")
    on_paper = stories.matter(office, due_on="2026-06-30", lead=office.units[2:3], title="纸质送达的项目")
    order = {**ORDER, "category": drafted.category}
    return {
        "list_matters": Call(office.clerk),
        "show_matter": Call(office.clerk, {"no": held.no}),
        "register_matter": Call(office.clerk, body=order),
        "dispatch_matter": Call(office.clerk, {"no": drafted.no}, {"version": drafted.version}),
        "revoke_matter": Call(office.clerk, {"no": drafted.no}, {"version": drafted.version, "reason": "重复登记"}),
        "take_back_dispatch": Call(office.clerk, {"no": last.no}, {"version": _now(last), "reason": "发早了"}),
        "recall_order": Call(office.clerk, {"no": sent.no}, {"version": _now(sent), "reason": "重复交办"}),
        "correct_words": Call(
            office.clerk,
            {"no": held.no},
            {"version": _now(held), "title": "甲", "requirement": "乙", "standard": "丙", "reason": "笔误"},
        ),
        "correct_due": part(office.clerk, held, due_on="2026-08-31", reason="写错"),
        "correct_unit": part(office.clerk, held, to="bing", reason="错发"),
        "correct_role": part(office.clerk, with_support, reason="写反"),
        "award_points": Call(office.head, {"seq": completed.seq}, {"points": "15", "reason": "算错"}),
        "dispatch_matters": Call(
            office.clerk, body={"matters": [{"no": queued.no, "version": queued.version}], "letters": "all"}
        ),
        "edit_row": Call(office.clerk, {"no": drafted.no}, {"version": drafted.version, "title": "改过的名称"}),
        "close_matter": Call(office.clerk, {"no": done.no}, {"version": _now(done)}),
        "reopen_assignment": part(office.clerk, done, reason="抽查发现没有完成"),
        "record_receipt": Call(
            office.clerk,
            {"no": on_paper.no, "unit": office.units[2].code},
            {"version": stories.held(on_paper).version, "received_on": "2026-03-31", "receiver": "某"},
        ),
        "accept_assignment": part(office.liaison, sent, responsible="某"),
        "refuse_assignment": part(office.liaison, sent, reason="职责不符"),
        "rule_on_refusal": part(office.clerk, refused, upheld=False, reason="属其职责"),
        "submit_report": part(office.liaison, held, what="progress", done="已开工"),
        "urge_unit": part(office.clerk, held, channel="phone", limit="2026-04-10"),
        "request_extension": part(office.liaison, held, until="2026-07-31", reason="设计变更"),
        "request_write_off": part(office.liaison, held, reason="政策调整"),
        "request_transfer": part(office.liaison, held, to="bing", reason="职能划转"),
        "suspend_assignment": part(office.clerk, held, reason="等待批复"),
        "resume_assignment": part(office.clerk, rested, note="批复已下达"),
        "set_recurrence": part(office.clerk, held, every="month"),
        "show_recurrence": Call(office.liaison, {"pk": recurrence.pk}),
        "end_recurrence": Call(office.clerk, {"pk": recurrence.pk}, {"reason": "改为专报"}),
        "show_report": Call(office.liaison, {"pk": report.pk}),
        "accept_report": Call(office.head, {"pk": report.pk}, ruling),
        "take_back_report": Call(office.liaison, {"pk": report.pk}, {**ruling, "reason": "附件传错"}),
        "return_report": Call(
            office.head, {"pk": report.pk}, {**ruling, "reason": "缺少材料", "redo_by": "2026-04-10"}
        ),
    }


def _proposals(office) -> dict[str, Call]:
    asking = stories.matter(office, due_on="2026-06-30", title="申请延期的项目")
    stories.accept(office, asking, cast.at())
    held = stories.held(asking)
    until = held.due_on.replace(month=7)
    open_ = proposals.ask("extension", of=held, until=until, reason="设计变更", by=By(office.liaison, cast.at()))
    approved, waiting = (
        stories.matter(office, due_on="2026-03-13", at=cast.at("2026-03-02 09:00"), title=f"逾期的第{number}个项目")
        for number in (1, 2)
    )
    step = proposals.ask(
        "step", of=stories.held(approved), step="circular", reason="逾期", by=By(office.clerk, cast.at())
    )
    stories.sign(step, cast.at())
    step.refresh_from_db()
    talk = stories.stepped(office, stories.at_the_talk(office), "interview", cast.at(), waits=True)
    at_three = {"set_for": "2026-04-03T15:00:00+08:00", "place": "第三会议室"}
    version = {"version": open_.version}
    return {
        "list_proposals": Call(office.leader, query={"tab": "waiting"}),
        "show_proposal": Call(office.leader, {"pk": open_.pk}),
        "sign_proposal": Call(office.leader, {"pk": open_.pk}, {**version, "agree": True}),
        "withdraw_proposal": Call(office.liaison, {"pk": open_.pk}, version),
        "propose_step": Call(
            office.clerk,
            {"no": waiting.no, "unit": "jia"},
            {"version": stories.held(waiting).version, "step": "circular", "reason": "逾期"},
        ),
        "summon_unit": Call(office.clerk, {"pk": talk.pk}, {"version": talk.version, **at_three}),
        "carry_out_step": Call(office.clerk, {"pk": step.pk}, {"version": step.version}),
    }


def _sources(office) -> dict[str, Call]:
    at, today = cast.at(), cast.at().date()
    meeting = meetings.record_meeting(
        jurisdiction=office.jurisdiction, name="常务会议", kind="", held_on=today, minutes="", by=By(office.clerk, at)
    )
    by = By(office.clerk, at)
    decision, joined = meetings.add_decisions(meeting=meeting, texts=["推进某项目", "推进那个项目"], by=by)
    matter = stories.matter(office, due_on="2026-06-30", title="领导批示的项目")
    meetings.join_decision(decision=joined, matter=matter, by=by)

    def instruct(text, of=None):
        return instructions.give_instruction(
            jurisdiction=office.jurisdiction,
            leader=office.leader,
            text=text,
            given_on=today,
            matter=of,
            by=By(office.leader, at),
        )

    waiting, going, done = instruct("请研究"), instruct("抓紧", matter), instruct("再催", matter)
    instructions.report_instruction(instruction=done, result="已办", by=By(office.clerk, at))
    return {
        "list_meetings": Call(office.clerk),
        "show_meeting": Call(office.clerk, {"pk": meeting.pk}),
        "record_meeting": Call(office.clerk, body={"name": "专题会议", "held_on": "2026-03-30"}),
        "add_decisions": Call(office.clerk, {"pk": meeting.pk}, {"texts": ["推进另一项目"]}),
        "join_decision": Call(office.clerk, {"pk": decision.pk}, {"matter": matter.no}),
        "correct_record": Call(
            office.clerk,
            body={"what": "meeting", "id": str(meeting.pk), "name": "第3次常务会议", "reason": "名称写漏"},
        ),
        "take_back_record": Call(
            office.clerk, body={"what": "decision_joined", "id": str(joined.pk), "reason": "并错了事项"}
        ),
        "drop_decision": Call(office.clerk, {"pk": decision.pk}, {"reason": "已有安排"}),
        "list_instructions": Call(office.leader),
        "show_instruction": Call(office.leader, {"pk": waiting.pk}),
        "give_instruction": Call(office.leader, body={"text": "抓紧办理", "given_on": "2026-03-31"}),
        "append_instruction": Call(office.clerk, {"pk": waiting.pk}, {"matter": matter.no}),
        "report_instruction": Call(office.clerk, {"pk": going.pk}, {"result": "已办"}),
        "read_instruction": Call(office.leader, {"pk": done.pk}),
    }


def _posts(office) -> dict[str, Call]:
    at = cast.at()
    stories.imposed(office, Kind.INTERVIEW, at, led_by=office.leader)
    made = successions.hand_over(of=office.leader, to=office.secretary, reason="调任", by=By(office.head, at))
    stories.imposed(office, Kind.INTERVIEW, at, led_by=office.other_leader)
    of = {"username": office.other_leader.username}
    return {
        "show_vacancies": Call(office.head),
        "show_waiting": Call(office.head, of),
        "hand_over_post": Call(office.head, of, {"to": office.principal.username, "reason": "调任"}),
        "name_deputy": Call(office.head, of, {"deputy": office.secretary.username}),
        "list_successions": Call(office.head),
        "show_succession": Call(office.secretary, {"pk": made.pk}),
        "correct_succession": Call(office.head, {"pk": made.pk}, {"to": office.principal.username, "reason": "选错人"}),
    }


def _drafted(office) -> dict[str, Call]:
    """A draft in each place: being drafted, sent to be checked, checked, discarded."""
    by, head = By(office.clerk, cast.at()), By(office.head, cast.at())

    def begun():
        content = drafted_contents.from_text("第一条 为了推进工作，制定本办法。", "某办法")
        content["clauses"][0]["rules"] = [{"kind": "base", "points": "100"}]
        return regime_drafts.begin(jurisdiction=office.jurisdiction, content=content, by=by)

    def sent():
        return regime_drafts.submit(draft=begun(), revision=1, by=by)

    changed, arranged, ready, gone = begun(), begun(), begun(), begun()
    checked = regime_drafts.check(draft=sent(), revision=1, by=head)
    lost = regime_drafts.discard(draft=begun(), reason="重写", by=by)
    adopted = documents.record_first(jurisdiction=office.jurisdiction, at=by.at, today=by.today)
    office.jurisdiction.refresh_from_db()
    calls = {
        "begin_regime_draft": Call(office.clerk),
        "list_regime_drafts": Call(office.clerk),
        "show_regime_draft": Call(office.clerk, {"pk": changed.pk}),
        "change_regime_draft": Call(office.clerk, {"pk": changed.pk}),
        "arrange_regime_draft": Call(office.clerk, {"pk": arranged.pk}),
        "submit_regime_draft": Call(office.clerk, {"pk": ready.pk}),
        "check_regime_draft": Call(office.head, {"pk": sent().pk}),
        "return_regime_draft": Call(office.head, {"pk": sent().pk}),
        "adopt_regime_draft": Call(office.head, {"pk": checked.pk}),
        "list_adoptions": Call(office.head),
        "show_adoption": Call(office.head, {"pk": adopted.pk}),
        "regroup_units": Call(office.officers["administrator"], {"pk": adopted.pk}),
        "discard_regime_draft": Call(office.clerk, {"pk": gone.pk}),
        "restore_regime_draft": Call(office.clerk, {"pk": lost.pk}),
    }
    return {name: Call(call.who, call.path, BODIES.get(name)) for name, call in calls.items()}


def _reorganised(office) -> dict[str, Call]:
    at, asked = cast.at(), {"kind": "merge", "of": ["caizheng"], "to": ["fagai"], "on": "2026-03-31"}
    of, to = (office.jurisdiction.units.get(code=code) for code in ("nongye", "fagai"))
    made = reorganisations.reorganise(
        asked=Asked("merge", (of,), (to,), at.date()),
        paper="机构改革方案",
        number="某发〔2026〕3号",
        by=By(office.head, at),
    )
    return {
        "plan_reorganisation": Call(office.head, body=asked),
        "reorganise_units": Call(office.head, body={**asked, "paper": "机构改革方案", "number": "某发〔2026〕4号"}),
        "list_reorganisations": Call(office.liaison),
        "show_reorganisation": Call(office.liaison, {"pk": made.pk}),
        "revoke_reorganisation": Call(office.head, {"pk": made.pk}, {"reason": "文号录错"}),
    }


def _rights(office) -> dict[str, Call]:
    at, unit = cast.at(), office.units[0]
    matter = stories.matter(office, due_on="2026-06-30", title="有争议的项目")

    def line(reason):
        return facts.record_fact(
            jurisdiction=office.jurisdiction, kind="uncooperative", unit=unit, fact={}, matter=matter, by=By(office.head, at), on=at.date(), reason=reason,
        )  # fmt: skip

    def imposed(kind):
        return stories.imposed(
            office, kind, at, unit=unit, owed_by=datetime.date(2026, 4, 10) if kind == Kind.COMMITMENT else None
        )

    disputed, fact = line("会议记录"), line("电话记录")
    objection = objections.object_to_fact(line=disputed, ground="dispute", text="已配合", by=By(office.liaison, at))
    interview, talked, promise = imposed(Kind.INTERVIEW), imposed(Kind.INTERVIEW), imposed(Kind.COMMITMENT)
    interviews.record_event(consequence=talked, held_on=at.date(), record="已谈", by=By(office.clerk, at))
    consequences.hand_in_paper(consequence=promise, name="承诺书.txt", chunks=[b"1"], by=By(office.liaison, at))
    claim = stories.claim(office, matter, at=at)
    proof = attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="通报.pdf",
        chunks=[b"%PDF-1.4 2"],
        matter=matter,
        unit=unit,
        by=By(office.liaison, at),
    )
    praise = {
        "kind": "circular", "unit": unit.code, "title": "关于表扬先进单位的通报", "authority": "province", "document": "豫政〔2026〕9号",
        "happened_on": "2026-03-31", "evidence": proof.pk, "matter": matter.no,
    }  # fmt: skip
    new = {
        "kind": "late",
        "unit": unit.code,
        "on": "2026-03-31",
        "reason": "月报迟报",
        "matter": matter.no,
        "fields": {"what": "report"},
    }
    return {
        "list_objections": Call(office.liaison),
        "show_objection": Call(office.liaison, {"pk": objection.pk}),
        "object_to_fact": Call(office.liaison, {"seq": fact.seq}, {"ground": "dispute", "text": "不属实"}),
        "rule_on_objection": Call(office.clerk, {"pk": objection.pk}, {"uphold": False, "reason": "属实"}),
        "withdraw_objection": Call(office.liaison, {"pk": objection.pk}),
        "list_consequences": Call(office.liaison),
        "show_consequence": Call(office.liaison, {"pk": interview.pk}),
        "check_paper": Call(office.clerk, {"pk": promise.pk}, {"kept": True, "note": "属实"}),
        "record_event": Call(office.clerk, {"pk": interview.pk}, {"held_on": "2026-03-31", "record": "已谈"}),
        "record_result": Call(office.clerk, {"pk": talked.pk}, {"result": "已整改"}),
        "lift_consequence": Call(office.clerk, {"pk": interview.pk}, {"reason": "已整改"}),
        "list_claims": Call(office.liaison),
        "show_claim": Call(office.liaison, {"pk": claim.pk}),
        "make_claim": Call(office.liaison, body=praise),
        "rule_on_claim": Call(office.clerk, {"pk": claim.pk}, {"uphold": True}),
        "withdraw_claim": Call(office.liaison, {"pk": claim.pk}),
        "record_fact": Call(office.clerk, body=new),
        "show_fact": Call(office.clerk, {"seq": fact.seq}),
        "excuse_fact": Call(office.head, {"seq": fact.seq}, {"reason": "系统故障"}),
        "withdraw_fact": Call(office.head, {"seq": fact.seq}, {"reason": "记错了"}),
    }


def _inspections(office) -> dict[str, Call]:
    at = cast.at()
    inspection = rectifying.inspection(office)
    concluded = rectifying.delivered(office, inspection)
    other = rectifying.delivered(office, inspection, unit=office.units[1])
    review = Review.objects.create(
        conclusion=other, text="不服", made_by=office.other_liaison, made_on=at.date(), ruling="withdrawn"
    )
    handed, reported, planned = (
        rectifying.handed(office, inspection),
        rectifying.reported(office, inspection),
        rectifying.handed(office, inspection),
    )
    rectifications.plan_rectification(
        finding=planned,
        measures="倒排工期",
        responsible="某",
        promised_on=planned.rectify_by,
        by=By(office.liaison, at),
    )
    attachments.add_file(
        jurisdiction=office.jurisdiction,
        name="现场.txt",
        chunks=[b"photo"],
        finding=planned,
        by=By(office.liaison, at),
    )
    handed.refresh_from_db()
    plan = {"measures": "整改", "responsible": "某", "promised_on": "2026-04-10", "version": handed.version}
    return {
        "list_findings": Call(office.liaison),
        "show_finding": Call(office.liaison, {"pk": handed.pk}),
        "plan_rectification": Call(office.liaison, {"pk": handed.pk}, plan),
        "report_rectification": Call(office.liaison, {"pk": planned.pk}, {"result": "已改"}),
        "strike_off": Call(office.inspector, {"pk": reported.pk}, {"note": "看过"}),
        "return_rectification": Call(office.inspector, {"pk": reported.pk}, {"reason": "没有改"}),
        "list_conclusions": Call(office.liaison),
        "show_conclusion": Call(office.liaison, {"pk": concluded.pk}),
        "show_review": Call(office.clerk, {"pk": review.pk}),
    }


def _other(office) -> dict[str, Call]:
    """What only some documents know: force majeure, and the review of a conclusion."""
    inspection = rectifying.inspection(office)
    handed, concluded = rectifying.handed(office, inspection), rectifying.delivered(office, inspection)
    return {
        "plead_force_majeure": Call(office.liaison, {"pk": handed.pk}, {"text": "洪水冲毁道路"}),
        "request_review": Call(office.liaison, {"pk": concluded.pk}, {"text": "一个项目已开工"}),
    }


def _ranking_requests(office) -> dict[str, Call]:
    done = stories.matter(office, due_on="2025-12-20", at=cast.at("2025-12-05 09:00"), title="上年12月的项目")
    stories.complete(office, done, cast.at("2025-12-12 09:00"))
    december = {"from_on": datetime.date(2025, 12, 1), "to_on": datetime.date(2025, 12, 31)}
    by = By(office.head, cast.at())
    signing.choose_signers(jurisdiction=office.jurisdiction, ranking="principal", correction="", by=by)
    office.jurisdiction.refresh_from_db()
    words = {"jurisdiction": office.jurisdiction, "kind": "month", "by": by}
    waiting = signing.ask_for_ranking(**words, **december)
    signing.choose_signers(jurisdiction=office.jurisdiction, ranking="", correction="", by=by)
    office.jurisdiction.refresh_from_db()
    return {
        "list_ranking_requests": Call(office.clerk),
        "show_ranking_request": Call(office.clerk, {"pk": waiting.pk}),
        "sign_ranking": Call(office.principal, {"pk": waiting.pk}, {"agree": True}),
        "withdraw_ranking_request": Call(office.clerk, {"pk": waiting.pk}),
    }


def _sheets(office) -> dict[str, Call]:
    sent = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"), title="逐件评分的项目")
    graded = cast.office("ankang-2020", slug="graded")
    rated = founding.office("s5-district", slug="rated")
    own = next(unit for unit in rated.units if unit.portfolio.leader_id == rated.leader.pk)
    figures = {**BODIES["give_marks"], "marks": [{"unit": own.code, "of": "evaluation", "points": "15"}]}
    return {
        "give_marks": Call(rated.leader, body=figures),
        "enter_sheet": Call(office.clerk, {"no": sent.no, "unit": "jia"}, BODIES["enter_sheet"]),
        "set_standard": Call(graded.clerk, body=BODIES["set_standard"]),
    }


def _askings(office) -> dict[str, Call]:
    """An office whose rankings and their corrections are signed before they are published."""
    by, january = By(office.head, cast.at()), (datetime.date(2026, 1, 1), datetime.date(2026, 1, 31))
    for month in (1, 2):
        done = stories.matter(office, due_on=f"2026-0{month}-20", at=cast.at(f"2026-0{month}-05 09:00"))
        stories.complete(office, done, cast.at(f"2026-0{month}-12 09:00"))
    frozen = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", from_on=january[0], to_on=january[1], by=by
    )
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[0], fact={"what": "report"}, by=by,
        on=datetime.date(2026, 1, 20), reason="补记一月迟报", matter=Matter.objects.filter(jurisdiction=office.jurisdiction).first(),
    )  # fmt: skip
    signing.choose_signers(jurisdiction=office.jurisdiction, ranking="principal", correction="principal", by=by)
    return {
        "ask_for_ranking": Call(office.head, body={"kind": "month", "from_on": "2026-02-01", "to_on": "2026-02-28"}),
        "ask_for_correction": Call(office.head, {"pk": frozen.pk}, {"reason": "补记一月迟报"}),
    }


def _scores(office) -> dict[str, Call]:
    for month in (1, 2):
        done = stories.matter(
            office, due_on=f"2026-0{month}-20", at=cast.at(f"2026-0{month}-05 09:00"), title=f"{month}月的项目"
        )
        stories.complete(office, done, cast.at(f"2026-0{month}-12 09:00"))
    january = {"from_on": datetime.date(2026, 1, 1), "to_on": datetime.date(2026, 1, 31)}
    frozen = rankings.publish_ranking(
        jurisdiction=office.jurisdiction, kind="month", by=By(office.head, cast.at()), **january
    )
    facts.record_fact(
        jurisdiction=office.jurisdiction, kind="late", unit=office.units[0], fact={"what": "report"},
        by=By(office.clerk, cast.at()), on=datetime.date(2026, 1, 20), reason="补记一月迟报",
        matter=Matter.objects.get(title="1月的项目"),
    )  # fmt: skip
    festival = {"text": "山花节：4月10日放假。", "year": 2026, "issued_on": "2026-03-01", "is_local": True}
    local = calendars.take_notice(
        jurisdiction=office.jurisdiction, actor=office.clerk, at=cast.at(), today=cast.at().date(), number="某政办〔2026〕8号",
        **festival | {"issued_on": datetime.date(2026, 3, 1)},
    )  # fmt: skip
    notice = Notice.objects.filter(jurisdiction=office.jurisdiction).order_by("id").first()
    first, last = datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)
    bulletin = bulletins.draft_bulletin(
        jurisdiction=office.jurisdiction, kind="circular", span="month", first=first, last=last, by=By(office.clerk, cast.at())
    )  # fmt: skip
    bulletins.forward_bulletin(bulletin=bulletin, by=By(office.clerk, cast.at()))
    bulletins.sign_bulletin(bulletin=bulletin, agree=True, opinion="", by=By(office.leader, cast.at()))
    bulletins.issue_bulletin(bulletin=bulletin, by=By(office.clerk, cast.at()))
    return {
        "void_notice": Call(office.clerk, {"pk": notice.pk}, {"reason": "日期写错"}),
        "void_bulletin": Call(office.leader, {"pk": bulletin.pk}, {"reason": "数据有误"}),
        "skip_number": Call(office.clerk, body={"series": "notice", "reason": "手工编号"}),
        "show_ranking": Call(office.clerk, query=MARCH),
        "list_trials": Call(office.clerk, query=MARCH),
        "try_document": Call(
            office.leader,
            body={
                "kind": "month",
                "from_on": "2026-03-01",
                "to_on": "2026-03-31",
                "variants": [{"figures": {"附件2 三3": "3"}}],
            },
        ),
        "publish_ranking": Call(office.head, body={"kind": "month", "from_on": "2026-02-01", "to_on": "2026-02-28"}),
        "correct_ranking": Call(office.head, {"pk": frozen.pk}, {"reason": "补记一月迟报"}),
        "show_published_ranking": Call(office.leader, {"pk": frozen.pk}),
        "show_score": Call(office.liaison, {"unit": "jia"}, query=MARCH),
        "show_regime": Call(office.liaison),
        "show_kinds": Call(office.liaison),
        "list_journal": Call(office.auditor),
        "find": Call(office.liaison, query={"q": "推进"}),
        **_messages(office),
        "show_statistics": Call(office.clerk, query={"page": "units", "year": "2026"}),
        "show_one_page": Call(office.leader),
        "show_calendar": Call(office.liaison, query={"year": 2027}),
        "take_holiday_notice": Call(office.head, body=festival | {"number": "某政办〔2026〕9号"}),
        "withdraw_holiday_notice": Call(office.clerk, {"pk": local.pk}, {"reason": "录错"}),
        "take_roll": Call(office.admin, body={"units": [{"name": "新局", "group": "department"}]}),
    }


def robot(office) -> Robot:
    """A robot of a group that is not let yet."""
    address = "https://oapi.dingtalk.com/robot/send?access_token=abc1"
    return robots.add_robot(
        jurisdiction=office.jurisdiction, name="群", address=address, secret="", by=By(office.admin, cast.at())
    )


def _messages(office) -> dict[str, Call]:
    """Letters and robots; nobody is called."""
    known, own = robot(office), {"pk": robot(office).pk}
    message_choices.choose_ways(
        officer=office.liaison, email="", robot="https://oapi.dingtalk.com/robot/send?access_token=abc1", alone=True, at=cast.at()
    )  # fmt: skip
    return {
        "show_calendar_entries": Call(office.liaison, query={"first": "2026-03-01", "last": "2026-04-30"}),
        "show_message_choice": Call(office.liaison),
        "choose_message_topics": Call(office.liaison, body=BODIES["choose_message_topics"]),
        "choose_message_ways": Call(office.clerk, body=BODIES["choose_message_ways"]),
        "test_message_way": Call(office.liaison, body={"channel": "own"}),
        "show_robots": Call(office.head),
        "add_robot": Call(office.admin, body=BODIES["add_robot"]),
        "add_application": Call(office.admin, body=BODIES["add_application"]),
        "let_robot": Call(office.head, own, body=BODIES["let_robot"]),
        "test_robot": Call(office.head, {"pk": known.pk}),
        "remove_robot": Call(office.admin, {"pk": robot(office).pk}),
    }


def _now(matter) -> int:
    matter.refresh_from_db()
    return matter.version
