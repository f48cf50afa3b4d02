"""What belongs to a drafted document as a whole (制度工作室): its name, periods, groups, own events, sections, quantities, readings."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from duban.engine.packs import loading
from duban.engine.studio import checking
from duban.ledger import access
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.actions.office.regime_drafts import Overtaken
from duban.ledger.models import RegimeDraft
from duban.ledger.queries.office.drafting import drafted_contents, drafted_tables
from duban.ledger.queries.office.drafting.drafted_contents import HEADS, OF_HEAD
from duban.ledger.refusals import Refused
from duban.web.forms.office import assessment_tables, document_rows, undecided
from duban.web.forms.office import document_entries as entries
from duban.web.forms.office import document_heads as heads
from duban.web.forms.office import document_parts as parts
from duban.web.http import Request
from duban.web.pages import form_page, read_page
from duban.web.views.errors import status_of
from duban.web.views.office.studio_cards import frame_of, overtaken, revision_of


@read_page("see_regime_drafts")
def explain(request: Request) -> HttpResponse:
    """Say how a document is written in the studio."""
    return render(request, "office/studio/help.html", {})


@read_page("see_regime_drafts", access.office.regime_draft_for)
def show(request: Request, draft: RegimeDraft) -> HttpResponse:
    """List the parts of the document as a whole, with how much each holds."""
    head = draft.content["regime"]
    tables = [(table, _size(head.get(table.key))) for table in parts.TABLES.values()]
    others = [(key, HEADS[key], _size(head.get(key))) for key in HEADS if key not in parts.TABLES and key not in _FIRST]
    context = {
        **frame_of(request, draft),
        "tables": tables,
        "others": others,
        "readings": len(draft.content["readings"]),
        "about": heads.about_of(draft.content),
        "faults": [each.what for each in checking.faults_of(draft.content) if each.clause is None],
    }
    return render(request, "office/studio/document.html", context)


@form_page("see_regime_drafts")
def decide(request: Request, pk: int) -> HttpResponse:
    """List the clauses of which nothing is said yet; decide many at once what becomes of them."""
    if request.method == "POST":
        access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, pk)
    refused = None
    if request.method == "POST":
        try:
            changes = undecided.changes_of(draft.content, request.POST)
            acts.change(draft=draft, changes=changes, revision=revision_of(request.POST), by=request.by)
        except Refused as refusal:  # Somebody else decided one of them: it is no longer listed.
            refused = refusal
            draft = access.office.regime_draft_for(request.user, pk)
        else:
            messages.success(request, f"已确定 {sum(part.startswith(drafted_contents.CLAUSE) for part in changes)} 条")
            return redirect("studio_undecided", draft.pk)
    context = {**frame_of(request, draft), **_undecided(draft, request), "refused": refused}
    return render(request, "office/studio/undecided.html", context, status=status_of(refused) if refused else 200)


def _undecided(draft: RegimeDraft, request: Request) -> dict[str, Any]:
    rows = undecided.rows_of(draft.content)
    return {
        "plain": [row for row in rows if row.reason],
        "others": [row for row in rows if not row.reason and not row.is_offered],
        "offered": [row for row in rows if row.is_offered and not row.reason],
        "ticked": request.POST.getlist("clauses"),
        "taken": request.POST.getlist("sentences"),
        "ways": undecided.WAYS,
        "way": request.POST.get("way", ""),
        "why": request.POST.get("why", ""),
        "features": [(name, each["label"]) for name, each in loading.load_features().items()],
    }


@form_page("see_regime_drafts")
def cut_table(request: Request, pk: int) -> HttpResponse:
    """Show what the assessment table of a clause would be cut into; cut it as the clerk left it."""
    if request.method == "POST":
        access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, pk)
    number = request.GET.get("clause") or next(iter(drafted_tables.tables_of(draft.content)), "")
    refused = None
    if request.method == "POST":
        try:
            asked = assessment_tables.arrangement_of(draft.content, number, request.POST)
            held, _ = acts.arrange(draft=draft, asked=asked, revision=revision_of(request.POST), by=request.by)
        except Overtaken as conflict:
            return overtaken(request, draft, conflict)
        except Refused as refusal:
            refused, draft = refusal, access.office.regime_draft_for(request.user, pk)
        else:
            messages.success(request, f"已分成 {len(asked.lines or ())} 条，下面是还没有确定怎样执行的")
            return redirect("studio_undecided", held.pk)
    found = drafted_tables.proposal_of(draft.content, number)
    if found is None:
        raise Http404
    context = {
        **frame_of(request, draft),
        "found": found,
        "lines": assessment_tables.typed_into(found, request.POST),
        "ticked": [int(each) for each in request.POST.getlist("take") if each.isdecimal()],
        "ways": drafted_tables.WAYS,
        "missings": drafted_tables.MISSING,
        "missing": request.POST.get("missing", "pending"),
        "refused": refused,
    }
    return render(request, "office/studio/items.html", context, status=status_of(refused) if refused else 200)


@form_page("see_regime_drafts")
def edit(request: Request, pk: int, part: str) -> HttpResponse:
    """Show one part as a table, and as it is written in a file, to all who check it; keep what the office changed in either."""
    if request.method == "POST":
        access.require(request.user, "draft_regime")
    draft = access.office.regime_draft_for(request.user, pk)
    if part not in OF_HEAD and part not in ("about", "readings", "clause"):
        raise Http404
    refused = None
    if request.method == "POST" and request.POST.get("act") != "draw":
        try:
            acts.change(
                draft=draft, changes=_changes(request, draft, part), revision=revision_of(request.POST), by=request.by
            )
        except Overtaken as conflict:
            return overtaken(request, draft, conflict)
        except Refused as refusal:
            refused = refusal
        else:
            return redirect(_back(request, draft, part))
    context = {**frame_of(request, draft), **_shown(request, draft, part), "refused": refused}
    return render(request, "office/studio/part.html", context, status=status_of(refused) if refused else 200)


def _back(request: Request, draft: RegimeDraft, part: str) -> str:
    """Where one goes after a change: to the card from which one came, else to the part."""
    clause = request.POST.get("clause", "") if part == "clause" else request.GET.get("of", "")
    if clause and part != drafted_contents.READINGS:
        return f"{reverse('studio_draft', args=[draft.pk])}?{urlencode({'clause': clause, 'saved': '1'})}"
    return f"{reverse('studio_part', args=[draft.pk, part])}?saved=1"


def _shown(request: Request, draft: RegimeDraft, part: str) -> dict[str, Any]:
    content, of = draft.content, request.GET.get("of", request.POST.get("clause", ""))
    table = parts.TABLES.get(part)
    value = drafted_contents.part_of(content, _key(part, of))
    typed = request.POST.get("written")
    return {
        "part": part,
        "of": of,
        "name": f"{of}的写法"
        if part == "clause"
        else "文件信息"
        if part == "about"
        else drafted_contents.named(_key(part, of)),
        "table": table,
        "clauses": [each["clause"] for each in content["clauses"]],
        "rows": parts.rows_of(table, content, request.POST) if table else [],
        "left_out": parts.left_out(table, content) if table else 0,
        "about": heads.about_of(content) if part == "about" else None,
        "readings": heads.readings_of(content, of, request.POST) if part == "readings" else None,
        "entries": entries.listed(content, part),
        "has_entries": part in entries.PARTS,
        "entry": entries.entry_of(
            content, part, request.POST.get("entry", request.GET.get("entry", "")), request.POST, of
        ),
        "written": typed if typed is not None else heads.written(value),
    }


def _changes(request: Request, draft: RegimeDraft, part: str) -> dict[str, Any]:
    given, content = request.POST, draft.content
    if part == "about":
        return heads.about_from(content, given)
    if "entry" in given:
        changes = entries.changes_of(content, part, given)
        return {**changes, **document_rows.decided(content, changes.get(_key(part, "")))}
    if "written" in given:
        value = heads.read(given["written"])
        if part == "clause" and not (isinstance(value, dict) and value.get("clause") == given.get("clause")):
            raise Refused("条号不在这里改", possible="请用“改条号”。", field="written")
        return {_key(part, given.get("clause", "")): value}
    readers: dict[str, Callable[[], Any]] = {"readings": lambda: heads.readings_from(content, given)}
    if part in parts.TABLES:
        readers[part] = lambda: parts.value_of(parts.TABLES[part], content, given)
    if part not in readers:
        raise Refused("没有这种修改")
    value = readers[part]()
    return {_key(part, ""): value, **document_rows.decided(content, value)}


def _key(part: str, of: str) -> str:
    if part == "clause":
        return f"{drafted_contents.CLAUSE}{of}"
    return part if part == drafted_contents.READINGS else f"{drafted_contents.HEAD}{part}"


def _size(value: Any) -> int:
    return len(value) if isinstance(value, list | dict) else int(value is not None)


_FIRST = ("name", "title", "number", "issuer", "version", "periods", "ladder", "issuing", "remarks")
