"""What /api/openapi.json says beyond what the operations say of themselves: the shape of every answer, and every error that may come."""

from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from pydantic import create_model

from duban.api.errors import WHY
from duban.api.schemas import (
    batches,
    calendars,
    corrections,
    finding,
    numbers,
    people,
    regime_drafts,
    shapes,
    shapes_of_kinds,
    shapes_of_papers,
    shapes_of_people,
    shapes_of_rhythms,
    what_ifs,
)
from duban.api.schemas import shapes_of_rights as rights
from duban.api.schemas.statistics import shown
from duban.api.sentences import SENTENCES

# Errors that any operation may answer with; 404 and 422 come to these where something is named or asked.
_ALWAYS = (400, 401, 403, 429, 500, 503, 507)
_OF_BODIES = (404, 409, 413, 415, 422)
_HEADERS = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}

_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "The same request with the same key gets the first one's answer.",
    "schema": {"type": "string", "pattern": r"^[!-~]([ -~]{0,58}[!-~])?$"},
}

_LISTS: dict[str, type[Schema]] = {
    "matters": shapes.MatterRow,
    "proposals": shapes.ProposalShown,
    "meetings": rights.Meeting,
    "instructions": rights.Instruction,
    "objections": rights.Objection,
    "consequences": rights.Consequence,
    "claims": rights.Claim,
    "ranking_requests": rights.RankingRequest,
    "findings": rights.Finding,
    "conclusions": rights.Conclusion,
    "successions": shapes_of_people.SuccessionRow,
    "reorganisations": shapes_of_people.ReorganisationRow,
    "regime_drafts": regime_drafts.RegimeDraftRow,
    "adoptions": regime_drafts.AdoptionRow,
    "papers": shapes_of_papers.PaperBrief,
    "questions": rights.QuestionShown,
    "notes": rights.NoteShown,
}
_NAMED: dict[type[Schema], str] = {
    shapes.Dossier: "show_matter",
    shapes.MatterStanding: "dispatch_matter edit_row close_matter revoke_matter take_back_dispatch",
    shapes.Standing: "accept_assignment record_receipt refuse_assignment rule_on_refusal reopen_assignment accept_report return_report take_back_report"
    " suspend_assignment resume_assignment",
    shapes.ReportShown: "show_report",
    shapes.ProposalShown: "show_proposal sign_proposal withdraw_proposal summon_unit carry_out_step carry_out_proposal",
    shapes_of_rhythms.Recurrence: "show_recurrence end_recurrence",
    shapes.Line: "show_fact excuse_fact withdraw_fact award_points",
    shapes.Ranking: "show_ranking show_published_ranking show_score",
    shapes.Regime: "show_regime",
    finding.Found: "find",
    shown.Statistics: "show_statistics",
    shown.OnePageShown: "show_one_page",
    what_ifs.Trials: "list_trials",
    what_ifs.Trial: "try_document",
    shapes_of_kinds.Kinds: "show_kinds",
    shapes_of_people.Vacancies: "show_vacancies",
    shapes_of_people.Waiting: "show_waiting name_deputy",
    shapes_of_people.SuccessionRow: "show_succession",
    shapes_of_people.ReorganisationPlan: "plan_reorganisation",
    shapes_of_people.ReorganisationShown: "show_reorganisation revoke_reorganisation",
    regime_drafts.RegimeDraftShown: "show_regime_draft change_regime_draft arrange_regime_draft submit_regime_draft check_regime_draft"
    " return_regime_draft adopt_regime_draft discard_regime_draft restore_regime_draft",
    regime_drafts.AdoptionShown: "show_adoption regroup_units",
    rights.MeetingShown: "show_meeting",
    rights.Decision: "join_decision drop_decision",
    rights.Instruction: "show_instruction append_instruction report_instruction read_instruction",
    rights.Objection: "show_objection rule_on_objection withdraw_objection",
    rights.Consequence: "show_consequence check_paper record_event record_result lift_consequence",
    rights.RankingRequest: "show_ranking_request sign_ranking withdraw_ranking_request",
    rights.Claim: "show_claim rule_on_claim withdraw_claim",
    rights.Finding: "show_finding plan_rectification report_rectification plead_force_majeure strike_off return_rectification",
    rights.ConclusionShown: "show_conclusion",
    rights.Review: "show_review",
    calendars.Entries: "show_calendar_entries",
    people.MessageChoice: "show_message_choice choose_message_topics choose_message_ways",
    people.Tested: "test_message_way test_robot",
    people.Robots: "show_robots",
    people.Robot: "let_robot remove_robot",
    people.RollChecked: "take_roll",
    calendars.YearShown: "show_calendar",
    numbers.NumberFate: "void_notice void_bulletin skip_number",
    calendars.NoticeTaken: "take_holiday_notice",
    calendars.HolidayNoticeShown: "withdraw_holiday_notice",
    corrections.PutRight: "correct_record take_back_record",
    batches.SignedTogether: "sign_proposals",
    batches.Sent: "dispatch_matters",
    batches.Undone: "undo_signatures",
    rights.QuestionShown: "answer_question withdraw_question",
    rights.NoteShown: "withdraw_note",
    shapes_of_papers.PaperShown: "show_paper",
    shapes_of_papers.Answered: "answer_paper",
    shapes_of_papers.Registered: "register_drafts import_ledger update_by_ledger",
    shapes_of_papers.LedgerChecked: "check_ledger",
}


def _page(name: str, row: type[Schema], key: type) -> type[Schema]:
    """Return the shape of one page of a list: its rows, and the `after` of the next page."""
    fields: dict[str, Any] = {name: (list[row], ...), "next": (key | None, ...)}  # type: ignore[valid-type]
    return create_model(
        f"PageOf{name.title()}", __base__=shapes.Answer, __doc__="One page; `next` is null on the last.", **fields
    )


ANSWERS: dict[str, type[Schema]] = {name: shape for shape, names in _NAMED.items() for name in names.split()}
ANSWERS |= {f"list_{name}": _page(name, row, str if name == "matters" else int) for name, row in _LISTS.items()}
ANSWERS["list_journal"] = _page("lines", shapes.Line, int)


def _acted(shape: type[Schema]) -> type[Schema]:
    """Return the shape of an act's answer: of the record, and `remarks` where what was published would come out otherwise."""
    if "remarks" in shape.model_fields:
        return shape
    doc = f"{shape.__doc__} `remarks`: what a published ranking would be otherwise."
    fields: dict[str, Any] = {"remarks": (list[str], [])}
    return create_model(f"{shape.__name__}Acted", __base__=shape, __doc__=doc, **fields)


class Description(OpenAPISchema):
    """The description that ninja writes, completed."""

    def get_paths(self) -> dict[str, Any]:
        """Return every operation with all that it may answer."""
        paths = super().get_paths()
        self._define(shapes.Error)
        for path, methods in paths.items():
            for method, operation in methods.items():
                self._complete(operation, takes_body=method == "post", names_record="{" in path)
        return paths

    def get_components(self) -> dict[str, Any]:
        """Return what is referred to, with one answer for each status of an error."""
        shape = {"application/json": {"schema": {"$ref": REF_TEMPLATE.format(model="Error")}}}
        errors = {}
        for status, why in WHY.items():
            errors[f"Error{status}"] = {"description": why, "content": shape}
            if status in _HEADERS:
                errors[f"Error{status}"] |= {"headers": {_HEADERS[status]: {"schema": {"type": "string"}}}}
        return {**super().get_components(), "responses": errors}

    def _complete(self, operation: dict[str, Any], *, takes_body: bool, names_record: bool) -> None:
        operation["x-sentence"], operation["x-who"] = SENTENCES[operation["operationId"]]
        answers = operation["responses"]
        if 201 in answers:
            operation["parameters"].append(_KEY)
            answers[201] |= {"headers": {"Location": {"required": True, "schema": {"type": "string"}}}}
        else:
            answer = ANSWERS[operation["operationId"]]
            shape = self._define(_acted(answer) if takes_body else answer)
            answers[200] |= {"content": {"application/json": {"schema": {"$ref": shape}}}}
        errors = {*_ALWAYS, *(_OF_BODIES if takes_body else ())}
        errors |= {404} if names_record else set()
        errors |= {422} if operation["parameters"] else set()
        answers.update({status: {"$ref": f"#/components/responses/Error{status}"} for status in sorted(errors)})

    def _define(self, shape: type[Schema]) -> str:
        found = shape.model_json_schema(ref_template=REF_TEMPLATE)
        self.add_schema_definitions(found.pop("$defs", {}))
        self.add_schema_definitions({shape.__name__: found})
        return REF_TEMPLATE.format(model=shape.__name__)


class Described(NinjaAPI):
    """An interface that describes itself completely."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Description:
        """Return the description, as a program reads it."""
        return Description(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)
