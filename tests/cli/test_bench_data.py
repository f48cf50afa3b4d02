"""`duban bench-data`: only into an empty installation that is not a real one, and not too few."""

import pytest

from duban.cli import main
from duban.people.models import Jurisdiction


@pytest.mark.django_db
def test_what_it_refuses_and_that_nothing_is_written(capsys, monkeypatch, settings):
    monkeypatch.setattr("duban.cli.upkeep.installations.require_own_key", lambda: None)
    for words, said in (("10", "52 到 2000000"), ("-5", "52 到 2000000"), ("many", "要写整数")):
        try:
            code = main(["bench-data", "--matters", words])
        except SystemExit as stopped:
            code = stopped.code
        told = capsys.readouterr().err
        assert code == 2 and told.count("\n") == 1 and said in told
    settings.PRODUCTION = True
    assert main(["bench-data"]) == 2 and "正式安装" in capsys.readouterr().err
    settings.PRODUCTION = False
    assert not Jurisdiction.objects.exists()
    Jurisdiction.objects.create(slug="shi", name="某市", regime="sanmenxia-2019")
    assert main(["bench-data"]) == 2 and "已有办公室" in capsys.readouterr().err
