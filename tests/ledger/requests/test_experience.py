"""Experience: told to all once the leader has approved it."""

import pytest

from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.models import Notice
from duban.ledger.refusals import Conflict, Refused
from tests import cast, stories

AT = cast.at()
pytestmark = pytest.mark.django_db


@pytest.mark.feature("experience")
@pytest.mark.proves("zhuoni-2022", "第十三条、附件1 二2", "experience")
def test_experience_is_told_to_all_once_the_leader_has_read_it(zhuoni):
    made = stories.matter(zhuoni, due_on="2026-04-30")
    asked = proposals.ask("experience", of=stories.held(made), reason="专班推进，提前完成", by=By(zhuoni.clerk, AT))
    assert asked.clause == "第十三条"
    with pytest.raises(Conflict):
        proposals.carry_out(proposal=asked, media=["卓尼之窗"], by=By(zhuoni.clerk, AT))
    stories.sign_as(asked, zhuoni.leader)
    for media in ([], ["别的报纸"]):
        with pytest.raises(Refused):
            proposals.carry_out(proposal=asked, media=media, by=By(zhuoni.clerk, AT))
    proposals.carry_out(proposal=asked, media=["卓尼之窗", "卓尼电视台"], by=By(zhuoni.clerk, AT))
    notice = Notice.objects.get(paper="experience")
    assert (notice.clause, notice.words["media"]) == ("第十三条", ["卓尼之窗", "卓尼电视台"])
