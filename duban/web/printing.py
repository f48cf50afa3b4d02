"""A paper as a file to be saved: .docx to edit, PDF/A to keep; in the office's own template where it uploaded one."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import register_converter
from django.utils.http import content_disposition_header

from duban.ledger.refusals import Refused
from duban.ledger.storage import files
from duban.ledger.wordings import templates
from duban.papers.writing.checks import InvalidPaper
from duban.papers.writing.documents import Paper
from duban.papers.writing.docx import render_docx
from duban.papers.writing.fields import fields_of
from duban.papers.writing.pdf import MissingGlyph, render_pdf
from duban.papers.writing.templates import BadTemplate, UnfilledField, fill_template
from duban.people.models import Jurisdiction

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class FileForm:
    """The form of a file in an address: docx or pdf."""

    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    to_url = to_python


# Every table of contents that names a file's form comes after its views, and these print.
register_converter(FileForm, "fileform")


def as_file(
    paper: Paper, form: str, *, jurisdiction: Jurisdiction, of: str = "", values: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return a paper as .docx or PDF. `of` names the template that may replace the layout of the Word file, `values` its further fields.

    Raises Refused where no font of the machine has a character, or the template lacks a field.
    """
    try:
        # What does not hold any more bears its stamp, which an own template has no place for.
        has_own = of and form == "docx" and not paper.stamp
        own = templates.template_for(jurisdiction, of) if has_own else None
        if own is not None:
            data = files.path_of(own.file.sha256).read_bytes()
            made = fill_template(data, {**fields_of(paper), **(values or {})})
        else:
            made = render_docx(paper) if form == "docx" else render_pdf(paper)
    except (MissingGlyph, InvalidPaper, BadTemplate, UnfilledField) as error:
        raise Refused(str(error), possible="请改正后再下载。") from error
    except FileNotFoundError as error:
        raise Refused("模板文件的内容找不到了", possible="请重新上传模板，或停用后用系统的版式下载。") from error
    response = HttpResponse(made, content_type=_TYPES[form])
    name = "".join(c for c in f"{paper.number} {paper.title}".strip() if c not in '\\/:*?"<>|\n')[:100]
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}") or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response
