"""The tables of the workflow, one module a noun. They hold state and small questions about it; only actions write them."""

from duban.ledger.models.account_changes import AccountChange
from duban.ledger.models.annulments import Annulment
from duban.ledger.models.appeals import Appeal, Knock
from duban.ledger.models.assignments import Assignment
from duban.ledger.models.audit_events import AuditEvent
from duban.ledger.models.bulletins import Bulletin, PaperTemplate
from duban.ledger.models.calendar_feeds import CalendarFeed
from duban.ledger.models.claims import Claim
from duban.ledger.models.collections import Collection, Slip, Wish
from duban.ledger.models.conclusions import Conclusion, Edition, Reading, Review
from duban.ledger.models.consequences import Consequence
from duban.ledger.models.deadlines import Deadline
from duban.ledger.models.documents import Adoption, Document
from duban.ledger.models.files import Attachment
from duban.ledger.models.findings import Finding
from duban.ledger.models.handovers import Handover
from duban.ledger.models.heartbeats import Heartbeat
from duban.ledger.models.holidays import HolidayNotice
from duban.ledger.models.inspections import (
    AnnualPlan,
    Draw,
    Inspection,
    Member,
    PlanItem,
    Preparation,
    RosterEntry,
    SelfInspection,
    Visit,
)
from duban.ledger.models.instructions import Instruction
from duban.ledger.models.lines import Chain, JournalLine
from duban.ledger.models.matters import Matter, Milestone, MilestoneTemplate
from duban.ledger.models.meetings import Decision, Meeting
from duban.ledger.models.messages import Letter, Message, SavedView
from duban.ledger.models.names import CollectiveName
from duban.ledger.models.notices import Counter, Notice, NoticeItem
from duban.ledger.models.objections import Objection
from duban.ledger.models.opinions import Complaint, Opinion
from duban.ledger.models.papers import Draft, SourcePaper
from duban.ledger.models.pauses import Pause
from duban.ledger.models.proposals import Proposal, Signature
from duban.ledger.models.quarters import QuarterlyItem, QuarterlyList
from duban.ledger.models.questions import Note, Question
from duban.ledger.models.rankings import Ranking, RankingProof, RankingRequest
from duban.ledger.models.ratings import Rating
from duban.ledger.models.recurrences import Recurrence
from duban.ledger.models.regime_drafts import RegimeDraft
from duban.ledger.models.regime_texts import RegimeText
from duban.ledger.models.reorganisations import Reorganisation
from duban.ledger.models.reports import Report
from duban.ledger.models.robots import MessageChoice, Robot
from duban.ledger.models.standards import GradeStandard
from duban.ledger.models.submissions import Submission
from duban.ledger.models.successions import Succession
from duban.ledger.models.suggestions import Countersignature, Suggestion
from duban.ledger.models.tallies import Tally, UnitTally

__all__ = [
    "AccountChange",
    "Adoption",
    "AnnualPlan",
    "Annulment",
    "Appeal",
    "Assignment",
    "Attachment",
    "AuditEvent",
    "Bulletin",
    "CalendarFeed",
    "Chain",
    "Claim",
    "Collection",
    "CollectiveName",
    "Complaint",
    "Conclusion",
    "Consequence",
    "Counter",
    "Countersignature",
    "Deadline",
    "Decision",
    "Document",
    "Draft",
    "Draw",
    "Edition",
    "Finding",
    "GradeStandard",
    "Handover",
    "Heartbeat",
    "HolidayNotice",
    "Inspection",
    "Instruction",
    "JournalLine",
    "Knock",
    "Letter",
    "Matter",
    "Meeting",
    "Member",
    "Message",
    "MessageChoice",
    "Milestone",
    "MilestoneTemplate",
    "Note",
    "Notice",
    "NoticeItem",
    "Objection",
    "Opinion",
    "PaperTemplate",
    "Pause",
    "PlanItem",
    "Preparation",
    "Proposal",
    "QuarterlyItem",
    "QuarterlyList",
    "Question",
    "Ranking",
    "RankingProof",
    "RankingRequest",
    "Rating",
    "Reading",
    "Recurrence",
    "RegimeDraft",
    "RegimeText",
    "Reorganisation",
    "Report",
    "Review",
    "Robot",
    "RosterEntry",
    "SavedView",
    "SelfInspection",
    "Signature",
    "Slip",
    "SourcePaper",
    "Submission",
    "Succession",
    "Suggestion",
    "Tally",
    "UnitTally",
    "Visit",
    "Wish",
]
