"""Forms of the office's calendar."""

from django import forms

from duban.ledger.queries.office.calendars import FIRST, LAST
from duban.web.forms import Form
from duban.web.forms.fields import day_field, text_field

EXAMPLE = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕×号\n一、元旦：1月1日至3日放假，共3天。\n二、春节：……放假，共9天。……上班。"


class NoticeForm(Form):
    """A holiday notice as its text, with what the text does not say."""

    text = forms.CharField(
        label="通知原文",
        max_length=20000,
        widget=forms.Textarea({"rows": 12, "placeholder": EXAMPLE}),
        help_text="粘贴通知全文；或一行一个节日，写成“春节：2月4日至10日放假，共7天。2月2日（星期六）上班。”",
    )
    year = forms.IntegerField(
        label="年份", required=False, min_value=FIRST, max_value=LAST, help_text="原文标题写明的可以不填"
    )
    number = forms.CharField(label="文号", max_length=60, required=False, help_text="原文已有的可以不填")
    issued_on = day_field("成文日期", required=False, hint="原文落款已有的可以不填")
    is_local = forms.BooleanField(
        label="地方节日（民族自治地方等由当地政府规定的）",
        required=False,
        help_text="只在本辖区加放的日子；不改变全国安排是否公布",
    )


class WithdrawalForm(Form):
    """Why a notice is withdrawn."""

    musts = ("reason",)

    reason = text_field("撤销原因", required=False, rows=2, most=200)
