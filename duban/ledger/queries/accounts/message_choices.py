"""What a person chose for their own letters, as their page shows it: which ways are open, which topics come."""

from dataclasses import dataclass

from django.conf import settings

from duban.ledger.letter_channels import application_of, channels_to
from duban.ledger.models import MessageChoice
from duban.ledger.models.messages import Channel
from duban.ledger.queries.office.outbox.topics import CHOICES, TOPICS, Topic
from duban.people.models import Officer


@dataclass(frozen=True)
class Held:
    """What is set. `ways` are the channels by which letters come now, each with its word; of a robot only that there is one."""

    wecom: str
    has_robot: bool
    has_application: bool
    has_mail: bool
    ways: list[tuple[str, str]]
    topics: list[tuple[Topic, bool]]


def choice_of(officer: Officer) -> Held:
    """Return what an officer chose; what nobody chose is as it is for everybody: every topic, by no way."""
    choice = MessageChoice.objects.filter(officer=officer).first() or MessageChoice(officer=officer)
    return Held(
        wecom=choice.wecom,
        has_robot=bool(choice.robot),
        has_application=application_of(officer.office) is not None,
        has_mail=bool(settings.EMAIL_HOST),
        ways=[(each, str(Channel(each).label)) for each in channels_to(officer)],
        topics=[
            (topic, bool(topic.why) or topic.key not in choice.muted) for topic in TOPICS if _concerns(topic, officer)
        ],
    )


def choosable(officer: Officer) -> list[Topic]:
    """Return the topics that one may do without, of those that ever come to somebody in this post."""
    return [topic for topic in CHOICES if _concerns(topic, officer)]


def _concerns(topic: Topic, officer: Officer) -> bool:
    if topic.key in ("progress", "public", "regimes"):
        return officer.is_office
    return topic.key != "answers" or officer.is_leader or officer.is_office
