"""Robots: set up by one, let by another, speaking through the worker as it ships to servers that play DingTalk, WeCom and Feishu."""

import argparse
import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from duban.cli.running import deliver
from duban.ledger.actions.accounts import message_choices
from duban.ledger.actions.office import letters, messages, robots
from duban.ledger.by import By
from duban.ledger.letter_channels import target
from duban.ledger.models import JournalLine, Letter, Robot
from duban.ledger.queries.office.outbox import posts
from duban.ledger.queries.office.outbox import robots as known
from duban.ledger.refusals import Conflict, Forbidden, Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
SECRET = "SECabc123"


@pytest.fixture(scope="module")
def server():
    """What the makers' servers got, by path; `answers` says how each path answers: status and body."""
    told = SimpleNamespace(got=[], answers={})

    class Maker(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer({"errcode": 0, "access_token": "tok", "expires_in": 7200})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.got.append((urlsplit(self.path).path, parse_qs(urlsplit(self.path).query), body))
            self._answer({"errcode": 0, "code": 0})

        def _answer(self, usual):
            status, words = told.answers.get(urlsplit(self.path).path, (200, usual))
            self.send_response(status)
            self.send_header("Location", f"http://127.0.0.1:{told.port}/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(words).encode())

        def log_message(self, *words):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Maker)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    told.port = http.server_port
    told.root = f"http://127.0.0.1:{http.server_port}"
    yield told
    http.shutdown()
    http.server_close()


@pytest.fixture
def makers(server, settings):
    """The same server, allowed by the settings, with nothing heard yet."""
    server.got.clear()
    server.answers.clear()
    settings.CHANNEL_HOSTS = frozenset({f"127.0.0.1:{server.port}"})
    settings.PUBLIC_URL, settings.PRESENT_DAY, settings.LETTER_HOURS = "https://duban.example", "2026-03-31", (0, 24)
    return server


def _add(office, address, secret="", name="群"):
    by = By(office.admin, AT)
    return robots.add_robot(jurisdiction=office.jurisdiction, name=name, address=address, secret=secret, by=by)


def _let(office, robot, readers="office", unit=None, kinds=("late", "new", "rankings")):
    return robots.let_robot(robot=robot, readers=readers, unit=unit, kinds=list(kinds), by=By(office.head, AT))


def _dingtalk(makers, token="abc123"):
    return f"{makers.root}/robot/send?access_token={token}"


def _deliver(capsys):
    assert deliver._act(argparse.Namespace()) == 0
    return capsys.readouterr().out.strip()


def test_groups_get_what_everybody_in_them_may_see_signed_and_with_links(office, makers, capsys):
    late = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), title="甲县的项目")
    stories.matter(office, due_on="2026-04-30", at=AT, lead=office.units[1:2], title="乙县的项目")
    _let(office, _add(office, _dingtalk(makers), SECRET))
    of_unit = _add(office, f"{makers.root}/cgi-bin/webhook/send?key=key-1")
    _let(office, of_unit, "unit", office.units[0])
    _let(office, _add(office, f"{makers.root}/im/open-apis/bot/v2/hook/tok-2"), "units", kinds=["rankings"])
    assert "新写 2 封，发出 2 封" in _deliver(capsys), "what is published is nothing, and nothing is not posted"
    assert "新写 0 封，发出 0 封" in _deliver(capsys), "once a day"
    (path, query, body), (other, key, told) = sorted(makers.got, key=lambda each: each[0], reverse=True)
    assert (path, other, key["key"]) == ("/robot/send", "/cgi-bin/webhook/send", ["key-1"])
    stamp = query["timestamp"][0]
    signed = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(signed).decode()] and query["access_token"] == ["abc123"]
    assert abs(int(stamp) - time.time() * 1000) < 60000
    said = body["text"]["content"]
    for word in ("督办：超期的事项 1 件", f"{late.no} 甲县的项目（甲县）", "乙县的项目（乙县）", "已超期"):
        assert word in said
    where = f"?office={office.jurisdiction.slug}"
    assert f"https://duban.example/to/0/matter:{late.no}{where}" in said
    assert f"https://duban.example/to/0/desk{where}" in said
    assert "甲县的项目" in told["text"]["content"] and "乙县" not in told["text"]["content"]
    assert len(told["text"]["content"].encode()) < 2048
    assert not [officer for officer in office.officers.values() if str(officer) in said], "nothing of one person's"


def test_a_person_gets_their_own_by_the_application_and_by_their_own_robot(office, makers, capsys):
    made = stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"), title="甲县的项目")
    messages.remind_of_dates(jurisdiction=office.jurisdiction, on=AT.date(), at=AT)
    robots.let_robot(
        robot=robots.add_application(
            jurisdiction=office.jurisdiction, name="应用", corporation="ww12345", agent="1000002",
            secret="s3cret-of-the-application", base=makers.root, by=By(office.admin, AT),
        ),
        readers="", unit=None, kinds=[], by=By(office.head, AT),
    )  # fmt: skip
    message_choices.choose_ways(
        officer=office.liaison, email="", wecom="zhang.san", robot=_dingtalk(makers), robot_secret=SECRET, alone=True, at=AT
    )  # fmt: skip
    stories.matter(office, due_on="2026-04-30", at=AT, title="又一个项目")
    assert "发出 2 封" in _deliver(capsys)
    (path, query, body), (own, _, told) = sorted(makers.got, key=lambda each: each[0])
    assert (path, query["access_token"], own) == ("/cgi-bin/message/send", ["tok"], "/robot/send")
    assert (body["touser"], body["agentid"]) == ("zhang.san", 1000002)
    said = body["text"]["content"]
    assert "单位联络员甲同志：" in said and "超期 1 件" in said and "待签收 2 件" in said
    assert f"【已超期 7 个工作日】{made.no} 甲县的项目" in said
    assert f"https://duban.example/to/{office.liaison.pk}/matter:{made.no}" in said
    assert "又一个项目" in told["text"]["content"]
    # Whoever is not known there reads so, at once.
    makers.answers["/cgi-bin/message/send"] = (200, {"errcode": 0, "invaliduser": "zhang.san"})
    with pytest.raises(Refused, match="企业微信里没有这个账号"):
        message_choices.test_way(officer=office.liaison, channel="wechat", at=AT)


def test_a_dead_robot_is_tried_again_shown_in_one_line_and_stops_nothing(office, makers, capsys):
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    dead = _let(office, _add(office, _dingtalk(makers), name="坏群"))
    _let(office, _add(office, f"{makers.root}/open-apis/bot/v2/hook/tok", name="好群"))
    makers.answers["/robot/send"] = (200, {"errcode": 310000, "errmsg": "keywords not in content abc123"})
    assert "发出 1 封，未成 1 次" in _deliver(capsys)
    row, well = known.rows_of(office.jurisdiction)
    assert row.ails and row.state.startswith("最近一次没有发出：钉钉机器人的安全设置没有通过") and not well.ails
    assert Letter.objects.get(robot=dead).next_at > AT
    makers.answers.clear()
    letters.deliver_letters(at=Letter.objects.get(robot=dead).next_at)
    assert Letter.objects.get(robot=dead).state == "sent" and not known.rows_of(office.jurisdiction)[0].ails


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((302, {}), "按安全规定不跟随"),
        ((404, {}), "没有这个地址"),
        ((502, {}), "对方服务器出错"),
        ((200, {"errcode": 300001, "errmsg": "token is not exist"}), "机器人地址不对"),
        ((200, {"errcode": 7, "errmsg": "no abc123 no"}), "对方拒收：7 no … no"),
        ((200, []), "不像是机器人的"),
    ],
)
def test_a_test_says_what_the_other_side_answered(office, makers, answer, said):
    robot = _add(office, _dingtalk(makers))
    makers.answers["/robot/send"] = answer
    with pytest.raises(Refused) as caught:
        robots.test_robot(robot=robot, by=By(office.admin, AT))
    assert said in caught.value.why
    assert [path for path, _, _ in makers.got] == ["/robot/send"], "no redirect is followed"
    makers.answers.clear()
    assert "已接受" in robots.test_robot(robot=robot, by=By(office.head, AT))
    assert "不需要办理" in makers.got[-1][2]["text"]["content"]


def test_nothing_is_called_but_what_the_settings_allow(office, makers, settings):
    robot = _add(office, _dingtalk(makers))
    settings.CHANNEL_HOSTS = frozenset()
    for address in (
        _dingtalk(makers),
        "http://169.254.169.254/robot/send?access_token=a",
        "https://oapi.dingtalk.com:8443/robot/send?access_token=a",
    ):
        with pytest.raises(Refused, match="不允许向"):
            _add(office, address)
    with pytest.raises(Refused, match="不允许向这个主机发送"):
        robots.test_robot(robot=robot, by=By(office.admin, AT))
    assert not makers.got
    for address in (
        "",
        "oapi.dingtalk.com",
        "file:///etc/passwd",
        "https://oapi.dingtalk.com/",
        "https://oapi.dingtalk.com/robot/send?access_token=a%0ab",
    ):
        with pytest.raises(Refused, match="机器人的地址"):
            _add(office, address)
    assert target.read_address("https://oapi.dingtalk.com/robot/send?access_token=ab1").base == ""
    sneaky = "https://oapi.dingtalk.com@10.0.0.1/robot/send?access_token=ab1"
    with pytest.raises(Refused, match=r"不允许向 10\.0\.0\.1"):
        target.read_address(sneaky)


def test_the_administrator_sets_up_and_the_head_of_the_office_lets(office, makers):
    with pytest.raises(Forbidden):
        robots.add_robot(
            jurisdiction=office.jurisdiction, name="群", address=_dingtalk(makers), secret="", by=By(office.head, AT)
        )
    robot = _add(office, _dingtalk(makers), SECRET)
    stories.matter(office, due_on="2026-03-20", at=cast.at("2026-03-02 09:00"))
    assert letters.write_posts(jurisdiction=office.jurisdiction, at=AT) == 0, "silent before it is let"
    with pytest.raises(Forbidden):
        robots.let_robot(robot=robot, readers="office", unit=None, kinds=["late"], by=By(office.admin, AT))
    with pytest.raises(Refused, match="不是群里每个单位都能看的"):
        _let(office, robot, "units", kinds=["late", "rankings"])
    assert posts.kinds_for("units") == ["bulletins", "rankings"]
    with pytest.raises(Refused, match="请选这个单位"):
        _let(office, robot, "unit")
    _let(office, robot, "unit", office.units[0], ["late"])
    assert letters.write_posts(jurisdiction=office.jurisdiction, at=AT) == 1
    robots.remove_robot(robot=robot, by=By(office.admin, AT))
    with pytest.raises(Conflict):
        robots.remove_robot(robot=robot, by=By(office.admin, AT))
    assert letters.deliver_letters(at=AT).failed == 1 and "停用" in Letter.objects.get().error
    kept = Robot.objects.get()
    assert (kept.token, kept.secret) == ("", "")
    told = str([line.data for line in JournalLine.objects.filter(verb__startswith="robot.")])
    assert "abc123" not in told and SECRET not in told


def test_secrets_lie_sealed_and_stand_in_no_log(office, makers, django_assert_num_queries, caplog):
    from django.db import connection

    _add(office, _dingtalk(makers), SECRET)
    makers.answers["/robot/send"] = (500, {})
    with pytest.raises(Refused):
        robots.test_robot(robot=Robot.objects.get(), by=By(office.admin, AT))
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, secret FROM ledger_robot")
        assert "abc123" not in str(rows := cursor.fetchall()) and SECRET not in str(rows)
    assert "abc123" not in caplog.text
