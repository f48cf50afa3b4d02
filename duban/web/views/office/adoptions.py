"""Documents that the office adopted: which is in force, which was before, and the next one from a day on."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.engine.clauses import Regime
from duban.engine.packs import building, loading, sources, unexecuted
from duban.engine.sentences.differences import Difference, differences
from duban.ledger import access, documents
from duban.ledger.actions.office import documents as acts
from duban.ledger.models import Adoption
from duban.ledger.queries.office import regroupings
from duban.ledger.queries.office.drafting import falling_away
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction
from duban.web.acting import act_by
from duban.web.forms.office.regimes import AdoptionForm
from duban.web.forms.office.regroupings import RegroupingForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.views.office.regimes import compared


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request) -> HttpResponse:
    """List what was adopted; the head of the office adopts the next document from a day on."""
    access.require(request.user, "see_regime" if request.method != "POST" else "adopt_document")
    office = request.user.office
    form = AdoptionForm(
        request.POST if request.method == "POST" else None, request.FILES or None, packs=loading.load_sound()[0]
    )
    document = _asked(request)
    form.sort(regroupings.classes_of(regroupings.rows_for(office, document)) if document else [], document)

    def perform(**words: Any) -> None:
        acts.adopt_document(
            jurisdiction=office,
            files=_texts(words),
            in_force_from=words["in_force_from"],
            actor=request.user,
            at=request.at,
            today=request.today,
            groups=form.groups(),
        )

    made = list(Adoption.objects.filter(jurisdiction=office).select_related("adopted_by").order_by("-in_force_from"))
    return act_by(
        request,
        form,
        perform,
        said="已采用，全文存入数据库；以前的事项和期间仍按原办法",
        to=reverse("adoptions"),
        template="office/regimes/adoptions.html",
        adoptions=_with_differences(made),
        lost=falling_away.lost_with(office, document) if document else [],
        superior=compared(documents.loaded(made[0].document_id)) if made else [],
        may_try=access.may(request.user, "try_document"),
        shipped=_shipped(office),
        may_group=access.may(request.user, "group_units"),
        may_adopt=access.may(request.user, "adopt_document"),
    )


@form_page("group_units", access.office.adoption_for)
def regroup(request: Request, adoption: Adoption) -> HttpResponse:
    """Put units into other groups of an adopted document: of the one in force, of the next, or of an earlier one by which periods are still scored."""
    document = documents.loaded(adoption.document_id)
    classes = regroupings.classes_of(regroupings.rows_under(adoption))
    form = RegroupingForm(request.POST if request.method == "POST" else None, classes=classes, document=document)

    def perform(**_: Any) -> list[str]:
        return acts.regroup_units(adoption=adoption, groups=form.groups(), by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="单位类别已改",
        to=reverse("regrouping", args=[adoption.pk]),
        template="office/regimes/regrouping.html",
        adoption=adoption,
        document=document,
        others=[
            (each, documents.loaded(each.document_id))
            for each in access.office.adoptions(request.user).exclude(pk=adoption.pk).order_by("-in_force_from")
        ],
    )


def _asked(request: Request) -> Regime | None:
    """Return the document that is to be adopted, for the table of units; None where there is none yet or it is not sound, which the act says."""
    name, file = request.POST.get("pack", ""), request.FILES.get("file")
    try:
        if name in loading.regime_ids():
            return loading.load_regime(name)
        if file is None or isinstance(file, list):
            return None
        text = file.read().decode("utf-8-sig")
        file.seek(0)
        return loading.load_pack({building.MAIN: text})
    except (sources.PackError, UnicodeDecodeError):
        if file is not None and not isinstance(file, list):
            file.seek(0)
        return None


def _with_differences(made: list[Adoption]) -> list[tuple[Adoption, Regime, list[Difference], list[tuple[str, str]]]]:
    """Give each adopted document with what differs from the one before it and what is not carried out yet, the newest first."""
    read = [documents.loaded(each.document_id) for each in made]
    return [
        (each, document, differences(earlier, document) if earlier else [], unexecuted.unexecuted(document))
        for each, document, earlier in zip(made, read, [*read[1:], None], strict=False)
    ]


def _shipped(office: Jurisdiction) -> tuple[Regime, list[Difference]] | None:
    """Give the installed pack of the office's document where it is another text, with what differs; it is offered, never applied."""
    if not office.document or office.regime not in loading.regime_ids():
        return None
    last = Adoption.objects.filter(jurisdiction=office).order_by("in_force_from").last()
    try:
        files = loading.read_pack(office.regime)
        if last is None or documents.digest_of(files) in (office.document, last.document_id):
            return None
        installed = loading.load_pack(files)
    except sources.PackError:
        return None
    return installed, differences(documents.loaded(office.document), installed)


def _texts(words: dict[str, Any]) -> dict[str, str]:
    if words["file"] is None:
        return loading.read_pack(words["pack"])
    try:
        return {building.MAIN: words["file"].read().decode("utf-8-sig")}
    except UnicodeDecodeError:
        raise Refused("文件不是 UTF-8 文字", field="file", possible="请另存为 UTF-8 编码后再上传。") from None
