"""The pages of letters: by which ways they come, what one does without, a test; and the robots of the office."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions.office import robots
from duban.ledger.by import By
from duban.ledger.models import JournalLine, MessageChoice, Robot
from tests import cast

pytestmark = pytest.mark.django_db
ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=abc123"


def _page(client):
    return client.get("/inbox/settings").content.decode()


def test_one_sets_an_address_sends_a_test_and_reads_how_it_went(office, signed_in, settings):
    settings.EMAIL_HOST, settings.PUBLIC_URL = "mail.example.gov.cn", "https://duban.example"
    client = signed_in(office.liaison)
    assert "只在系统里看" in _page(client)
    wrong = client.post("/inbox/settings/ways", {"email": "nowhere"})
    assert wrong.status_code == 422 and 'value="nowhere"' in wrong.content.decode()
    assert client.post("/inbox/settings/ways", {"email": "a@example.gov.cn"}).url == "/inbox/settings"
    assert client.post("/inbox/settings/test", {"channel": "mail"}).url == "/inbox/settings"
    assert "邮件已被对方接受" in _page(client)
    (sent,) = mail.outbox
    assert sent.to == ["a@example.gov.cn"] and f"/to/{office.liaison.pk}/inbox" in sent.body
    client.post("/inbox/settings/test", {"channel": "own"})
    assert "这个渠道还没有设置" in _page(client)
    for _ in range(12):
        client.post("/inbox/settings/test", {"channel": "mail"})
    assert "一小时内测试太多次" in _page(client) and len(mail.outbox) == 10


def test_a_robot_of_ones_own_is_never_shown_again(office, signed_in):
    client = signed_in(office.liaison)
    asked = client.post("/inbox/settings/ways", {"email": "", "robot": ROBOT, "robot_secret": "SECx1"}).content.decode()
    assert "请确认这个群里只有您自己" in asked
    client.post("/inbox/settings/ways", {"email": "", "robot": ROBOT, "robot_secret": "SECx1", "alone": "on"})
    page = _page(client)
    assert "自己的机器人" in page and "abc123" not in page and "SECx1" not in page
    client.post("/inbox/settings/ways", {"email": "b@example.gov.cn", "robot": ""})
    assert MessageChoice.objects.get().robot == ROBOT, "nothing typed keeps it"
    client.post("/inbox/settings/ways", {"email": "", "drop_robot": "on"})
    assert MessageChoice.objects.get().robot == ""
    lines = JournalLine.objects.filter(verb="officer.message_choice")
    assert lines.count() == 3 and "abc123" not in str([line.data for line in lines])


def test_what_must_be_known_cannot_be_unticked_and_says_so(office, signed_in):
    client = signed_in(office.clerk)
    page = _page(client)
    assert "不能关：收到就要办" in page and re.search(r'value="orders"\s+checked disabled>', page)
    client.post("/inbox/settings/topics", {"topic": ["results", "answers", "public", "regimes"]})
    assert MessageChoice.objects.get().muted == ["progress"]
    assert re.search(r'value="progress"\s+>', _page(client))
    # What never comes to a unit is not asked of it.
    assert 'value="progress"' not in _page(signed_in(office.liaison))


def test_the_administrator_sets_a_robot_up_and_the_head_lets_it(office, signed_in, settings):
    admin, head = signed_in(office.admin), signed_in(office.head)
    refused = admin.post(
        "/settings/robots/new", {"name": "群", "address": "https://im.example.gov.cn/robot/send?access_token=a1"}
    )
    assert refused.status_code == 422 and "DUBAN_CHANNEL_HOSTS" in refused.content.decode()
    made = admin.post("/settings/robots/new", {"name": "县长办公会群", "address": ROBOT, "secret": "SECx1"})
    assert made.url == "/settings/robots"
    robot = Robot.objects.get()
    page = admin.get("/settings/robots").content.decode()
    assert "待督查室负责人启用" in page and "abc123" not in page and "oapi.dingtalk.com" in page
    # The name of a setting is for who sets it; the head is told whom to ask.
    told = head.get("/settings/robots").content.decode()
    assert "DUBAN_URL" in page and "DUBAN_URL" not in told and "请系统管理员设置本系统的网址" in told
    where = f"/settings/robots/{robot.pk}/letting"
    assert admin.get(where).status_code == 403
    wrong = head.post(where, {"readers": "units", "kinds": ["late"]})
    assert wrong.status_code == 422 and "不是群里每个单位都能看的" in wrong.content.decode()
    assert head.post(where, {"readers": "office", "kinds": ["late", "done"]}).status_code == 302
    assert "超期的事项、新办结的事项" in admin.get("/settings/robots").content.decode()
    assert admin.post(f"/settings/robots/{robot.pk}/removal").status_code == 302
    assert head.get(where).status_code == 404


def test_an_application_is_let_by_a_press_and_its_people_enter_their_names(office, signed_in):
    words = {"name": "应用", "corporation": "ww123456", "agent": "1000002", "secret": "s3cret-words"}
    admin = signed_in(office.admin)
    assert admin.post("/settings/robots/application", {**words, "agent": "x"}).status_code == 422
    assert admin.post("/settings/robots/application", words).status_code == 302
    robot, liaison = Robot.objects.get(), signed_in(office.liaison)
    assert "企业微信账号" not in _page(liaison)
    head = signed_in(office.head)
    assert head.get(f"/settings/robots/{robot.pk}/letting").status_code == 200 and not Robot.objects.get().is_on
    assert head.post(f"/settings/robots/{robot.pk}/letting").status_code == 302
    assert "企业微信账号" in _page(liaison)
    liaison.post("/inbox/settings/ways", {"email": "", "wecom": "zhang.san"})
    assert 'value="zhang.san"' in _page(liaison)


def test_robots_cost_the_same_however_many(office, signed_in):
    by, counts = By(office.admin, cast.at()), []
    client = signed_in(office.head)
    for number in range(2):
        robots.add_robot(jurisdiction=office.jurisdiction, name=f"群{number}", address=ROBOT, secret="", by=by)
        with CaptureQueriesContext(connection) as caught:
            client.get("/settings/robots")
        counts.append(len(caught))
    assert counts[0] == counts[1]
