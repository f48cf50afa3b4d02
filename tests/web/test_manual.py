"""docs/manual: every word in bold stands on the pages through which its task goes, and every button that is pressed there is told of."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.ledger.models import Matter
from duban.web.help import manual
from tests import inspecting, pictures, rectifying, stories
from tests.web import test_jobs as jobs
from tests.web.hand import Hand

pytestmark = pytest.mark.django_db
MATTER = "推进某项目建设"


class Reader(Hand):
    """A hand that keeps what stands on the pages that it opens, and the buttons that it presses."""

    def __post_init__(self):
        self.read, self.pressed = [], []
        super().__post_init__()

    def press(self, word, **words):
        self.pressed.append(word)
        super().press(word, **words)

    def look(self, address):
        self._open(address)
        return self

    def _open(self, address):
        super()._open(address)
        self.read.append("".join(self.page.text_content().split()))


class Walk:
    """A task on its way through the pages, by whoever takes part in it."""

    def __init__(self, office, signed_in):
        self.office, self.signed_in, self.readers = office, signed_in, []

    def by(self, name):
        self.readers.append(Reader(self.signed_in(self.office.officers[name])))
        return self.readers[-1]

    @property
    def words(self):
        return "\n".join(page for reader in self.readers for page in reader.read)

    @property
    def pressed(self):
        return [word for reader in self.readers for word in reader.pressed]


def _job(walk, job, who, before):
    before(walk.office)
    reader = walk.by(who)
    job(walk.office, reader)
    return reader


def _page():
    return f"/matters/{Matter.objects.get().no}"


def _register(walk):
    _job(walk, jobs._instruction, "clerk", jobs._given)


def _dispatch(walk):
    for title in ("第一件", "第二件"):
        stories.matter(walk.office, title=title, due_on="2026-06-30", dispatched=False)
    reader = walk.by("clerk")
    reader.follow("待交办")
    reader.press("交办所选", no=["2026-1", "2026-2"])
    reader.press("交办2件")
    reader.look("/matters/2026-1")


def _sign_for(walk):
    reader = _job(walk, jobs._receipt, "liaison", jobs._sent)
    second = stories.matter(walk.office, title="第二件", due_on="2026-06-30")
    reader.look(f"/matters/{second.no}").follow("签收")
    reader.look(f"/matters/{second.no}").follow("不属本单位，拒签")


def _report(walk):
    _job(walk, jobs._report, "liaison", jobs._accepted).look("/desk").look(_page())


def _review(walk):
    reader = _job(walk, jobs._review, "clerk", jobs._reported)
    stories.report(walk.office, Matter.objects.get(), walk.office.default_at, what="progress")
    reader.look("/desk").follow("待审核")
    reader.follow(MATTER)
    reader.follow("审核反馈")
    reader.press("退回", reason="没有附上照片", redo_by="2026-04-10")


def _urge(walk):
    reader = _job(walk, jobs._urge, "clerk", jobs._late)
    reader.look(_page()).follow("提请：全市通报")
    reader.press("提请签批")
    walk.by("leader").press("同意")
    reader.look("/desk").follow("已批待实施")
    reader.follow(MATTER)
    reader.look("/matters")


def _extend(walk):
    reader = _job(walk, jobs._extension, "liaison", jobs._accepted)
    reader.look("/desk").follow("我的申请在办")
    reader.follow(MATTER)
    reader.look(_page())


def _sign(walk):
    reader = _job(walk, jobs._approval, "leader", jobs._asked)
    assert "问一句" in reader.read[0]


def _rank(walk):
    _job(walk, jobs._ranking, "office_head", jobs._february)
    walk.by("liaison").follow("每一分的依据")


def _import(walk):
    _job(walk, jobs._import, "clerk", lambda office: None)


def _inspect(walk):
    office = walk.office
    inspecting.visit(office, inspecting.under_way(office))
    made = rectifying.inspection(office, no="DC2026-8")
    row = rectifying.finding(office, made)
    clerk = walk.by("clerk")
    clerk.look("/inspections").follow("拟定督查")
    clerk.look(f"/inspections/{made.pk}").follow("交办")
    clerk.press("交办并发通知", rectify_by="2026-04-30")
    inspector = walk.by("inspector")
    inspector.look("/inspections").follow("我的点位")
    inspector.press("到场")
    unit = walk.by("liaison").look(f"/findings/{row.pk}")
    unit.press("报送整改方案", measures="倒排工期", responsible="王某", promised_on="2026-04-20")
    unit.press("报送", result="已经开工", files=_photo())
    inspector.look(f"/findings/{row.pk}").press("退回整改", note="手续还没有办")
    unit.look(f"/findings/{row.pk}").press("报送", result="手续办齐", files=_photo())
    inspector.look(f"/findings/{row.pk}").press("销号", note="属实")


def _photo():
    return SimpleUploadedFile("整治后.jpg", pictures.picture(), content_type="image/jpeg")


def _adopt(walk):
    reader = walk.by("office_head")
    reader.look("/regime").follow("采用记录")
    reader.look("/regime").follow("制度工作室")
    reader.follow("起草")


WALKS = {
    "register-instruction": _register,
    "dispatch-together": _dispatch,
    "sign-for": _sign_for,
    "report-progress": _report,
    "review-report": _review,
    "urge-and-escalate": _urge,
    "ask-extension": _extend,
    "leader-signs": _sign,
    "publish-ranking": _rank,
    "import-ledger": _import,
    "inspect-and-rectify": _inspect,
    "adopt-document": _adopt,
}


def _bold(name):
    return ["".join(each.split()) for each in re.findall(r"\*\*(.+?)\*\*", manual.source(name))]


@pytest.mark.parametrize("name", manual.TASKS)
def test_the_words_of_a_task_stand_on_its_pages(name, office, signed_in):
    walk = Walk(office, signed_in)
    WALKS[name](walk)
    said, words = _bold(name), walk.words
    assert len(said) > 4 and [each for each in said if each not in words] == []
    assert [each for each in walk.pressed if not any(word in each or each in word for word in said)] == []
