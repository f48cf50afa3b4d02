"""What the program says of its own use: each page of itself (the pages' words, a module a group), each role's first day, the manual."""

from duban.web.help.about import About
from duban.web.help.accounts import PAGES as ACCOUNTS
from duban.web.help.inspections import PAGES as INSPECTIONS
from duban.web.help.matters import PAGES as MATTERS
from duban.web.help.office import PAGES as OFFICE
from duban.web.help.papers import PAGES as PAPERS
from duban.web.help.process import PAGES as PROCESS
from duban.web.help.public import PAGES as PUBLIC
from duban.web.help.reports import PAGES as REPORTS
from duban.web.help.requests import PAGES as REQUESTS
from duban.web.help.scoring import PAGES as SCORING
from duban.web.help.sources import PAGES as SOURCES
from duban.web.help.upkeep import PAGES as UPKEEP

# Name of a route → what its page says of itself. A page without its word fails a test.
PAGES: dict[str, About] = {
    **OFFICE,
    **ACCOUNTS,
    **UPKEEP,
    **MATTERS,
    **REPORTS,
    **REQUESTS,
    **PROCESS,
    **INSPECTIONS,
    **PUBLIC,
    **SOURCES,
    **SCORING,
    **PAPERS,
}
