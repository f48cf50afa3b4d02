"""Forms of bulletins, templates and the letterhead."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from duban.ledger.models.bulletins import Audience
from duban.ledger.wordings import catalogue
from duban.ledger.wordings.templates import Place
from duban.web.forms import DateField, Form


class DraftForm(Form):
    """Which bulletin, for which period."""

    kind = forms.ChoiceField(label="种类")
    span = forms.ChoiceField(label="期间")
    on = DateField(label="期间内的任一天", help_text="例如选“月度”并填 2026-03-15，就是 2026 年 3 月。")

    def __init__(self, *args: Any, kinds: Iterable[catalogue.Kind], spans: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("span", list(spans.items()))
        self.offer(
            "kind",
            [(kind.id, f"{kind.name}（{'、'.join(spans[each] for each in kind.spans)}）") for kind in kinds],
        )


class BulletinForm(Form):
    """The words of a draft, line by line, and who reads it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=200, widget=forms.Textarea({"rows": 2}))
    addressees = forms.CharField(label="主送", max_length=500, required=False, help_text="以逗号隔开；简报不写主送。")
    text = forms.CharField(
        label="正文",
        max_length=60000,
        widget=forms.Textarea({"rows": 22}),
        help_text="一行一段；以“一、”“（一）”起头的是小标题。〖表1〗那一行代表表格，可以移动或删去。",
    )
    audience = forms.ChoiceField(label="系统内阅读范围", choices=Audience.choices)
    is_public = forms.BooleanField(label="公开发布（附注“此件公开发布”）", required=False)
    media = forms.CharField(  # type: ignore[assignment]  # a field, kept apart from the form's own attribute
        label="刊发媒体", max_length=200, required=False, help_text="需要媒体刊发的写明，如 县政府网站、县电视台。"
    )


class OpinionForm(Form):
    """What the signer says."""

    decision = forms.ChoiceField(choices=[("agree", "同意"), ("return", "退回修改")])
    opinion = forms.CharField(label="审签意见", required=False, max_length=1000, widget=forms.Textarea({"rows": 3}))


class TemplateForm(Form):
    """An office's own .docx for one kind of paper."""

    takes = ("docx",)

    of = forms.ChoiceField(label="用于")
    file = forms.FileField(label="Word 模板（.docx）")

    def __init__(self, *args: Any, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("of", [(place.of, place.name) for place in places])


def _lines(label: str, help_text: str, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=forms.Textarea({"rows": 3}), help_text=help_text
    )


class LetterheadForm(Form):
    """What stands on every paper of the office."""

    script = forms.CharField(
        label="第二种文字的红头", required=False, max_length=200, help_text="双文红头的，写在汉文之上，如藏文、蒙文。"
    )
    head = _lines("红头", "每行一个机关，如 示例县人民政府办公室文件", True)
    code = forms.CharField(label="发文代字", max_length=20, help_text="如 示政督，文号为 示政督〔2026〕12号")
    circular_code = forms.CharField(
        label="通报类发文代字", max_length=20, required=False, help_text="不填的，在发文代字后加“通”。"
    )
    office = forms.CharField(label="署名单位", max_length=60)
    printer = forms.CharField(
        label="印发机关", max_length=60, required=False, help_text="版记中的印发机关；不填同署名单位。"
    )
    reports = _lines("报", "简报的报送领导，每行一个")
    cc = _lines("抄送", "通报类文书的抄送机关，每行一个")
