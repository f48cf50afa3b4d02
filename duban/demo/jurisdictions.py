"""The five invented offices: an example city or county under each regime, with units, portfolios and letterhead."""

from dataclasses import dataclass

from duban.people.models import Group

_TOWNS = (
    ("jia", "甲镇", Group.TOWNSHIP, "农业农村", ("甲镇人民政府", "甲镇政府")),
    ("yi", "乙镇", Group.TOWNSHIP, "农业农村", ("乙镇人民政府", "乙镇政府")),
    ("bing", "丙乡", Group.TOWNSHIP, "社会民生", ("丙乡人民政府",)),
    ("ding", "丁乡", Group.TOWNSHIP, "城建生态", ("丁乡人民政府",)),
)
_BUREAUS = (
    ("fagai", "县发展改革局", Group.DEPARTMENT, "发展财政", ("县发改局", "发展改革局", "发改局")),
    ("caizheng", "县财政局", Group.DEPARTMENT, "发展财政", ("财政局",)),
    ("zhengwu", "县政务服务中心", Group.DEPARTMENT, "发展财政", ("政务服务中心",)),
    ("nongye", "县农业农村局", Group.DEPARTMENT, "农业农村", ("农业农村局",)),
    ("zhujian", "县住房城乡建设局", Group.DEPARTMENT, "城建生态", ("县住建局", "住建局")),
    ("jiaotong", "县交通运输局", Group.DEPARTMENT, "城建生态", ("县交通局",)),
    ("huanjing", "县生态环境分局", Group.DEPARTMENT, "城建生态", ("县环保局", "生态环境分局")),
    ("yingji", "县应急管理局", Group.DEPARTMENT, "城建生态", ("县应急局",)),
    ("renshe", "县人力资源社会保障局", Group.DEPARTMENT, "社会民生", ("县人社局", "人社局")),
    ("jiaoyu", "县教育局", Group.DEPARTMENT, "社会民生", ("教育局",)),
    ("weijian", "县卫生健康局", Group.DEPARTMENT, "社会民生", ("县卫健局",)),
    ("wenlv", "县文化旅游局", Group.DEPARTMENT, "社会民生", ("县文旅局",)),
)
_COUNTIES = (
    ("jia", "甲县", Group.COUNTY, "农业农村", ("甲县人民政府", "甲县政府")),
    ("yi", "乙县", Group.COUNTY, "社会民生", ("乙县人民政府",)),
    ("bing", "丙区", Group.COUNTY, "城建生态", ("丙区人民政府",)),
    ("ding", "丁市", Group.COUNTY, "发展财政", ("丁市人民政府",)),
)
_ZONE = (("wu", "经济开发区管委会", Group.ZONE, "发展财政", ("经开区管委会", "经开区")),)
_OFFICES = (
    ("fagai", "市发展改革委", Group.DEPARTMENT, "发展财政", ("市发改委", "发展改革委")),
    ("caizheng", "市财政局", Group.DEPARTMENT, "发展财政", ("财政局",)),
    ("gongxin", "市工业和信息化局", Group.DEPARTMENT, "发展财政", ("市工信局",)),
    ("zhengwu", "市行政审批局", Group.DEPARTMENT, "发展财政", ("行政审批局",)),
    ("nongye", "市农业农村局", Group.DEPARTMENT, "农业农村", ("农业农村局",)),
    ("zhujian", "市住房城乡建设局", Group.DEPARTMENT, "城建生态", ("市住建局",)),
    ("jiaotong", "市交通运输局", Group.DEPARTMENT, "城建生态", ("市交通局",)),
    ("huanjing", "市生态环境局", Group.DEPARTMENT, "城建生态", ("生态环境局",)),
    ("yingji", "市应急管理局", Group.DEPARTMENT, "城建生态", ("市应急局",)),
    ("renshe", "市人力资源社会保障局", Group.DEPARTMENT, "社会民生", ("市人社局",)),
    ("jiaoyu", "市教育局", Group.DEPARTMENT, "社会民生", ("教育局",)),
    ("weijian", "市卫生健康委", Group.DEPARTMENT, "社会民生", ("市卫健委",)),
)
# The first leader is the one whom the entrance offers: the field in which most is waiting.
PORTFOLIOS = ("城建生态", "发展财政", "农业农村", "社会民生")


@dataclass(frozen=True)
class Place:
    """One invented office. `categories` says under which category of the regime each source of tasks falls."""

    slug: str
    name: str
    regime: str
    tasks: tuple[str, ...]
    units: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]
    letterhead: dict[str, object]
    categories: dict[str, str]
    published: tuple[str, ...]

    @property
    def is_city(self) -> bool:
        """Return whether it supervises counties."""
        return self.units[0][2] == Group.COUNTY


PLACES = (
    Place(
        slug="sanmenxia",
        name="示例市 · 适用三门峡办法",
        regime="sanmenxia-2019",
        tasks=("city", "sanmenxia"),
        units=(*_COUNTIES, *_ZONE, *_OFFICES),
        letterhead={
            "head": ["示例市人民政府办公室文件"],
            "code": "示政办督",
            "office": "示例市人民政府督查室",
            "cc": ["市委办公室", "市人大常委会办公室", "市政协办公室"],
            "reports": ["市长、副市长"],
        },
        categories={
            "work_report": "work_report",
            "meeting": "meeting",
            "instruction": "instruction",
            "paper": "policy",
            "superior": "policy",
        },
        published=("month", "half_year", "year"),
    ),
    Place(
        slug="zhuoni",
        name="示例县 · 适用卓尼办法",
        regime="zhuoni-2022",
        tasks=("county", "zhuoni"),
        units=(
            *_TOWNS,
            *_BUREAUS,
            ("chengtou", "县城建投资公司", Group.ENTERPRISE, "城建生态", ("城投公司",)),
        ),
        letterhead={
            "script": "དཔེ་མཚོན་རྫོང་མི་དམངས་སྲིད་གཞུང་གཞུང་ལས་ཁང་གི་ཡིག་ཆ།",
            "head": ["示例县人民政府办公室文件"],
            "code": "示政督",
            "office": "示例县人民政府督查室",
            "cc": ["县委办公室", "县人大常委会办公室", "县政协办公室"],
            "reports": ["县长、副县长"],
        },
        categories={
            "work_report": "annual_plan_work",
            "meeting": "meeting_decision",
            "instruction": "key_work",
            "paper": "special_work",
            "proposal": "proposal",
            "message": "public_complaint",
            "superior": "superior_item",
            "environment": "environment",
            "wages": "migrant_wages",
            "business": "business_environment",
            "tourism": "tourism",
            "villages": "ecological_villages",
            "rural": "rural_revival",
            "safety": "practical_matters",
            "other": "phase_matter",
        },
        published=("quarter", "half_year"),
    ),
    Place(
        slug="gansu",
        name="示例县 · 适用甘肃某县方案",
        regime="gansu-county-2023",
        tasks=("county", "gansu"),
        units=(*_TOWNS, *_BUREAUS, ("yuanqu", "县工业园区管委会", Group.ZONE, "发展财政", ("工业园区",))),
        letterhead={
            "head": ["示例县人民政府办公室"],
            "code": "示政督发",
            "office": "示例县人民政府督查室",
            "cc": ["县委办公室", "县人大常委会办公室", "县政协办公室"],
            "reports": ["县长、副县长"],
        },
        categories={
            "work_report": "meeting",
            "meeting": "meeting",
            "instruction": "instruction",
            "paper": "decision",
            "superior": "decision",
            "proposal": "proposal",
            "message": "public_message",
            "other": "urgent_task",
        },
        published=("quarter",),
    ),
    Place(
        slug="ankang",
        name="示例市 · 适用安康办法",
        regime="ankang-2020",
        tasks=("city", "ankang"),
        units=(*_COUNTIES, ("wu", "戊县", Group.COUNTY, "农业农村", ("戊县人民政府",)), *_OFFICES),
        letterhead={
            "head": ["示例市人民政府办公室"],
            "code": "示政督函",
            "office": "示例市政府督查室",
            "circular_code": "示政督通",
            "cc": ["市委办公室", "市人大常委会办公室", "市政协办公室"],
            "reports": ["市长、副市长"],
        },
        categories={
            "work_report": "work_report",
            "meeting": "meeting",
            "instruction": "instruction",
            "paper": "decision",
            "superior": "decision",
            "proposal": "proposal",
            "message": "media",
            "other": "rectification",
        },
        published=("quarter", "half_year"),
    ),
    Place(
        slug="county-plan",
        name="示例县 · 适用县方案",
        regime="county-plan",
        tasks=("county", "county-plan"),
        units=(*_TOWNS, *_BUREAUS),
        letterhead={
            "head": ["示例县人民政府办公室"],
            "code": "示督",
            "office": "示例县人民政府督查室",
            "cc": ["县委办公室", "县人大常委会办公室", "县政协办公室"],
            "reports": ["县长、副县长"],
        },
        categories={
            "work_report": "work_report",
            "meeting": "decision",
            "instruction": "instruction",
            "paper": "paper_report",
            "superior": "superior_item",
            "proposal": "proposal",
            "message": "ordered_supervision",
            "other": "leader_order",
        },
        published=("year",),
    ),
)
