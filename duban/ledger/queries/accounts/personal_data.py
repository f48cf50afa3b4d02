"""What is kept of one officer as a person: account, address, sessions, tokens, views, messages, and what they did."""

import datetime
from typing import Any

from duban.ledger import access
from duban.ledger.models import Attachment, CalendarFeed, JournalLine, Message, MessageChoice, SavedView
from duban.ledger.queries.accounts import sessions
from duban.ledger.verbs import VERBS
from duban.people.models import Delegation, Officer


def known_of(officer: Officer, at: datetime.datetime) -> dict[str, Any]:
    """Return everything that is kept of an officer, in the words in which they read it; matters by their number alone."""
    return {
        "说明": "本系统保存的您的个人信息；办理的业务只列编号",
        "账号": {
            "账号": officer.username,
            "姓名": officer.full_name,
            "岗位": officer.get_role_display(),
            "职务": officer.title,
            "单位": str(officer.unit or ""),
            "邮件地址": officer.email,
            **_choice_of(officer),
            "启用": officer.is_active,
            "登录所用账号": officer.login.username,
            "最近登录": officer.last_login.isoformat() if officer.last_login else None,
        },
        "登录": [
            {"开始": _iso(each.began), "最近使用": _iso(each.seen), "地址": each.address, "浏览器": each.agent}
            for each in sessions.seats_of(officer, at)
        ],
        "接口密钥": [
            {
                "名称": each.name,
                "创建": _iso(each.created_at),
                "有效期至": each.expires_on.isoformat(),
                "最近使用": _iso(each.last_used_at),
            }
            for each in officer.tokens.order_by("id")
        ],
        "日历订阅": _feeds_of(officer),
        "代理": [
            {
                "委托人": str(each.of),
                "代理人": str(each.to),
                "起": each.from_on.isoformat(),
                "止": each.through_on.isoformat(),
            }
            for each in (Delegation.objects.filter(of=officer) | Delegation.objects.filter(to=officer))
            .select_related("of", "to")
            .order_by("id")
        ],
        "保存的视图": [
            {"名称": each.name, "条件": each.query} for each in SavedView.objects.filter(officer=officer).order_by("id")
        ],
        "消息": [
            {"时刻": _iso(each.at), "内容": each.text}
            for each in Message.objects.filter(officer=officer).order_by("id")
        ],
        "上传的附件": [
            {"文件名": each.name, "日期": each.added_on.isoformat(), "SHA-256": each.sha256}
            for each in Attachment.objects.filter(added_by=officer).order_by("id")
        ],
        "办理记录": [
            {"时刻": _iso(moment), "事": VERBS[verb], "事项": no or ""}
            for moment, verb, no in JournalLine.objects.filter(actor=officer)
            .order_by("id")
            .values_list("at", "verb", "matter__no")
        ],
    }


def files_of(officer: Officer) -> list[Attachment]:
    """Return the files that an officer uploaded and may still see: those of business that is no longer theirs are listed only."""
    return list(access.matters.attachments(officer).filter(added_by=officer, erased_on=None).order_by("id"))


def _iso(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _feeds_of(officer: Officer) -> list[dict[str, Any]]:
    return [
        {"创建": _iso(each.created_at), "最近读取": _iso(each.asked_at), "撤销": _iso(each.revoked_at)}
        for each in CalendarFeed.objects.filter(officer=officer).order_by("id")
    ]


def _choice_of(officer: Officer) -> dict[str, Any]:
    choice = MessageChoice.objects.filter(officer=officer).first()
    if choice is None:
        return {}
    return {
        "企业微信账号": choice.wecom,
        "自己的机器人": "已设" if choice.robot else "",
        "不发的消息种类": choice.muted,
    }
