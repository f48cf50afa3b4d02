"""`duban regimes adopt`: the machine's owner adopts a document for an office; what cannot be is one line and exit 2."""

import pytest

from duban.cli import main
from duban.engine.packs import loading
from duban.ledger.actions.office import offices, units
from duban.ledger.by import By
from duban.ledger.models import Adoption
from duban.people.models import Jurisdiction
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr("duban.cli.scoring.adopting.open_installation", lambda: None)
    offices.found_office(
        slug="shili", name="示例县", regime="county-plan", administrator="shili.admin", at=cast.at("2026-01-05 09:00")
    )


@pytest.fixture
def pack(tmp_path):
    files = loading.read_pack("county-plan")
    for name, text in files.items():
        (tmp_path / name).write_text(text.replace("id: county-plan", "id: own"), "utf-8")
    return tmp_path


def test_it_is_adopted_from_a_day_on(office, pack, capsys):
    assert main(["regimes", "adopt", str(pack), "--office", "shili", "--from", "2099-01-01"]) == 0
    assert "2099-01-01 起施行" in capsys.readouterr().out
    assert Adoption.objects.filter(document__regime="own").count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--office", "nobody"], "没有代码为 nobody 的辖区"),
        (["--office", "shili", "--from", "明年"], "--from 不是日期"),
        (["--office", "shili", "--from", "2001-01-01"], "施行日期不能早于今天"),
    ],
)
def test_what_cannot_be_is_one_line(office, pack, capsys, words, said):
    assert main(["regimes", "adopt", str(pack), *words]) == 2
    assert said in capsys.readouterr().err
    assert Adoption.objects.count() == 1


def test_a_pack_that_is_not_sound_names_file_and_line(office, pack, capsys):
    (pack / "regime.yaml").write_text("id: own\nname: x\n", "utf-8")
    assert main(["regimes", "adopt", str(pack), "--office", "shili"]) == 2
    assert "regime.yaml:1" in capsys.readouterr().err


def test_every_fault_and_every_dead_rule_is_a_line_of_its_own_and_nothing_is_kept(office, pack, capsys):
    body = (pack / "body.yaml").read_text("utf-8")
    (pack / "body.yaml").write_text(
        body.replace('points: "3"}', "points: 3.5}").replace("fact: returned", "fact: returnd"), "utf-8"
    )
    assert main(["regimes", "adopt", str(pack), "--office", "shili"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.startswith("duban regimes adopt: ") and "body.yaml:" in line for line in lines)
    assert "不用浮点数" in lines[0] and "是不是“returned”？" in lines[1]
    (pack / "body.yaml").write_text(body.replace("more_than: 2", "more_than: 900"), "utf-8")
    (pack / "regime.yaml").write_text((pack / "regime.yaml").read_text("utf-8") + "bodies: {river: 河长办}\n", "utf-8")
    assert main(["regimes", "adopt", str(pack), "--office", "shili"]) == 2
    assert "bodies 的“河长办”" in capsys.readouterr().err
    assert Adoption.objects.count() == 1


def test_units_without_a_group_of_the_same_name_are_sorted_by_option(office, pack, capsys):
    head = (pack / "regime.yaml").read_text("utf-8")
    (pack / "regime.yaml").write_text(head.replace("  township: 乡镇\n", "  group_1: 窗口单位\n"), "utf-8")
    by = By(Jurisdiction.objects.get(slug="shili").officers.get(), cast.at("2026-01-05 09:00"))
    for name in ("甲镇", "乙镇"):
        units.add_unit(name=name, group="township", by=by)
    asked = ["regimes", "adopt", str(pack), "--office", "shili", "--from", "2099-01-01"]
    assert main(asked) == 2
    assert "2 个单位须重新归类（乡镇：甲镇、乙镇）。请用 --group" in capsys.readouterr().err
    for wrong, said in (("丙镇=窗口单位", "没有“丙镇”"), ("甲镇=乡镇", "办法没有“乡镇”这个类别，可以选：窗口单位")):
        assert main([*asked, "--group", wrong]) == 2 and said in capsys.readouterr().err
    assert main([*asked, "--group", "甲镇=窗口单位", "--group", "乡镇="]) == 0
    made = Adoption.objects.get(document__regime="own")
    assert sorted(made.groups.values()) == ["", "group_1"]
