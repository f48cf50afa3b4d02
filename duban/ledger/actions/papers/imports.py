"""Ledgers taken over from a file with a table: kept, checked whole, registered whole or not at all."""

import datetime
import hashlib
from dataclasses import dataclass, field, replace

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.attachments import add_file
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.papers.ledger_rows import Checking, Defaults, rule_for
from duban.ledger.actions.papers.ledger_words import finished_remark, without_own_words
from duban.ledger.actions.sources import suggestions
from duban.ledger.actions.sources.suggestions import Letter
from duban.ledger.by import By
from duban.ledger.models import Attachment, JournalLine, Matter
from duban.ledger.progress import Progress, untold
from duban.ledger.queries.papers.standing import Change, Standing, gone_from
from duban.ledger.refusals import Refused
from duban.ledger.storage import files, locking
from duban.papers.reading.formats.kinds import EXTENSIONS, named_truly
from duban.papers.reading.lists.ledgers import Fault, Ledger, LedgerRow, read_ledger
from duban.papers.reading.tasks.items import UnreadablePaper
from duban.people.models import Jurisdiction, Unit

__all__ = ["Defaults", "Plan", "import_ledger", "import_of", "keep_ledger", "plan_of"]

REQUIRED = ("content", "due_on", "lead")
STEP = 500
# Why a suggestion has another time than the document's.
_BY_LIST = "清单写明办理期限"


@dataclass(frozen=True)
class Plan:
    """What an import would do: the orders to register, and the rows that are in the ledger already, with the number there.

    `changes` are rows that stand there otherwise, `gone` the matters of the same ledger that the file does not name any more.
    """

    ledger: Ledger
    orders: list[Order]
    known: list[tuple[LedgerRow, str]]
    unmatched: dict[str, tuple[Unit, ...]]
    letters: list[Letter | None]
    changes: list[Change] = field(default_factory=list)
    gone: list[Standing] = field(default_factory=list)

    @property
    def grave(self) -> list[Fault]:
        """Return the faults that keep the file from being taken over."""
        return [fault for fault in self.ledger.faults if fault.grave]

    @property
    def is_ready(self) -> bool:
        """Return whether it may be carried out: something is new and nothing wrong."""
        return bool(self.orders) and not self.grave


@transaction.atomic
def keep_ledger(*, jurisdiction: Jurisdiction, name: str, data: bytes, by: By) -> Attachment:
    """Keep a ledger's file for its check; no matter arises yet. The same file is kept once.

    Raises Refused, one sentence, for what cannot be read, is hostile, or has no table that could be a ledger.
    """
    try:
        read_ledger(data, name, required=())
        name = named_truly(data, name)
    except UnreadablePaper as error:
        raise Refused(str(error), possible="可以下载模板填写后再上传。", field="file") from error
    sha256 = hashlib.sha256(data).hexdigest()
    locking.hold_chain(jurisdiction)
    same = Attachment.objects.filter(jurisdiction=jurisdiction, sha256=sha256, matter=None, report=None)
    kept = same.filter(name__iregex=rf"\.({'|'.join(EXTENSIONS)})$").order_by("id").first()
    return kept or add_file(jurisdiction=jurisdiction, name=name, chunks=[data], by=by)


def plan_of(file: Attachment, defaults: Defaults, today: datetime.date, progress: Progress = untold) -> Plan:
    """Return what the import of a file would do on a day, with every fault at its cell. Nothing is written.

    Raises Refused where the file cannot be read any more.
    """
    jurisdiction = file.jurisdiction
    try:
        data = files.path_of(file.sha256).read_bytes()
        required = _required(jurisdiction, defaults, today)
        ledger = read_ledger(
            data, file.name, year=defaults.year, required=required, progress=lambda row: progress("读取", row, 0)
        )
    except (UnreadablePaper, FileNotFoundError) as error:
        raise Refused(f"文件读不出来：{error}", possible="请重新上传。") from error
    checking = Checking(jurisdiction, defaults, today, ledger)
    rows, remarks = without_own_words(ledger, {"category": checking.categories, "level": checking.levels})
    left: set[tuple[str, int]] = set()
    for number, row in enumerate(rows):
        if number % STEP == 0:
            progress("核对", number, len(ledger.rows))
        done = None if defaults.finished or defaults.letters else finished_remark(row)
        if done is not None and checking.standing_for(row) is None:
            remarks.append(done)
            left.add((row.sheet, row.row))
        else:
            checking.take(row)
    checking.leave_out_known()
    checking.faults += remarks
    wrong = {(fault.sheet, fault.cell) for fault in checking.faults}
    told = [fault for fault in ledger.faults if (fault.sheet, fault.row) not in left]
    said = [fault for fault in told if fault.grave or (fault.sheet, fault.cell) not in wrong]
    faults = sorted([*said, *checking.faults], key=lambda each: (each.sheet, each.row))
    return Plan(
        replace(ledger, faults=tuple(faults)),
        [order for _, order, _ in checking.taken],
        checking.known,
        checking.unmatched,
        [letter for _, _, letter in checking.taken],
        checking.changes,
        [] if defaults.letters else gone_from(jurisdiction, checking.standing, checking.named),
    )


def import_ledger(*, file: Attachment, defaults: Defaults, by: By, progress: Progress = untold) -> list[Matter]:
    """Register every new row of a kept ledger as a proposed matter, all or none, each with its line in the journal.

    `progress` is told how far it has come; nobody else sees any of it before the end.
    Raises Refused where a cell is wrong, nothing is new, or the same file was taken over before.
    """
    jurisdiction, today = file.jurisdiction, by.today
    # Checked before anything is locked, so that others can work meanwhile; checked again where the journal has grown since.
    checked_at = journal.last_of(jurisdiction)
    plan = plan_of(file, defaults, today, progress) if import_of(file) is None else None
    with transaction.atomic():
        chain = locking.hold_chain(jurisdiction)
        if plan is None or import_of(file) is not None:
            raise Refused("这个文件已经导入过，没有重复登记", possible="有新增事项的，请在新文件里填写后上传。")
        if chain.seq != checked_at:
            plan = plan_of(file, defaults, today, progress)
        return _take_in(file, plan, by, progress)


def import_of(file: Attachment) -> JournalLine | None:
    """Return the line of the import of exactly this file, None before it."""
    lines = JournalLine.objects.filter(jurisdiction=file.jurisdiction_id, key=_key(file))
    return lines.select_related("actor").first()


def _take_in(file: Attachment, plan: Plan, by: By, progress: Progress) -> list[Matter]:
    jurisdiction = file.jurisdiction
    if plan.grave:
        raise Refused(f"有 {len(plan.grave)} 处错误，一件也没有登记：{plan.grave[0]}", possible="请改正后重新上传。")
    if not plan.orders:
        raise Refused("没有可以登记的新事项", possible="各行在台账里都已经有了。")
    made = matters.enter_orders(jurisdiction=jurisdiction, orders=plan.orders, by=by, progress=progress)
    for matter, letter in zip(made, plan.letters, strict=True):
        if letter is not None:
            suggestions.enter_suggestion(
                matter=matter, letter=letter, reason="" if matter.due_rule else _BY_LIST, by=by
            )
    journal.record(
        "ledger.imported",
        jurisdiction=jurisdiction,
        of=file,
        actor=by.officer,
        at=by.at,
        data={"name": file.name, "sha256": file.sha256, "count": len(made), "first": made[0].no, "last": made[-1].no},
        effect=journal.Effect(key=_key(file)),
    )
    return made


def _required(jurisdiction: Jurisdiction, defaults: Defaults, today: datetime.date) -> tuple[str, ...]:
    """Return the columns that every row must fill: of suggestions also who made them, and no date where the document counts it."""
    if not defaults.letters:
        return REQUIRED
    counted = rule_for(jurisdiction, defaults, today) is not None
    return ("content", "lead", "author") if counted else (*REQUIRED, "author")


def _key(file: Attachment) -> str:
    return f"ledger:{file.sha256}"
