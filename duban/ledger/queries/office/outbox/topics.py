"""Topics: what letters speak of, by the kind of the message; which of them a person may do without, and why not of the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from duban.ledger.models import Message


@dataclass(frozen=True)
class Topic:
    """One sort of message. `kinds` are verbs of the journal, or the beginnings of verbs that end in a point.

    `why`: of what everybody must know, why it cannot be switched off; empty where it can.
    """

    key: str
    word: str
    says: str
    kinds: tuple[str, ...]
    why: str = ""


# In the order in which the page has them. A kind that stands nowhere belongs to `orders`: what is not known to be of no need is told.
TOPICS = (
    Topic(
        "orders",
        "交办、催办和退回",
        "新交办、改派、催办、提问、退回重报、重新办理、督查通知和整改要求",
        (
            "assignment.dispatched",
            "assignment.transferred",
            "assignment.suspended",
            "assignment.resumed",
            "refusal.rejected",
            "report.returned",
            "matter.reopened",
            "support.reopened",
            "question.asked",
            "question.withdrawn",
            "opinion.asked",
            "order.",
            "dispatch.taken_back",
            "unit.",
            "urging.taken_back",
            "paper.voided",
            "reorganisation.",
            "consequence.demanded",
            "consequence.summoned",
            "inspection.announced",
            "preparation.asked",
            "self_inspection.requested",
            "self_inspection.returned",
            "finding.handed",
            "finding.ordered",
            "finding.returned",
            "finding.reopened",
        ),
        "收到就要办，期限从发出之日起算",
    ),
    Topic(
        "sanctions",
        "督办措施和处理",
        "超期记录、扣分记录、考核结果、通报约谈等措施、督查结论和复核决定",
        (
            "step.carried_out",
            "outcome.carried_out",
            "consequence.imposed",
            "lateness.derived",
            "fact.recorded",
            "ranking.",
            "conclusion.delivered",
            "objection.rejected",
            "finding.not_excused",
            "review.changed",
            "review.kept",
        ),
        "关系本单位的考核，提出异议、申请复核都有期限",
    ),
    Topic("deadlines", "期限提醒", "到期前的提醒、代理签批的提醒", ("reminder",), "错过期限即记为超期"),
    Topic(
        "signing",
        "等您签批、审阅",
        "报批、督查方案、督查结论、复核、账号变更等您决定",
        (
            "proposal.opened",
            "proposal.signed",
            "proposal.reminded",
            "proposal.undone",
            "inspection.applied",
            "conclusion.forwarded",
            "conclusion.read",
            "review.named",
        ),
        "别人等着您的决定",
    ),
    Topic(
        "accounts",
        "账号安全和岗位交接",
        "口令、动态口令被重置，账号资料改动，岗位交接",
        ("officer.", "second_factor.", "account_change.", "succession."),
        "不是您本人所为时，要能立即发现",
    ),
    Topic(
        "progress",
        "单位办理动态",
        "已签收、报来反馈、提出异议、申报加分、报来整改",
        (
            "assignment.accepted",
            "assignment.refused",
            "report.submitted",
            "report.taken_back",
            "complaint.made",
            "objection.made",
            "consequence.handed_in",
            "claim.made",
            "entry.made",
            "slip.returned",
            "handover.arrived",
            "handover.passed",
            "self_inspection.handed_in",
            "finding.reported",
            "finding.pleaded",
            "review.requested",
        ),
    ),
    Topic(
        "results",
        "申请和办理的结果",
        "延期、销号、拒签、申报、异议的结果，认定办结，解除处理，更换附件",
        (
            "proposal.refused",
            "refusal.upheld",
            "assignment.extended",
            "assignment.written_off",
            "assignment.completed",
            "complaint.ruled",
            "objection.upheld",
            "consequence.lifted",
            "claim.verified",
            "claim.rejected",
            "finding.struck",
            "finding.excused",
            "file.replaced",
        ),
    ),
    Topic(
        "answers",
        "批示、提问和约谈的结果",
        "批示办理结果、提问的答复、约谈结果",
        ("instruction.reported", "question.answered", "consequence.followed"),
    ),
    Topic("public", "群众诉求和评价", "收到网上诉求、反映人作出评价", ("appeal.received", "matter.rated")),
    Topic("regimes", "制度草稿", "送来复核、退回、复核通过", ("regime_draft.",)),
)
BY_KEY = {topic.key: topic for topic in TOPICS}
CHOICES = tuple(topic for topic in TOPICS if not topic.why)


def topic_of(kind: str) -> Topic:
    """Return the topic of a message's kind."""
    for topic in TOPICS:
        if any(kind == each or (each.endswith(".") and kind.startswith(each)) for each in topic.kinds):
            return topic
    return BY_KEY["orders"]


def wanted(messages: Iterable[Message], muted: Collection[str]) -> list[Message]:
    """Return the messages that go into a letter: all but those of topics that the person does without."""
    quiet = {topic.key for topic in CHOICES} & set(muted)
    return [each for each in messages if topic_of(each.kind).key not in quiet]
