"""Settings of single sign-on: what cannot be is refused at the start in one sentence; what is not set asks for no package."""

import subprocess
import sys

import pytest

from duban.config import single_sign_on


def test_nothing_set_is_no_way_and_imports_nothing():
    assert [single_sign_on.oidc({}), single_sign_on.cas({}), single_sign_on.ldap({}), single_sign_on.names({})] == [
        None
    ] * 4
    assert single_sign_on.second_factor({}) == "ours"


@pytest.mark.parametrize(
    ("way", "env"),
    [
        ("oidc", {"DUBAN_OIDC_ISSUER": "http://idp.example.cn", "DUBAN_OIDC_CLIENT_ID": "duban"}),
        ("oidc", {"DUBAN_OIDC_ISSUER": "http://localhost.example.cn", "DUBAN_OIDC_CLIENT_ID": "duban"}),
        ("oidc", {"DUBAN_OIDC_ISSUER": "https://idp.example.cn"}),
        ("oidc", {"DUBAN_OIDC_ISSUER": "https://idp.example.cn", "DUBAN_OIDC_CLIENT_ID": "duban"}),
        ("cas", {"DUBAN_CAS_URL": "http://cas.example.cn/cas"}),
        ("ldap", {"DUBAN_LDAP_URL": "ldap://ldap.example.cn", "DUBAN_LDAP_BASE": "dc=cn"}),
        ("ldap", {"DUBAN_LDAP_URL": "ldaps://ldap.example.cn"}),
        ("names", {"DUBAN_SIGN_ON_NAMES": "/nowhere/names.csv"}),
        ("second_factor", {"DUBAN_SIGN_ON_SECOND_FACTOR": "perhaps"}),
    ],
)
def test_what_cannot_be_is_refused(way, env):
    with pytest.raises(RuntimeError) as refused:
        getattr(single_sign_on, way)(env)
    assert next(iter(env)).rsplit("_", 1)[0] in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setattr(single_sign_on.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match=r"pip install duban\[cas\]"):
        single_sign_on.cas({"DUBAN_CAS_URL": "https://cas.example.cn/cas"})


@pytest.mark.parametrize("lines", ["zhang", "zhang,a\nzhang,b", "zhang,a\nli,a", "zhang,"])
def test_a_file_of_names_is_one_to_one(tmp_path, lines):
    file = tmp_path / "names.csv"
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"第 [12] 行"):
        single_sign_on.names({"DUBAN_SIGN_ON_NAMES": str(file)})
    file.write_text("\ufeffzhang.san, xian.zhang\n\nli.si,xian.li\n", encoding="utf-8")
    assert single_sign_on.names({"DUBAN_SIGN_ON_NAMES": str(file)}) == {"zhang.san": "xian.zhang", "li.si": "xian.li"}


def test_the_ways_are_imported_when_they_are_used():
    program = "import sys, django; django.setup(); from django.urls import resolve; resolve('/login'); "
    program += "print([m for m in ('authlib', 'cas', 'ldap3', 'requests') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
