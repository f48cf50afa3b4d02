"""What the pages of due process are for (异议、代签、处理结果)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "delegations": about("不能签批的几天，委托别人代理签批：选人和起止日期。代签的写明代谁；本人随时可以提前结束。"),
    "objections": about("单位对记录提出的异议和申辩：待裁定的在前。打开一件，核实以后裁定。", "excuses"),
    "objection": about(
        "一件异议：针对哪条记录、怎么说、附了什么。裁定成立的，记录不再计入或者不扣分；不成立的写明理由。", "excuses"
    ),
    "objection_new": about(
        "认为一条记录不对或者有正当理由，写明情况、附上证明。由督查室裁定，裁定以前照原记录计。", "excuses"
    ),
    "plea": about("预计到期办不完而有正当理由的，在到期以前写明，附上证明。由督查室裁定。", "excuses"),
    "demands": about(
        "要求单位交办法在这一步规定的材料（书面检查、书面承诺、整改方案等），写明哪天前交。",
        "self_criticism",
        "commitments",
        "ladder_steps",
    ),
    "take_back": about("撤回一条录错的记录，写明理由。原记录留在日志里，由它产生的后果一并撤回；页面先列出会变什么。"),
    "consequences": about(
        "已经作出的处理：通报、约谈、书面检查、移交等，按单位和种类查。点一件看办到哪一步。",
        "ladder_steps",
        "sanctions",
    ),
    "consequence": about(
        "一件处理：依据、文书、应交的材料、结果。“现在可以做”列出下一步。", "ladder_steps", "interviews", "commitments"
    ),
    "unit_outcome": about(
        "办法对单位规定的处理（末位约谈、取消评优等）：写明谁批准，约谈的写明谁在何时何地约谈。文书编号送达单位，作出的处理列入“处理结果”。",
        "sanctions",
        "ranking",
    ),
    "consequence_result_correction": about("约谈结果记错了，在这里更正，写明理由。前后两次都保留。", "interviews"),
}
