"""Findings put right: written down wrongly before the unit knew, struck off in error."""

import pytest

from duban.ledger.actions.inspections import finding_corrections as corrections
from duban.ledger.actions.inspections import rectifications
from duban.ledger.actions.inspections.visits import Noted
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.refusals import Conflict, Refused
from tests import cast, rectifying


@pytest.fixture
def by(office):
    return By(office.clerk, cast.at())


def test_a_finding_is_corrected_until_it_is_handed_over(office, by):
    inspection = rectifying.inspection(office)
    found = rectifying.finding(office, inspection)
    noted = Noted("partly", "进度滞后两个月")
    assert corrections.correct_finding(finding=found, noted=noted, reason="记错", by=by).nature == "partly"
    line = JournalLine.objects.get(verb="finding.corrected")
    assert f"情况由“{found.text}”更正为“进度滞后两个月”" in line.data["changed"]
    with pytest.raises(Refused, match="没有改动"):
        corrections.correct_finding(finding=found, noted=noted, reason="记错", by=by)
    with pytest.raises(Conflict, match="已经交办"):
        corrections.correct_finding(finding=rectifying.handed(office, inspection), noted=noted, reason="记错", by=by)


def test_a_finding_struck_off_or_given_up_in_error_stands_where_it_stood(office, by):
    found = rectifying.handed(office, rectifying.inspection(office))
    rectifications.drop_finding(finding=found, reason="点错", by=by)
    assert corrections.reopen_finding(finding=found, reason="点错了", by=by).progress == "handed"
    with pytest.raises(Conflict, match="没有销号"):
        corrections.reopen_finding(finding=found, reason="点错了", by=by)
