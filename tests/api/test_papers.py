"""Papers and ledgers through the interface: read, answered, registered, compared and updated as on the pages."""

import pytest

from duban.ledger.models import Matter
from tests.api import incoming

pytestmark = pytest.mark.django_db
CHOSEN = {"category": "policy", "source": "paper", "standard": "全部办结"}


@pytest.fixture
def client(office, as_program, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    return as_program(office.clerk)


def test_a_paper_is_read_answered_and_registered(client):
    status, made = client.post("/papers", name="通知", text=incoming.TEXT)
    assert status == 201
    address = f"/papers/{made['id']}"
    _, found = client.get(address)
    assert found["basis"] == "县政府关于重点工作的通知"
    assert {(each["kind"], tuple(each["orders"])) for each in found["questions"]} == {("unit", (2,)), ("day", (2,))}
    day = next(each["words"] for each in found["questions"] if each["kind"] == "day")
    assert client.post(f"{address}/answers", match={"name": "市水衙门", "units": ["yi"]})[1] == {"orders": [2]}
    assert client.post(f"{address}/answers", day={"doubt": day, "due_on": "2026-09-30"})[1] == {"orders": [2]}
    client.post(f"{address}/answers", basis={"basis": "某方案"})
    status, registered = client.post(f"{address}/matters", **CHOSEN)
    assert status == 200 and len(registered["matters"]) == 2
    assert set(Matter.objects.values_list("source_text", flat=True)) == {"《某方案》"}


@pytest.mark.parametrize(
    "body",
    [{}, {"drop": [1], "basis": {}}, {"match": {"name": "市水衙门", "units": ["nowhere"]}}, {"drop": [99]}],
)
def test_an_answer_that_is_none_is_refused(client, office, body):
    paper = incoming.paper(office)
    assert client.post(f"/papers/{paper.pk}/answers", **body)[0] == 422


@pytest.mark.parametrize(
    "body", [{"name": "a"}, {"name": "a", "text": "b", "content": "Yg=="}, {"name": "a.docx", "content": "?"}]
)
def test_a_paper_without_words_or_with_broken_ones_is_refused(client, body):
    assert client.post("/papers", **body)[0] == 422


def test_a_ledger_is_checked_registered_and_updated(client):
    body = {**CHOSEN, "name": "台账.csv", "content": incoming.encoded(incoming.LEDGER)}
    _, plan = client.post("/ledgers", **body)
    assert plan["new"] == ["修好水渠"] and plan["faults"] == [] and not Matter.objects.exists()
    _, done = client.post(f"/ledgers/{plan['id']}/matters", **CHOSEN)
    assert done["matters"] == ["2026-1"]
    again = incoming.LEDGER.replace("6月30日", "9月30日")
    _, plan = client.post("/ledgers", **{**body, "content": incoming.encoded(again)})
    assert [(each["matter"], each["differences"][0]["after"]) for each in plan["changed"]] == [("2026-1", "2026-09-30")]
    _, done = client.post(f"/ledgers/{plan['id']}/updates", **CHOSEN, numbers=["2026-1"])
    assert done["matters"] == ["2026-1"] and str(Matter.objects.get().due_on) == "2026-09-30"
