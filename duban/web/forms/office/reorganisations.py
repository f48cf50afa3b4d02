"""Forms of merging, splitting and abolishing units."""

from django import forms

from duban.ledger.models.reorganisations import Accounts, Kind, Points
from duban.ledger.queries.office.reorganising import Asked
from duban.people.models import Unit
from duban.web.forms import Form
from duban.web.forms.fields import UnitsField, UnitsForm, day_field


class ReorganisationForm(UnitsForm):
    """Which units end, who takes over, from which day, by which paper and rules."""

    musts = ("to",)

    kind = forms.ChoiceField(label="变更方式", choices=Kind.choices, initial=Kind.MERGE, widget=forms.RadioSelect)
    of = UnitsField(label="原单位", required=True, hint="自生效之日起撤并的单位；保留下来的单位不填在这里")
    to = UnitsField(
        label="承接单位",
        required=False,
        hint="拆分的填两个以上，第一个为主要承接单位；新组建的单位请先由系统管理员增加",
    )
    on = day_field("生效日期", hint="不能在已发布排名的考核期内")
    paper = forms.CharField(label="文件名称", max_length=120, help_text="如 某市机构改革方案")
    number = forms.CharField(label="文号", max_length=60, help_text="如 某发〔2026〕3号")
    points = forms.ChoiceField(
        label="原单位当期得分",
        choices=Points.choices,
        initial=Points.FOLLOW,
        widget=forms.RadioSelect,
        help_text="文件另有规定的从其规定；没有规定的由督查室确定，得分页上写明",
    )
    accounts = forms.ChoiceField(
        label="原单位账号", choices=Accounts.choices, initial=Accounts.MOVE, widget=forms.RadioSelect
    )

    def asked(self) -> Asked:
        """Return what is to be done; of the single matters the choice stands beside the form (`given-12`), of the units offered."""
        words = self.cleaned_data
        to = {str(each.pk): each for each in words["to"]}
        given: dict[int, Unit] = {}
        for name, value in self.data.items():
            key = name.removeprefix("given-")
            if name != key and key.isdecimal() and value in to:
                given[int(key)] = to[value]
        kinds = ("kind", "on", "points", "accounts")
        return Asked(of=tuple(words["of"]), to=tuple(words["to"]), given=given, **{name: words[name] for name in kinds})


class RevocationForm(Form):
    """Why a reorganisation is taken back."""

    reason = forms.CharField(
        label="撤回事由", max_length=200, help_text="如 文号录错、承接单位选错；撤回后可以重新办理"
    )
