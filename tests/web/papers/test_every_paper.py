"""Every paper that a document names, handed out by the program under each regime: opened again, printed, its page and margins measured."""

import io

import docx
import openpyxl
import pypdf
import pytest

from duban.engine.packs.loading import load_regime
from duban.ledger.actions.inspections import annual_plans, follow_ups, reviews
from duban.ledger.actions.papers import bulletins, notices
from duban.ledger.actions.scoring import facts, rankings
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Attachment, Inspection, Notice, Proposal
from duban.ledger.models.proposals import WORDS
from duban.ledger.queries.scoring.periods import span_of
from duban.ledger.wordings import blanks, catalogue
from duban.papers.layout import measures
from tests import cast, inspecting, rectifying, stories
from tests.ledger.wordings.furnishing import furnished

pytestmark = pytest.mark.django_db
AT = cast.at("2026-07-01 09:00")
# What no paper of the office is: the unit's own evidence, and the ledgers, which are spreadsheets.
NO_PAPER = {"proof", "ledger"}
_OF_INSPECTIONS = {"inspection_plan", "annual_plan", "plan_application", "plan_approval", "plan_filing"}


class Office:
    """An office with what its papers are about, and the address of each."""

    def __init__(self, regime: str) -> None:
        self.staff = furnished(regime)
        self.regime = load_regime(regime)
        self.matter = stories.matter(
            self.staff, due_on="2026-06-27", at=cast.at("2026-03-02 09:00"), support=self.staff.units[3:4]
        )
        self.done = stories.matter(
            self.staff,
            due_on="2026-06-20",
            at=cast.at("2026-03-02 09:00"),
            lead=self.staff.units[1:2],
            title="按期的事项",
        )
        stories.complete(self.staff, self.done, cast.at("2026-03-16 09:00"))
        self.kinds = {kind.paper: kind for kind in catalogue.kinds_of(self.regime) if kind.paper}
        self.blanks = {paper.id for paper in blanks.blanks_of(self.regime)}

    def address(self, paper) -> str:
        """Return where the paper is handed out, without the ending that names its form."""
        if paper.id in self.kinds:
            return f"/bulletins/{self._bulletin(self.kinds[paper.id])}/file."
        if paper.act in _OF_INSPECTIONS:
            return self._of_inspection(paper)
        if paper.act in ("registration", "planning"):
            return f"/notices/registers/{paper.act}."
        if paper.act in set(WORDS) - {"step", "sanction", "experience", "coordination"}:
            return f"/proposals/{self._proposal(paper.act)}/sheet."
        if paper.act == "sheet":
            return f"/scores/{self.staff.units[0].code}/sheet."
        made = getattr(self, f"_{paper.act}", None)
        if made is not None:
            return made()
        if paper.id in self.blanks and not paper.act.startswith("step:"):
            return f"/notices/blanks/{paper.id}."
        return f"/notices/{self._notice(paper.act)}/file."

    def _bulletin(self, kind) -> int:
        spans = (
            [span for span in ("half_year", "quarter") if span in kind.spans]
            if kind.id in ("honours", "ranking", "assessment")
            else []
        )
        span = (
            "half_year"
            if (self.regime.id, kind.id) == ("sanmenxia-2019", "honours")
            else ("quarter" if "quarter" in spans else kind.spans[-1 if kind.id == "ranking" else 0])
        )
        day = stories.day("2026-06-24") if span == "week" else stories.day("2026-05-15")
        if span == "week":
            first, last = stories.day("2026-06-22"), stories.day("2026-06-28")
        else:
            found = span_of(span, day)
            first, last = found.first, found.last
        at = cast.at("2027-01-04 09:00") if span == "year" else AT
        if kind.id in ("honours", "ranking"):
            self._marks(last)
            rankings.publish_ranking(
                jurisdiction=self.staff.jurisdiction,
                kind=span,
                from_on=first,
                to_on=last,
                by=By(self.staff.clerk, at),
            )
        words = {"by": By(self.staff.clerk, at)}
        made = bulletins.draft_bulletin(
            jurisdiction=self.staff.jurisdiction, kind=kind.id, span=span, first=first, last=last, **words
        )
        bulletins.forward_bulletin(bulletin=made, **words)
        bulletins.sign_bulletin(bulletin=made, agree=True, opinion="", by=By(self.staff.head, at))
        return bulletins.issue_bulletin(bulletin=made, **words).pk

    def _marks(self, on) -> None:
        """Enter grades or scoring sheets where the document asks for them."""
        for place, unit in enumerate(self.staff.units):
            if self.regime.id == "ankang-2020":
                kind, fact = "grade", {"grade": "优秀" if place == 0 else "合格"}
            elif self.regime.id == "gansu-county-2023":
                kind, fact = "sheet", {"section": "季度考评", "points": str(90 - place)}
            else:
                return
            facts.record_fact(
                jurisdiction=self.staff.jurisdiction,
                kind=kind,
                unit=unit,
                fact=fact,
                by=By(self.staff.clerk, AT),
                on=on,
                reason="季度考评",
            )

    def _of_inspection(self, paper) -> str:
        if paper.act == "annual_plan":
            words = {"by": By(self.staff.clerk, self.staff.default_at)}
            plan = annual_plans.open_plan(jurisdiction=self.staff.jurisdiction, year=2026, **words)
            annual_plans.add_item(plan=plan, title="春季督查", from_on=inspecting.DAY, to_on=inspecting.DAY, **words)
            return "/annual-plans/2026/paper."
        made = inspecting.approved(self.staff, at=cast.at("2026-03-02 09:00"))
        return f"/inspections/{made.pk}/{'scheme' if paper.act == 'inspection_plan' else 'sheet'}." + (
            "" if paper.act == "inspection_plan" else f"{{}}?as={paper.act}"
        )

    def _new(self):
        """Return another inspection under way, with a finding on the first unit."""
        made = rectifying.inspection(self.staff, no=f"DC2026-{Inspection.objects.count() + 1}")
        rectifying.finding(self.staff, made)
        return made

    def _inspection(self) -> str:
        made = self._new()
        return f"/inspections/{made.pk}/problems."

    _findings = _inspection

    def _feedback(self) -> str:
        made = self._new()
        return f"/inspections/{made.pk}/units/{self.staff.units[0].code}/feedback."

    def _last_notice(self) -> str:
        return f"/notices/{Notice.objects.latest('pk').pk}/file."

    def _rectification(self) -> str:
        rectifying.handed(self.staff, self._new())
        return self._last_notice()

    def _conclusion(self) -> str:
        rectifying.delivered(self.staff, self._new())
        return self._last_notice()

    def _review(self) -> str:
        row = rectifying.delivered(self.staff, self._new())
        asked = reviews.request_review(
            conclusion=row, text="与事实不符", by=By(self.staff.liaison, self.staff.default_at)
        )
        reviews.name_reviewer(review=asked, officer=self.staff.secretary, by=By(self.staff.head, self.staff.default_at))
        reviews.decide_review(
            review=asked,
            change=False,
            reason="经复核，认定事实清楚。",
            by=By(self.staff.secretary, self.staff.default_at),
        )
        return self._last_notice()

    def _correction(self) -> str:
        found = rectifying.finding(self.staff, self._new(), nature="conduct")
        limit = stories.day("2026-04-30")
        follow_ups.order_correction(
            finding=found, order="停止违规行为。", limit_on=limit, by=By(self.staff.clerk, self.staff.default_at)
        )
        return self._last_notice()

    def _proposal(self, act: str) -> int:
        held = stories.held(self.matter)
        until = {"until": stories.day("2026-08-20")} if act == "extension" else {}
        to_unit = {"to_unit": self.staff.units[2]} if act == "transfer" else {}
        made = Proposal.objects.create(
            jurisdiction=self.staff.jurisdiction,
            assignment=held,
            act=act,
            reason="情况有变",
            proposed_by=self.staff.liaison,
            proposed_on=AT.date(),
            **until,
            **to_unit,
        )
        return made.pk

    def _notice(self, act: str) -> int:
        words = {"reason": "反馈与实地查看不符。", "measures": ["通报批评"], "persons": [], "note": "请电话确认。"}
        clause = Governed.of(self.matter).step(act[5:]).clause if act.startswith("step:") else ""
        return notices.issue_notice(of=self.matter, act=act, unit=self.staff.units[0], limit_on=stories.day("2026-07-10"), clause=clause, words=words, by=By(self.staff.clerk, AT)).pk  # fmt: skip


@pytest.mark.parametrize("regime", cast.REGIMES)
def test_every_paper_of_the_document_is_handed_out_whole_in_the_measures_of_the_standard(
    regime, signed_in, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    office = Office(regime)
    clients = [signed_in(office.staff.clerk), signed_in(office.staff.inspector)]
    for paper in office.regime.papers:
        if paper.act in NO_PAPER:
            continue
        address = office.address(paper)
        address = address if "{}" in address else f"{address}{{}}"
        for form, check in (("docx", _check_word), ("pdf", _check_print)):
            answers = [client.get(address.format(form)) for client in clients]
            answer = next((each for each in answers if each.status_code == 200), answers[0])
            assert answer.status_code == 200, (paper.id, address, answer.content.decode()[-1500:])
            check(paper, b"".join(answer))
    ledger = clients[0].get("/matters/export")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(ledger.streaming_content))).active.max_row == 5
    assert Attachment.objects.filter(jurisdiction=office.staff.jurisdiction).exists()


def _check_word(paper, data: bytes) -> None:
    document = docx.Document(io.BytesIO(data))
    assert len(document.element.body) > 2, paper.id
    for section in document.sections:
        sides = (
            section.page_width,
            section.page_height,
            section.left_margin,
            section.right_margin,
            section.top_margin,
            section.bottom_margin,
        )
        wanted = (*measures.PAGE_MM, measures.LEFT_MM, measures.RIGHT_MM, measures.TOP_MM, measures.BOTTOM_MM)
        assert [round(side.mm) for side in sides] == list(wanted), paper.id


def _check_print(paper, data: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert 1 <= len(reader.pages) <= 12, paper.id
    left, right = measures.LEFT_MM * measures.MM, (measures.PAGE_MM[0] - measures.RIGHT_MM) * measures.MM
    top = (measures.PAGE_MM[1] - measures.TOP_MM) * measures.MM
    bottom = (measures.BOTTOM_MM - measures.FOLIO_MM) * measures.MM - measures.BODY_PT
    for page in reader.pages:
        assert [round(float(side)) for side in (page.mediabox.width, page.mediabox.height)] == [595, 842], paper.id
        places = []

        def visit(words, matrix, place, font, size, places=places):
            if words.strip():
                assert "\ufffd" not in words and "\x00" not in words, paper.id
                places.append((matrix[4] + place[4] * matrix[0], matrix[5] + place[5] * matrix[3]))

        page.extract_text(visitor_text=visit)
        assert places, paper.id
        assert all(left - 2 <= x <= right and bottom <= y <= top for x, y in places), (
            paper.id,
            min(places),
            max(places),
        )
