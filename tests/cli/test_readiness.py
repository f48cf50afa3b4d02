"""What a command says before it touches anything: a newer database, another key, no key."""

import os
import sqlite3

import pytest

from duban.cli.upkeep import installations
from tests.servers import Installation
from tests.tables import migrated


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("founded"))
    migrated(installation.home, installation.environment)
    assert installation.duban("setup", "shi", "示例市", "sanmenxia-2019").returncode == 0
    return installation


def test_the_first_key_is_named_once(tmp_path):
    made = Installation(tmp_path).duban("migrate")
    assert f"已生成密钥 {tmp_path / 'secret_key'}" in made.stdout
    assert "密钥" not in Installation(tmp_path).duban("migrate").stdout


def test_who_says_nothing_is_told_where_to_look(tmp_path):
    done = Installation(tmp_path).duban()
    assert done.returncode == 2 and "duban --help" in done.stderr
    assert Installation(tmp_path).duban("--version").stdout.strip()


def _refused(installation, *words):
    done = installation.duban(*words)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "words", [("serve",), ("daily",), ("migrate",), ("audit", "verify"), ("setup", "x", "某县", "county-plan")]
)
def test_another_key_is_refused(founded, words):
    file = founded.home / "secret_key"
    own = file.read_text()
    file.write_text("another key, as after a restore of the database alone")
    try:
        assert "secret_key" in _refused(founded, *words)
        founded.settings = {"DUBAN_SECRET_KEY": own}
        assert founded.duban("fsck").returncode == 0
        founded.settings = {"DUBAN_SECRET_KEY": "wrong"}
        assert "DUBAN_SECRET_KEY" in _refused(founded, *words)
    finally:
        founded.settings = None
        file.write_text(own)


def test_the_doctor_says_that_the_key_is_another(founded):
    assert "正常  密钥是写这个数据库时的那一个" in founded.duban("doctor").stdout
    founded.settings = {"DUBAN_SECRET_KEY": "wrong"}
    try:
        done = founded.duban("doctor")
    finally:
        founded.settings = None
    assert done.returncode == 1 and "不行  密钥不是写这个数据库时的那一个 —— 放回原来的 DUBAN_SECRET_KEY" in done.stdout


@pytest.mark.parametrize("words", [("serve",), ("daily",), ("migrate",)])
def test_a_database_of_a_newer_version_is_refused(founded, words):
    database = sqlite3.connect(founded.home / "duban.sqlite3")
    with database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_to_come', '2030-01-01')"
        )
    try:
        said = _refused(founded, *words)
        assert "9999_to_come" in said and "请先安装" in said
    finally:
        with database:
            database.execute("DELETE FROM django_migrations WHERE name = '9999_to_come'")
        database.close()
    assert founded.duban("migrate").returncode == 0


def test_an_unknown_setting_is_named(founded):
    founded.settings = {"DUBAN_SMTPHOST": "mail"}
    try:
        said = _refused(founded, "daily")
        assert "DUBAN_SMTPHOST" in said and "DUBAN_SMTP_HOST" in said
        founded.settings = {"DUBAN_IDLE_MINUTES": "half"}
        assert "DUBAN_IDLE_MINUTES" in _refused(founded, "daily")
    finally:
        founded.settings = None
    assert os.listdir(founded.home)


def test_a_package_that_is_missing_is_said_before_anything_runs(monkeypatch):
    monkeypatch.setattr(installations, "_LOADED_LATE", ("openpyxl", "no_such_package"))
    with pytest.raises(installations.NotReady, match="缺少组件 no_such_package：请先按这一版的要求安装"):
        installations._require_packages()
