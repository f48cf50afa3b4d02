"""`duban regimes diff`: in words, between files, installed and adopted documents; bad input is one line and 2."""

import pytest

from duban.cli import main
from duban.engine.packs import loading
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(tmp_path):
    """The county's plan with a dearer telephone call."""
    for name, text in loading.read_pack("county-plan").items():
        (tmp_path / name).write_text(text.replace('"-0.1"', '"-0.2"'), "utf-8")
    return tmp_path / "regime.yaml"


def test_a_file_against_an_installed_one(changed, capsys):
    assert main(["regimes", "diff", "county-plan", str(changed)]) == 0
    out = capsys.readouterr().out
    assert "扣0.1分 → 扣0.2分" in out and out.splitlines()[-1].endswith("处不同")
    assert main(["regimes", "diff", "county-plan", "county-plan"]) == 0
    assert capsys.readouterr().out == "两份办法没有不同\n"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["county-plan"], "两份办法"),
        (["county-plan", "nowhere.yaml"], "nowhere.yaml"),
        (["county-plan", "ankang-2020", "zhuoni-2022"], "两份办法"),
    ],
)
def test_bad_input_is_one_line(given, why, capsys):
    assert main(["regimes", "diff", *given]) == 2
    said = capsys.readouterr()
    assert said.out == "" and why in said.err and len(said.err.splitlines()) == 1


def test_the_page_shows_what_differs_from_the_one_before(changed, signed_in):
    import datetime

    from duban.ledger.actions.office import documents

    office = cast.office("county-plan")
    for text, day in (("county-plan", "2026-01-05"), (changed.parent / "regime.yaml", "2026-03-02")):
        on = datetime.date.fromisoformat(day)
        documents.adopt_document(
            jurisdiction=office.jurisdiction, files=loading.read_pack(text), in_force_from=on, actor=None,
            at=cast.at(f"{day} 09:00"), today=on,
        )  # fmt: skip
    page = signed_in(office.head).get("/regime/adoptions").content.decode()
    assert "与前一份的不同" in page and "扣0.1分 → 扣0.2分" in page
    assert "系统附带的" in page and "扣0.2分 → 扣0.1分" in page
