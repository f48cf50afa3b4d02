"""What the public wrote in the demonstration: one appeal in each state, as the office left them yesterday morning."""

import datetime
import itertools
import random

from duban.demo.people import Staff
from duban.ledger import access
from duban.ledger.actions.matters import matters
from duban.ledger.actions.public import appeals, ratings
from duban.ledger.actions.public.appeals import Writing
from duban.ledger.by import By
from duban.ledger.models import Appeal, Assignment, Matter
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.matters import DONE_STATES, State
from duban.ledger.queries.public import appeals as queries
from duban.people.models import Role

# Channel, kind, what it says, how hard, days since it came, days until the platform's limit.
_NEW = (
    ("hotline", "complaint", "小区门口路灯坏了半个月，夜里老人孩子出行不便，请尽快修好。", "", 1, 4),
    ("site", "complaint", "小区门口路灯坏了半个月，夜里老人孩子出行不便，请尽快修好！", "", 0, 5),
    ("board", "idea", "建议早高峰在实验小学门前增派人员疏导交通。", "simple", 2, 8),
    ("letter", "complaint", "楼下烧烤店油烟直排，夏天不能开窗，多次向社区反映没有结果。", "complex", 12, -2),
    ("visit", "question", "老旧小区加装电梯，低层住户不同意怎么办，有没有补助？", "simple", 3, 6),
)
_ANSWERED = ("phone", "question", "城乡居民医保缴费截止到哪一天，外地怎么缴？", "simple", 9, 1)
_DECLINED = ("letter", "complaint", "要求撤销法院对我家宅基地纠纷的判决。", "difficult", 20, -5)
_CHANNELS = ("hotline", "board", "state_council", "visit", "media")
_CALLED = (
    ("content", ""),
    ("fair", "解决了，就是等得久了一点。"),
    ("dissatisfied", "修好一周又坏了。"),
    ("dissatisfied", "要求另外赔偿，没有答应。"),
    ("dissatisfied", "只修了路口一段。"),
)


def write_appeals(staff: Staff, at: datetime.datetime) -> None:
    """Enter the appeals and what became of them, all at that instant, on matters that are there already."""
    told = _Appeals(staff, at)
    if queries.clauses_of(staff.jurisdiction):
        appeals.open_intake(jurisdiction=staff.jurisdiction, is_open=True, by=By(staff.officer(Role.OFFICE_HEAD), at))
    for row in _NEW:
        told.receive(*row)
    answered = told.receive(*_ANSWERED)
    told.answer(answered, "居民医保缴费到本月底止，可以用手机或者在任何一家代办银行缴。")
    declined = told.receive(*_DECLINED)
    reason = "已由人民法院判决，不属行政机关受理范围；不服的请依法申诉。"
    appeals.decline_appeal(appeal=declined, reason=reason, by=By(told.clerk, at))
    told.go_with_matters()


class _Appeals:
    def __init__(self, staff: Staff, at: datetime.datetime) -> None:
        self.staff, self.at, self.today = staff, at, at.date()
        # A chance of its own: the rest of the story stays what it was.
        self.chance = random.Random(f"duban appeals {staff.place.slug}")
        self.clerk = staff.officer(Role.CLERK)
        self.surnames = itertools.cycle("钱孙李赵褚卫尤华俞柳丰凤廉岑酆")

    def receive(self, channel: str, kind: str, text: str, triage: str, since: int, until: int) -> Appeal:
        own = channel == "site"
        day = datetime.timedelta(days=1)
        writing = Writing(
            channel=channel,
            kind=kind,
            received_on=self.today - since * day,
            text=text,
            person=f"{next(self.surnames)}某某",
            contact=f"000-0000-{self.chance.randrange(1000, 9999)}",
            source_no=f"示例{self.chance.randrange(100000, 999999)}"
            if channel in ("hotline", "board", "state_council")
            else "",
            due_on=None if own else self.today + until * day,
            triage=triage,
        )
        return appeals.receive_appeal(
            jurisdiction=self.staff.jurisdiction,
            writing=writing,
            actor=None if own else self.clerk,
            at=self.at,
            code=access.public.digest_of("DEMO DEMO DEMO") if own else "",
        )

    def answer(self, appeal: Appeal, reply: str) -> None:
        appeals.answer_appeal(appeal=appeal, reply=reply, by=By(self.clerk, self.at))

    def go_with_matters(self) -> None:
        """Let one go with a matter in hand, two with one that is done, and five be called back; the last is done again."""
        held = Matter.objects.filter(jurisdiction=self.staff.jurisdiction, suggestion=None).order_by("id")
        in_hand = held.filter(state=State.IN_HAND).first()
        accepted = held.filter(assignments__part=Part.LEAD, assignments__stage=Stage.COMPLETED, state__in=DONE_STATES)
        done = sorted(accepted.distinct(), key=lambda each: (each.source != "message", -each.pk))[:7]
        if in_hand is not None:
            self._join(in_hand, "hotline", 6, 9)
        for place, matter in enumerate(done):
            appeal = self._join(matter, _CHANNELS[place % len(_CHANNELS)], 30, 2)
            if place == 0:
                continue
            self.answer(appeal, f"您反映的“{matter.title}”已经办结，现场核实过。")
            if place > 1:
                self._call(place - 2, matter, appeal)

    def _join(self, matter: Matter, channel: str, since: int, until: int) -> Appeal:
        text = f"希望尽快办好这件事：{matter.title}。已经等了一段时间，请告诉我们进展。"
        appeal = self.receive(channel, "complaint", text, "complex", since, until)
        return appeals.join_appeal(appeal=appeal, matter=matter, by=By(self.clerk, self.at))

    def _call(self, place: int, matter: Matter, appeal: Appeal) -> None:
        word, note = _CALLED[place]
        rating = ratings.rate_matter(
            matter=matter,
            appeal=appeal,
            satisfaction=word,
            manner="phone",
            note=note,
            rated_on=self.today,
            called_by=self.clerk,
            actor=self.clerk,
            at=self.at,
        )
        if place == 3:
            ratings.keep_result(rating=rating, reason="赔偿请求没有依据，已当面解释。", by=By(self.clerk, self.at))
        if place == 4:
            lead = Assignment.objects.filter(matter=matter, part=Part.LEAD, stage=Stage.COMPLETED).first()
            if lead is not None:
                head = self.staff.officer(Role.OFFICE_HEAD)
                matters.reopen_assignment(assignment=lead, reason="回访不满意：只修了一段。", by=By(head, self.at))
