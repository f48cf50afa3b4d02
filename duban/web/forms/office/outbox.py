"""Forms of letters and robots."""

from typing import Any

from django import forms

from duban.ledger.models.robots import Readers
from duban.ledger.queries.office.outbox import posts
from duban.web.forms import Form
from duban.web.forms.fields import UnitField, UnitsForm

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _secret() -> forms.Widget:
    return forms.PasswordInput({"autocomplete": "off"})


class WaysForm(Form):
    """By which ways one's letters come; a robot that is set is kept where nothing is typed."""

    email = forms.CharField(
        label="邮件地址", required=False, max_length=200, help_text="有新消息的工作日，每天最多一封；留空则不发邮件。"
    )
    wecom = forms.CharField(
        label="企业微信账号",
        required=False,
        max_length=64,
        help_text="在企业微信通讯录里的账号，由单位的企业微信管理员告知；留空则不发。",
        widget=forms.TextInput(_PLAIN),
    )
    robot = forms.CharField(
        label="自己的机器人地址",
        required=False,
        max_length=400,
        help_text="在钉钉、企业微信或飞书里建一个只有您自己的群，添加机器人，把 Webhook 地址整个粘贴到这里。",
        widget=forms.TextInput(_PLAIN),
    )
    robot_secret = forms.CharField(
        label="加签密钥",
        required=False,
        max_length=100,
        help_text="钉钉机器人选了“加签”的填；其他留空。",
        widget=_secret(),
    )
    alone = forms.BooleanField(label="这个群里只有我自己", required=False)
    drop_robot = forms.BooleanField(label="不再发到已设的机器人", required=False)

    def __init__(self, *args: Any, has_application: bool, has_mail: bool, has_robot: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_application:
            del self.fields["wecom"]
        if not has_robot:
            del self.fields["drop_robot"]
        else:
            self.fields["robot"].help_text = "已设置，地址不再显示；要换就粘贴新的。"
        if not has_mail:
            self.fields["email"].help_text = "本系统还没有设置邮件服务器，设置后按这个地址发。"


class RobotForm(Form):
    """A robot of a group."""

    name = forms.CharField(label="名称", max_length=40, help_text="如 县长办公会群")
    address = forms.CharField(
        label="机器人地址",
        max_length=400,
        help_text="在群的机器人设置里复制 Webhook 地址，整个粘贴。安全设置请选“关键词”，关键词填：督办。",
        widget=forms.TextInput(_PLAIN),
    )
    secret = forms.CharField(
        label="加签密钥",
        required=False,
        max_length=100,
        help_text="钉钉机器人选了“加签”的填；其他留空。",
        widget=_secret(),
    )


class ApplicationForm(Form):
    """The application of WeCom."""

    name = forms.CharField(label="名称", max_length=40, initial="企业微信应用")
    corporation = forms.CharField(label="企业 ID", max_length=64, widget=forms.TextInput(_PLAIN))
    agent = forms.CharField(label="AgentId", max_length=20, widget=forms.TextInput({**_PLAIN, "inputmode": "numeric"}))
    secret = forms.CharField(label="Secret", max_length=200, widget=_secret())
    base = forms.CharField(
        label="私有地址",
        required=False,
        max_length=200,
        help_text="政务微信等私有部署的填，如 https://im.example.gov.cn；用公网企业微信的留空。",
        widget=forms.TextInput(_PLAIN),
    )


class LettingForm(UnitsForm):
    """Who is in the group, and of what the robot speaks there."""

    readers = forms.ChoiceField(label="群里是哪些人", choices=Readers.choices, widget=forms.RadioSelect)
    unit = UnitField(label="哪个单位", required=False, empty="（不是一个单位的群）")
    kinds = forms.MultipleChoiceField(
        label="发哪些内容",
        choices=list(posts.KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="各单位都在的群里，只能发通报和排名；单个事项只发到督查室和领导的群，或者承办单位自己的群。",
    )
