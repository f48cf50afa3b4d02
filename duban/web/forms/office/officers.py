"""Forms of officers, units and portfolios."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from duban.ledger.actions.office.units import KEPT_CODES
from duban.ledger.governed import Governed
from duban.people import groups
from duban.people.models import LEADERS, Jurisdiction, Officer, Portfolio, Role
from duban.web.forms import Form
from duban.web.forms.fields import UnitField, UnitsForm

_ACCOUNT = RegexValidator(r"^[A-Za-z0-9._-]+\Z", "只能用字母、数字、点、横线和下划线")
_CODE = RegexValidator(r"^[a-z0-9_-]+\Z", "只能用小写字母、数字、横线和下划线")


class OfficerForm(UnitsForm):
    """One officer's post."""

    username = forms.CharField(
        label="账号", max_length=60, validators=[_ACCOUNT], help_text="登录用，以后不能改。如 fagai.zhang"
    )
    full_name = forms.CharField(label="姓名", max_length=40)
    role = forms.ChoiceField(label="岗位", choices=[("", "请选择"), *Role.choices])
    unit = UnitField(label="所在单位", required=False, empty="（不属于承办单位）", hint="单位联络员和单位负责人必选")
    title = forms.CharField(label="职务", max_length=60, required=False)

    same_as = forms.CharField(
        label="本人已有的账号",
        max_length=150,
        required=False,
        help_text="同一人在本系统另有岗位的，填那个账号；本人登录后确认，以后一次登录、两个岗位",
    )

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, jurisdiction=jurisdiction, **kwargs)
        if not is_new:
            for name in ("username", "same_as"):
                del self.fields[name]


class UnitForm(Form):
    """One unit with its other names."""

    name = forms.CharField(label="名称", max_length=80)
    group = forms.ChoiceField(label="类别", help_text="决定它参加哪一组的统计和排名，请按办法选定")
    portfolio = forms.ModelChoiceField(
        Portfolio.objects.none(), label="分管领域", required=False, empty_label="（未明确分管领域）"
    )
    contact_leader = forms.ModelChoiceField(
        Officer.objects.none(),
        label="联系领导",
        required=False,
        empty_label="（没有联系领导）",
        help_text="乡镇由联系领导签批督办措施、约谈；没有的由分管领导办理",
    )
    ranked = forms.BooleanField(label="参加排名", required=False, initial=True)
    order = forms.IntegerField(
        label="排列次序", required=False, min_value=0, max_value=9999, help_text="数小的在前；不填的，新单位排在最后"
    )
    code = forms.CharField(
        label="代码",
        max_length=40,
        required=False,
        validators=[_CODE],
        help_text="用于数据交换，以后不能改；不填的，用名称的拼音首字母",
    )
    seat = forms.CharField(
        label="本级办公室代码",
        max_length=50,
        required=False,
        help_text="下级政府的督查室也用本系统的，填它的辖区代码：交给它的事项会转到那里。没有的不填",
    )
    aliases = forms.CharField(
        label="别名",
        max_length=800,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="一行一个：来文中对它的其他称呼，读入文件时据此认出单位",
    )

    def __init__(
        self, *args: Any, jurisdiction: Jurisdiction, is_new: bool, own_group: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # The groups that the document supervises, in its own words; a unit that is in none of them may stay so.
        self.groups = Governed.of(jurisdiction).document.groups
        if own_group is None or own_group in self.groups:
            self.offer("group", [("", "请选择"), *self.groups.items()])
        else:
            self.offer("group", [(own_group, "不属于现行办法的任何类别"), *self.groups.items()])
            self.fields["group"].required = bool(own_group)
        self.offer_records("portfolio", Portfolio.objects.filter(jurisdiction=jurisdiction).order_by("id"))
        if "contact_leader" in Governed.of(jurisdiction).document.roles:
            leaders = Officer.objects.filter(jurisdiction=jurisdiction, role__in=LEADERS, is_active=True)
            self.offer_records("contact_leader", leaders.order_by("id"))
        else:
            del self.fields["contact_leader"]
        if not is_new:
            del self.fields["code"]

    def clean_code(self) -> str:
        # settings/units/new is the page that adds one: a unit of that code could never be opened.
        if self.cleaned_data["code"] in KEPT_CODES:
            raise forms.ValidationError(f"{self.cleaned_data['code']} 另有用处，请换一个代码")
        return self.cleaned_data["code"]

    def clean(self) -> dict[str, Any]:
        words = super().clean()
        likely = groups.suggested(words.get("name") or "", self.groups)
        if "group" in self.errors and likely is not None and not self.data.get("group"):
            del self.errors["group"]
            self.add_error("group", f"请选择类别；{likely.why}，可能是“{self.groups[likely.group]}”")
        return words

    def clean_seat(self) -> str:
        return self.cleaned_data["seat"].strip()

    def clean_aliases(self) -> list[str]:
        names = self.cleaned_data["aliases"].splitlines()
        if any(len(name.strip()) > 80 for name in names):
            raise forms.ValidationError("每个别名不超过 80 字")
        return names


class PortfolioForm(Form):
    """One portfolio with its leader."""

    name = forms.CharField(label="名称", max_length=60, help_text="如 农业口")
    leader = forms.ModelChoiceField(
        Officer.objects.none(),
        label="分管领导",
        required=False,
        empty_label="（暂缺）",
        help_text="报批按此找签批人；暂缺时该领域单位的报批无人可签",
    )

    def __init__(self, *args: Any, jurisdiction: Jurisdiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = Officer.objects.filter(jurisdiction=jurisdiction, role__in=LEADERS, is_active=True)
        self.offer_records("leader", leaders.order_by("id"))
