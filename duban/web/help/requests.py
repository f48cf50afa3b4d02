"""What the pages of requests are for (报批、签批); one for each act that only signatures make happen, as the act calls itself."""

from duban.ledger import acts
from duban.web.help.about import About, about

# Act → the features by which a document speaks of it.
_FEATURES: dict[str, tuple[str, ...]] = {
    "extension": ("extension_approval",),
    "write_off": ("write_off_approval",),
    "transfer": ("transfer_approval",),
    "start": ("start_approval",),
    "escalation": ("escalation",),
    "coordination": ("coordination_request",),
    "experience": ("experience",),
    "sanction": ("sanctions",),
    "step": ("ladder_steps",),
    "ruling": ("ladder_steps",),
    "outcome": ("ladder_steps",),
    "completion": ("completion_check",),
}


def _of(act: acts.Act) -> About:
    """Return what the page says on which an act is asked for."""
    words = f"在这里{act.button}。页面写明由谁签批；签批以前什么也不变，提出以后还可以在“报批”里撤回。"
    return about(words, *_FEATURES.get(act.name, ()))


PAGES: dict[str, About] = {
    **{act.route: _of(act) for act in acts.every()},
    "start_proposals": about("为勾选的各件提请立项审批，一张审批单列出全部。签批以后才能交办。", "start_approval"),
    "proposals": about("要签批才生效的事：等我签的、正在办的、已批待实施的、办完的。先看等您签的。"),
    "signatures": about("同一种报批一次签批。去掉勾的留下，单独定；每件仍各记各的。"),
    "proposal": about(
        "一件报批：要办什么、办法怎么规定、谁签过。怎么定的、什么理由都写进记录；点错了，一分钟内可以撤销。"
    ),
    "summons": about("约谈批准以后，在这里通知单位时间、地点和谁来；改期也在这里。", "interviews"),
    "execution": about(
        "把已经批准的措施实施下去：写明日期和方式，系统编文号、发文书，并从这一天起计时。", "ladder_steps"
    ),
}
