"""The archive package of a matter, handed out as one file."""

from django.http import FileResponse
from django.template.loader import render_to_string

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.wordings import archives
from duban.web.http import Request
from duban.web.pages import read_page


@read_page("take_archive", access.matters.matter_for)
def download(request: Request, matter: Matter) -> FileResponse:
    """Hand out everything that is kept of a matter as one file that opens without this program."""
    archive = archives.archive_of(request.user, matter, request.today)
    regime = Governed.of(matter).document
    page = render_to_string(
        "papers/archives/index.html",
        {
            "archive": archive,
            "dossier": archive.dossier,
            "matter": matter,
            "of": regime,
            "category": next((each.name for each in regime.categories if each.id == matter.category), matter.category),
            "level": regime.levels.get(matter.level, ""),
        },
    )
    name = f"归档包 {matter.no}.zip"
    return FileResponse(
        archives.package(archive, page), as_attachment=True, filename=name, content_type="application/zip"
    )
