"""The product's table of contents: every page and every act, one module a group.

A verb is a noun here: a POST to /matters/{no}/extensions requests an extension. Who may call what is declared for each route in
tests/web/permissions; a route without an entry there fails the tests.
"""

from duban.web.urls.accounts import ACCOUNTS
from duban.web.urls.inspections import INSPECTIONS
from duban.web.urls.matters import MATTERS
from duban.web.urls.office import OFFICE
from duban.web.urls.papers import PAPERS
from duban.web.urls.process import PROCESS
from duban.web.urls.public import PUBLIC
from duban.web.urls.reports import REPORTS
from duban.web.urls.requests import REQUESTS
from duban.web.urls.scoring import SCORING
from duban.web.urls.sources import SOURCES
from duban.web.urls.upkeep import UPKEEP

urlpatterns = [
    *OFFICE,
    *ACCOUNTS,
    *UPKEEP,
    *MATTERS,
    *REPORTS,
    *REQUESTS,
    *PROCESS,
    *INSPECTIONS,
    *PUBLIC,
    *SOURCES,
    *SCORING,
    *PAPERS,
]

handler400 = "duban.web.views.errors.bad_request"
handler403 = "duban.web.views.errors.forbidden"
handler404 = "duban.web.views.errors.not_found"
handler500 = "duban.web.views.errors.failed"
