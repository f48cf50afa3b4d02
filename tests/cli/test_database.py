"""The database's address, as offices write it."""

import pytest

from duban.config import database


def test_several_hosts_and_libpqs_own_words(tmp_path):
    url = "postgresql://du%40ban:p%3Aw@10.0.0.1:5433,[fe80::1]:5434,db3/office?target_session_attrs=read-write"
    found = database.database_at(url, tmp_path, pooled=True)
    assert (found["HOST"], found["PORT"]) == ("10.0.0.1,fe80::1,db3", "5433,5434,")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("du@ban", "p:w", "office")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert found["OPTIONS"]["pool"]["max_size"] == database.SLOTS + 1


def test_what_an_address_asks_of_the_server_stands_beside_ours(tmp_path):
    found = database.database_at("postgresql://a@b/c?options=-c%20work_mem%3D16MB", tmp_path, pooled=False)
    assert found["OPTIONS"]["options"] == "-c jit=off -c work_mem=16MB"


def test_only_the_workers_of_the_server_have_a_pool(tmp_path):
    address = {"DATABASE_URL": "postgresql://duban@127.0.0.1/duban"}
    assert "pool" not in database.settings_of(address, tmp_path)["OPTIONS"]
    assert "pool" in database.settings_of({**address, "DUBAN_SERVING": "1"}, tmp_path)["OPTIONS"]
    assert database.settings_of({"DUBAN_SERVING": "1"}, tmp_path)["NAME"] == str(tmp_path / "duban.sqlite3")


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b:port/c"])
def test_another_address_is_refused(url, tmp_path):
    with pytest.raises(RuntimeError, match="DATABASE_URL"):
        database.database_at(url, tmp_path, pooled=False)
