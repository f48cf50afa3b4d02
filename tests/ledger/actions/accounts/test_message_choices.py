"""What a person chooses for their own letters: the ways, never one that others read along; and what they do without."""

import pytest

from duban.ledger import letter_channels
from duban.ledger.actions.accounts import message_choices
from duban.ledger.actions.office import letters, messages
from duban.ledger.models import MessageChoice
from duban.ledger.refusals import Refused
from tests import cast, stories

pytestmark = pytest.mark.django_db
AT = cast.at()
ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=abc123"


def test_no_letter_of_ones_own_goes_where_others_read_along(office, settings):
    settings.WEBHOOK_URL, settings.WEBHOOK_BODY = "http://127.0.0.1:9/", '{"text": {"content": "$text"}}'
    assert letter_channels.channels_to(office.liaison) == []
    settings.WEBHOOK_BODY = '{"to": "$username", "text": "$text"}'
    assert letter_channels.channels_to(office.liaison) == ["webhook"]
    with pytest.raises(Refused, match="只有您自己"):
        message_choices.choose_ways(officer=office.liaison, email="", robot=ROBOT, at=AT)
    message_choices.choose_ways(officer=office.liaison, email="", wecom="li", at=AT)
    assert letter_channels.channels_to(office.liaison) == ["webhook"], "no application is let"


def test_one_does_without_what_one_may_and_is_told_why_not_of_the_rest(office, settings):
    with pytest.raises(Refused, match="不能关：收到就要办"):
        message_choices.choose_topics(officer=office.clerk, muted=["orders"], at=AT)
    message_choices.choose_topics(officer=office.clerk, muted=["progress"], at=AT)
    message_choices.choose_ways(officer=office.clerk, email="", robot=ROBOT, alone=True, at=AT)
    made = stories.matter(office, due_on="2026-04-30", at=AT)
    stories.accept(office, made, AT)
    messages.derive_messages(jurisdiction=office.jurisdiction, at=AT)
    assert office.clerk.messages.count() == 1, "the inbox has it all the same"
    assert letters.write_digests(jurisdiction=office.jurisdiction, at=AT) == 0
    assert MessageChoice.objects.get(officer=office.clerk).muted == ["progress"]
