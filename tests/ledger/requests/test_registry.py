"""Every act goes through every place that is made of it: page, option, form, condition, operation, sheet, card, timeline, messages.

A new act needs a line in SAMPLES: without one this module fails, and so it cannot be forgotten anywhere.
"""

import datetime
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import iter_modules

import pytest
from django.test import Client
from django.urls import reverse

from duban.api.interface import api
from duban.ledger import acts, requests
from duban.ledger.access.rules import MAY
from duban.ledger.actions.matters import urges
from duban.ledger.actions.office import messages
from duban.ledger.actions.requests import proposals
from duban.ledger.acts import About, Act, Kind
from duban.ledger.by import By
from duban.ledger.models import JournalLine
from duban.ledger.models.proposals import WORDS
from duban.ledger.queries.matters.timelines import timeline_of
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Conflict
from duban.ledger.situations import Situation
from duban.ledger.verbs import VERBS
from duban.ledger.wordings import sheets
from duban.web.forms.requests.fields import MADE
from tests import cast, founding, stories
from tests.ledger.requests.test_outcome import carded
from tests.web.permissions import ROWS

AT = cast.at()
pytestmark = pytest.mark.django_db


def _held(office):
    return stories.held(stories.matter(office, due_on="2026-04-30"))


def _late(office):
    return stories.held(stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00")))


def _stuck(office):
    """A matter whose urging brought nothing: its own limit has passed."""
    made = stories.matter(office, due_on="2026-04-30", at=cast.at("2026-03-02 09:00"))
    by = By(office.clerk, cast.at("2026-03-10 09:00"))
    urges.urge_unit(assignment=stories.held(made), channel="phone", limit=datetime.date(2026, 3, 20), by=by)
    return stories.held(made)


def _planned(office):
    return stories.matter(office, due_on="2026-04-30", dispatched=False)


def _reported(office):
    made = stories.matter(office, due_on="2026-04-30")
    stories.accept(office, made, AT)
    return stories.report(office, made, AT)


def _sent(office):
    return stories.matter(office, due_on="2026-04-30")


def _supporting(office):
    return stories.held(stories.matter(office, due_on="2026-04-30", support=office.units[1:2]), office.units[1])


@dataclass(frozen=True)
class Sample:
    """One request as it is asked for: under which regime, on what, by whom, with what; and what its execution says."""

    regime: str
    of: Callable
    who: str
    given: dict = field(default_factory=dict)
    execution: dict = field(default_factory=dict)


SAMPLES = {
    "extension": Sample("sanmenxia-2019", _held, "liaison", {"until": datetime.date(2026, 5, 20)}),
    "write_off": Sample("sanmenxia-2019", _held, "liaison"),
    "transfer": Sample("sanmenxia-2019", _held, "liaison", {"to": "yi"}),
    "start": Sample("county-plan", _planned, "clerk"),
    "completion": Sample("county-plan", _reported, "clerk"),
    "escalation": Sample("ankang-2020", _stuck, "section"),
    "coordination": Sample("county-plan", _held, "clerk"),
    "experience": Sample("zhuoni-2022", _held, "clerk", {}, {"media": ["卓尼之窗"]}),
    "sanction": Sample("gansu-county-2023", _held, "clerk", {"kinds": ["criticism"]}),
    "step": Sample("sanmenxia-2019", _late, "clerk", {"step": "circular"}),
    "ruling": Sample("ankang-2020", _held, "clerk", {"step": "key_supervision", "cause": "推进缓慢"}),
    "outcome": Sample("s3-cards", carded, "clerk"),
    "correct_due": Sample("county-plan", _held, "clerk", {"due_on": datetime.date(2026, 5, 20)}),
    "correct_unit": Sample(
        "county-plan",
        _held,
        "clerk",
        {"to": "yi", "due_on": datetime.date(2026, 5, 20), "accept_by": datetime.date(2026, 4, 5)},
    ),
    "correct_role": Sample("county-plan", _supporting, "clerk"),
    "correct_text": Sample("county-plan", _sent, "clerk", {"title": "甲", "requirement": "乙", "standard": "丙"}),
    "recall": Sample("county-plan", _sent, "clerk", {"again": True}),
}
ACTS = {act.name: act for act in acts.every()}


@pytest.fixture(params=ACTS)
def told(request, settings):
    """An act, its sample, the office, the record on which it is asked, and the assignment."""
    settings.PRESENT_DAY = "2026-03-31"
    act, sample = ACTS[request.param], SAMPLES[request.param]
    office = founding.office(sample.regime) if sample.regime in founding.PACKS else cast.office(sample.regime)
    record = sample.of(office)
    held = {About.MATTER: stories.held, About.REPORT: lambda report: report.assignment}.get(
        act.about, lambda each: each
    )
    return act, sample, office, record, held(record)


def _client(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="duban.web.entrance.SessionBackend")
    return client


@functools.cache
def _described() -> dict[str, tuple[str, dict]]:
    """Every operation of the interface by its name, with its path."""
    return {
        each["operationId"]: (path, each)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for each in methods.values()
    }


def _address(act: Act, record, held) -> str:
    keys = {
        About.MATTER: lambda: [record.no],
        About.ASSIGNMENT: lambda: [held.matter.no, held.unit.code],
        About.REPORT: lambda: [record.pk],
    }
    return reverse(act.route, args=keys[act.about]())


def _ask(act: Act, sample: Sample, office, record):
    given = dict(sample.given)
    if "to" in given:
        given["to"] = next(each for each in office.units if each.code == given["to"])
    by = By(office.officers[sample.who], AT)
    return proposals.ask(act.name, of=record, reason="客观原因", by=by, **given)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_act_says_all_that_there_is_to_say(act):
    assert act.name in SAMPLES
    for said in (act.label, act.button, act.submit, act.said, act.sheet, type(act).__doc__):
        assert said
    assert WORDS[act.column] == ACTS[act.column].label
    assert MAY[act.right] == act.asked_by and act.asked_by
    assert act.route in ROWS and ROWS[act.route].who
    assert act.verbs.items() <= VERBS.items() and set(act.told_to_unit) <= set(act.verbs)
    assert not (act.ruled or act.label).isascii()
    assert {each.kind for each in act.fields} <= {*MADE, Kind.STEP}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_program_asks_by_the_operation_that_it_names(act):
    described = _described()
    if not act.operation:
        # The start of many matters is asked for at once, by an operation of its own.
        summaries = {each["summary"] for name, (_, each) in described.items() if name != "request_starts"}
        assert act.button not in summaries
        return
    path, operation = described[act.operation]
    assert path.endswith(f"/{act.path}") and operation["summary"] == act.button


def test_its_page_asks_for_it_and_its_option_leads_there(told):
    act, sample, office, record, held = told
    client, address = _client(office.officers[sample.who]), _address(act, record, held)
    page = client.get(address).content.decode()
    now = Situation(held, AT.date(), report=record if act.about == About.REPORT else None)
    assert act.title(now) in page and f"{act.submit}</button>" in " ".join(page.split()).replace(
        " </button>", "</button>"
    )
    for each in act.fields_for(now):
        assert (f'name="{each.name}"' in page) is (each.kind in MADE), each.name
    is_offered = act.offered(office.officers[sample.who], now) or act.name == "step"
    assert (f'href="{address}"' in client.get(f"/matters/{held.matter.no}").content.decode()) is is_offered
    sent = {
        each.name: str(sample.given.get(each.name, "客观原因")) for each in act.fields_for(now) if each.kind in MADE
    }
    if "to" in sent:
        sent["to"] = str(next(each.pk for each in office.units if each.code == sample.given["to"]))
    if "kinds" in sent:
        sent["kinds"] = sample.given["kinds"]
    sent = {name: value for name, value in sent.items() if name not in ("points", "is_meeting", "persons")}
    assert client.post(address, {**sent, "form_key": "a"}).status_code == 302
    assert held.proposals.filter(act=act.column).count() == 1
    assert "已经" in client.get(address).content.decode()


def test_signers_read_what_is_asked_and_are_told_of_it(told):
    act, sample, office, record, held = told
    asked = _ask(act, sample, office, record)
    with pytest.raises(Conflict):
        _ask(act, sample, office, record)
    card = cards.cards_of(office.head, [asked], AT.date())[0]
    assert held.matter.no in card.asked and held.unit.name in card.asked and card.asked.endswith("。")
    assert card.turn is not None
    signer = card.turn.officer or next(each for each in office.officers.values() if each.role == card.turn.role)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert any(f"“{ACTS[act.column].label}”等您签批" in each.text for each in signer.messages.all())
    paper = sheets.sheet_of(asked)
    assert paper is not None
    entry = next(each for each in timeline_of(office.clerk, held.matter) if each.verb == "proposal.opened")
    assert ("报批事项", ACTS[act.column].label) in entry.details
    own = [each.verb for each in timeline_of(office.liaison, held.matter)]
    assert ("proposal.opened" in own) is not ACTS[act.column].is_hidden_from_units


def test_the_last_signature_brings_it_about_or_lets_the_office_carry_it_out(told):
    act, sample, office, record, _ = told
    asked = _ask(act, sample, office, record)
    stories.sign(asked, AT)
    asked.refresh_from_db()
    assert asked.outcome == ("approved" if act.is_carried_out else "carried_out")
    if act.is_carried_out and act.name != "start":
        page = _client(office.clerk).get(f"/proposals/{asked.pk}/execution").content.decode()
        assert all(f'name="{each.name}"' in page for each in act.execution_fields(asked))
        limit = {"limit": datetime.date(2026, 4, 10)} if act.name == "ruling" else {}
        done = proposals.carry_out(proposal=asked, by=By(office.clerk, AT), **sample.execution, **limit)
        done.refresh_from_db()
        assert done.outcome == "carried_out"
        with pytest.raises(Conflict):
            proposals.carry_out(proposal=asked, by=By(office.clerk, AT), **sample.execution)
    recorded = set(JournalLine.objects.values_list("verb", flat=True))
    assert not act.verbs or set(act.verbs) & recorded


def test_every_act_has_its_test_module():
    modules = {each.name for each in iter_modules(requests.__path__)}
    here = Path(__file__).parent
    assert modules == {type(act).__module__.rpartition(".")[2] for act in ACTS.values()}
    assert [name for name in modules if not (here / f"test_{name}.py").exists()] == []


def test_an_act_is_entered_once_and_with_one_right():
    known = type(ACTS["extension"])
    with pytest.raises(ValueError):
        acts.register(known)
    with pytest.raises(ValueError):
        acts.register(type("Other", (known,), {"name": "other", "asked_by": frozenset()}))
    assert acts.find("other") is None
