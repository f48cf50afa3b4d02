"""A paper that was read in yesterday: five tasks in the form of a division of work, some with what a person must settle."""

import datetime

from duban.demo.people import Staff
from duban.ledger.actions.papers import drafts
from duban.ledger.by import By
from duban.ledger.models import SourcePaper
from duban.people.models import Role


def read_in(staff: Staff, at: datetime.datetime) -> SourcePaper:
    """Let the clerk read in an invented division-of-work paper; its tasks wait as drafts."""
    return drafts.read_paper(
        jurisdiction=staff.jurisdiction,
        name="冬春重点工作任务分工.txt",
        data=_text(staff, at.date()).encode(),
        by=By(staff.officer(Role.CLERK), at),
        year=at.year,
    )


def _text(staff: Staff, on: datetime.date) -> str:
    where = "市" if staff.place.is_city else "县"
    units, next_year = staff.units, on.year + 1
    return f"""示例{where}冬春重点工作任务分工

一、稳住经济运行
（一）谋划储备一批投资项目，完善前期手续，{next_year}年1月20日前形成储备清单。（{units["fagai"]}牵头，{units["caizheng"]}、{units["zhujian"]}配合，{next_year}年1月20日前完成）
（二）开展节前农民工工资支付联合检查，问题线索逐件办结。（{units["renshe"]}牵头，{units["zhujian"]}、{units["jiaotong"]}等配合，{next_year}年1月31日前完成）
二、守牢安全底线
（三）排查人员密集场所消防隐患，建立清单并限期整改。（{units["yingji"]}牵头，消防救援大队配合，{next_year}年2月10日前完成）
（四）做好低温雨雪天气道路保通和应急物资储备。（{units["jiaotong"]}、{units["yingji"]}按职责分工负责，{next_year}年1月15日前完成）
三、办好民生实事
（五）核查冬季取暖和供热保障情况，回应群众反映。（{units["zhujian"]}牵头，{next_year}年2月30日前完成）
"""
