"""What is answered once for a whole paper, each answer a small form on its page."""

from collections.abc import Callable

from django.http import FileResponse, HttpResponse
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.papers import answers
from duban.ledger.models import Draft, SourcePaper
from duban.ledger.refusals import Refused
from duban.ledger.storage import files
from duban.web.forms import Form
from duban.web.forms.papers.answers import BasisForm, DayForm, DoubtForm, NameForm, SelectionForm
from duban.web.http import Request
from duban.web.pages import form_taken, read_page
from duban.web.submitting import carry_out

_PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}


@form_taken("read_paper", access.papers.paper_for)
def name(request: Request, paper: SourcePaper) -> HttpResponse:
    """Match a name to its units in all drafts."""
    form = _filled(NameForm(request.POST, jurisdiction=paper.jurisdiction))
    words = form.cleaned_data
    return _answer(request, paper, lambda: answers.match_name(paper=paper, **words, by=request.by), "已这样匹配")


@form_taken("read_paper", access.papers.paper_for)
def day(request: Request, paper: SourcePaper) -> HttpResponse:
    """Set one day for all drafts with the same doubt."""
    words = _filled(DayForm(request.POST)).cleaned_data
    return _answer(request, paper, lambda: answers.set_day(paper=paper, **words, by=request.by), "已用这一天")


@form_taken("read_paper", access.papers.paper_for)
def doubt(request: Request, paper: SourcePaper) -> HttpResponse:
    """Confirm what was read for all drafts with the same kind of doubt."""
    words = _filled(DoubtForm(request.POST)).cleaned_data
    return _answer(request, paper, lambda: answers.settle_doubts(paper=paper, **words, by=request.by), "已核对")


@form_taken("read_paper", access.papers.paper_for)
def selection(request: Request, paper: SourcePaper) -> HttpResponse:
    """Set several drafts aside, or give them the same lead or limit."""
    orders = list(paper.drafts.values_list("order", flat=True))
    words = _filled(SelectionForm(request.POST, jurisdiction=paper.jurisdiction, orders=orders)).cleaned_data
    chosen = words["order"]

    def act() -> list[Draft]:
        if words["act"] == "lead":
            return answers.set_leads(paper=paper, orders=chosen, lead=list(words["units"]), by=request.by)
        if words["act"] == "day":
            return answers.set_days(paper=paper, orders=chosen, due_on=words["due_on"], by=request.by)
        return answers.drop_drafts(paper=paper, orders=chosen, by=request.by)

    said = {"drop": "不登记", "lead": "已设牵头单位", "day": "已设期限"}[words["act"]]
    return _answer(request, paper, act, said)


@form_taken("read_paper", access.papers.paper_for)
def basis(request: Request, paper: SourcePaper) -> HttpResponse:
    """Say what the paper's matters are based on."""
    words = _filled(BasisForm(request.POST)).cleaned_data

    def act() -> str:
        answers.set_basis(paper=paper, **words, by=request.by)
        return reverse("paper", args=[paper.pk])

    return carry_out(request, act, said="已记下依据文件")


@read_page("read_paper", access.papers.paper_for)
def original(request: Request, paper: SourcePaper) -> FileResponse:
    """Show the picture in which a paper's words were recognised; what is no picture is handed out to be saved."""
    if paper.file is None or paper.file.erased_on is not None:
        raise access.NotFound("这份文件没有留存原件")
    path = files.path_of(paper.file.sha256)
    if not path.is_file():
        raise access.NotFound("这个文件的内容找不到了", possible="请把文件名告诉系统管理员，从备份中恢复。")
    kind = _PICTURES.get(paper.file.name.rpartition(".")[2].lower(), "application/octet-stream")
    is_picture = kind.startswith("image/")
    # The response closes the file.
    response = FileResponse(path.open("rb"), as_attachment=not is_picture, filename=paper.file.name, content_type=kind)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _filled(form: Form) -> Form:
    """Return a form that was filled in rightly. Raises Refused with its first fault: these forms have no page of their own."""
    if not form.is_valid():
        field, faults = next(iter(form.errors.items()))
        raise Refused(str(faults[0]), possible="请回到核对页重新选择。", field=field)
    return form


def _answer(request: Request, paper: SourcePaper, act: Callable[[], list[Draft]], said: str) -> HttpResponse:
    told = ""

    def perform() -> str:
        nonlocal told
        told = f"{len(act())} 件{said}"
        return f"{reverse('paper', args=[paper.pk])}#questions"

    class _Told:
        def __str__(self) -> str:
            return told

    return carry_out(request, perform, said=_Told())
