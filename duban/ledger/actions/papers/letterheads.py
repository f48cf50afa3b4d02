"""What stands on an office's papers: its letterhead, and its own Word templates."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from duban.ledger import journal
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import PaperTemplate
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import files as kept
from duban.ledger.wordings import templates
from duban.ledger.wordings.frames import clean, lines_of
from duban.papers.writing.templates import BadTemplate, check_template
from duban.people.models import Jurisdiction

LISTS = ("head", "cc", "reports")
WORDS = ("script", "code", "circular_code", "office", "printer")


@transaction.atomic
def edit_letterhead(*, jurisdiction: Jurisdiction, words: dict[str, str], by: By) -> Jurisdiction:
    """Change the letterhead; papers that went out keep theirs. Raises Refused without a red head, a code or a signing office."""
    jurisdiction = Jurisdiction.objects.select_for_update(no_key=True).get(pk=jurisdiction.pk)
    new: dict[str, Any] = {name: list(lines_of(words.get(name, ""))) for name in LISTS}
    new |= {name: clean(words.get(name, "")).strip() for name in WORDS}
    for name, word in (("head", "红头"), ("code", "发文代字"), ("office", "署名单位")):
        if not new[name]:
            raise Refused(f"请填写{word}", field=name)
    for name in ("code", "circular_code"):
        if any(c.isspace() or c.isdigit() or c in "〔〕" for c in new[name]):
            raise Refused("发文代字只写机关代字，如 示政督；年份和序号由系统编", field=name)
    if new["circular_code"] == new["code"]:
        raise Refused("通报类的代字须与通知类不同，否则文号会重复", field="circular_code")
    before = jurisdiction.letterhead
    jurisdiction.letterhead = {**before, **new}
    jurisdiction.save(update_fields=["letterhead"])
    changed = sorted(name for name in new if new[name] != before.get(name))
    journal.record(
        "letterhead.edited",
        jurisdiction=jurisdiction,
        of=jurisdiction,
        actor=by.officer,
        at=by.at,
        data={"changed": changed},
    )
    return jurisdiction


@transaction.atomic
def add_template(*, jurisdiction: Jurisdiction, of: str, name: str, chunks: Iterable[bytes], by: By) -> PaperTemplate:
    """Use an office's own .docx for one kind of paper, in place of the one before. Raises Refused for a file that cannot serve, naming its faults."""
    if of not in {place.of for place in templates.places_of(jurisdiction)}:
        raise Refused("没有这种文书", field="of")
    attachment = attachments.add_file(jurisdiction=jurisdiction, name=name, chunks=chunks, by=by)
    try:
        found = check_template(kept.path_of(attachment.sha256).read_bytes(), templates.fields_for(of))
    except BadTemplate as error:
        raise Refused(str(error), field="file") from error
    faults = [*found.faults, *(f"没有“{each}”这个字段" for each in found.unknown)]
    if faults:
        raise Refused("；".join(faults), possible="可以使用的字段见下表。", field="file")
    today = by.today
    templates.in_use(jurisdiction).filter(of=of).update(retired_on=today)
    made = PaperTemplate.objects.create(
        jurisdiction=jurisdiction,
        of=of,
        file=attachment,
        fields=list(found.fields),
        added_by=by.officer,
        added_on=today,
    )
    journal.record(
        "template.added",
        jurisdiction=jurisdiction,
        of=made,
        actor=by.officer,
        at=by.at,
        data={"for": of, "sha256": attachment.sha256},
    )
    return made


@transaction.atomic
def retire_template(*, template: PaperTemplate, by: By) -> PaperTemplate:
    """Go back to the program's own layout. Raises Conflict where it is not in use."""
    template = (
        PaperTemplate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jurisdiction")
        .get(pk=template.pk)
    )
    if template.retired_on is not None:
        raise Conflict("这个模板已经停用")
    template.retired_on = by.today
    template.save(update_fields=["retired_on"])
    journal.record(
        "template.retired",
        jurisdiction=template.jurisdiction,
        of=template,
        actor=by.officer,
        at=by.at,
        data={"for": template.of},
    )
    return template
