"""A leader's one page (一页通): what is late and with whom, what waits, what moved, how it went by month, the fields side by side, the five to speak of."""

from duban.ledger.queries.office.one_pages.curves import Curve
from duban.ledger.queries.office.one_pages.late import Late
from duban.ledger.queries.office.one_pages.pages import Field, OnePage, leaders_of, one_page
from duban.ledger.queries.office.one_pages.wanted import Wanted, Word

__all__ = ["Curve", "Field", "Late", "OnePage", "Wanted", "Word", "leaders_of", "one_page"]
