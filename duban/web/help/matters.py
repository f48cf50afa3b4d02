"""What the pages of matters are for (台账、交办、签收、催办、推进节点、统计)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "matters": about(
        "全部督查事项，按条件筛选、排序，点编号打开一件。勾选几件，可以成批办理；“导出”给出的就是这份清单。",
        "master_ledger",
        "ledgers",
    ),
    "matter_new": about(
        "把一件事登记成督查事项。填名称、要求、期限和承办单位，登记以后还没有发出，核对无误再交办。",
        "ledgers",
        "categories",
    ),
    "matters_calendar": about(
        "同一份台账按日期看：办结期限、应报材料、督查和约谈。点一天看这一天的全部。虚线的日期是暂定的，放假安排公布后才算定。",
        "ledgers",
    ),
    "dispatches": about(
        "把登记好的事项发出去。先核对每件发给谁、哪天到期，再点“交办”，系统编文号、发通知；有一件不合要求就一件也不发。",
        "dispatch_notice",
    ),
    "dispatch_progress": about("件数多的交办正在后台办理，办完自动回到台账。离开这一页不影响办理。", "dispatch_notice"),
    "acceptances": about(
        "把本单位待签收的几件一次签收，写明负责人。有疑问的不要勾，打开那一件拒签并写理由。", "acceptance"
    ),
    "urgings": about("用同一种方式、同一个期限催办勾选的几件。每件的记录各记各的，写在事项的时间线上。", "urging"),
    "step_proposals": about(
        "为勾选的各件提请办法规定的下一步，每件按各自的进度。签批以后才生效，单位在此之前看不到。", "ladder_steps"
    ),
    "matter": about(
        "一件事项的全部：任务书、期限、各单位进度、文书和时间线。“现在可以做”列出这时能办的事，不能办的写明原因。写错了的，在末尾“写错了：更正、撤回”里办。",
        "ledgers",
    ),
    "matter_edit": about(
        "修改还没有交办的任务书。已经交办的不在这里改，到事项页“写错了：更正、撤回”里更正。", "ledgers"
    ),
    "matter_row": about("修改还没有交办的事项的名称、期限和级别，保存以后回到台账。", "ledgers"),
    "matter_closure": about("把已经办结的事项从台账上销掉。销掉以后仍可查询、导出，记录都在。", "ledgers"),
    "matter_revocation": about("撤销还没有交办的登记，写明理由。记录留在日志里，不发任何文书。"),
    "taking_back": about("交办刚发出、单位还没有签收的，马上收回，不用签批。改好以后再发。", "dispatch_notice"),
    "receipt": about("没有账号的单位在纸上签收了，在这里代为登记签收日期和签收人。", "acceptance"),
    "acceptance": about(
        "确认收到这件事，写明本单位的负责人。认为不该由本单位办的，不要签收，回到事项页办“拒签”。", "acceptance"
    ),
    "refusal": about(
        "认为这件事不该由本单位办、或者任务书有误，写明理由拒签。由督查室裁定，裁定以前期限照常计算。",
        "acceptance",
        "objection_to_task",
    ),
    "refusal_ruling": about(
        "裁定单位的拒签：理由成立的收回或者改交，不成立的仍由其办理。写明的意见单位看得到。",
        "acceptance",
        "objection_to_task",
    ),
    "suspension": about("因单位以外的原因办不下去的，暂停计时，写明理由和起止。恢复以前不算超期。", "excuses"),
    "resumption": about("原因消除了，从今天起恢复计时：停下来时还剩几个工作日，就从今天起再给几个工作日。", "excuses"),
    "urges": about(
        "催办这个单位：选方式，写要求和答复期限。办法把催办定为一级督办的，在这里办就算实施了那一级。",
        "urging",
        "ladder_steps",
    ),
    "reopening": about("已经认定的办结不成立时，撤回认定，由单位重新办理。", "reopening"),
    "milestones": about(
        "写明这件事分几步走、每步哪天到。可以先选一个节点模板，日期从起算日推出来，再逐个改。", "milestones"
    ),
    "milestone_arrival": about("登记一个节点已经到达，写明日期。", "milestones"),
    "milestone_templates": about(
        "常用的节点安排，登记事项或者排推进计划时选用。改模板不影响已经用过它的事项。", "milestones"
    ),
    "milestone_template_new": about("写一个节点模板：每步的名称和从起算日起的天数。", "milestones"),
    "milestone_template": about("修改一个节点模板。已经用过它的事项不变。", "milestones"),
    "statistics": about(
        "一年的事项画成四张图：超期、办理结果、督办措施、办结用时。点任何一个数就是那份清单；“表”是同样的数，“Excel”导出。",
        "ledgers",
    ),
    "statistics_units": about(
        "各单位的名次走势、基层负担、事项来源和群众满意度。点任何一个数就是那份清单。",
        "ranking",
        "burden_meter",
        "satisfaction",
    ),
    "ageing": about("办得最久、最久没有消息的事项，从长到短。先打开最上面的，催办或者问清原因。", "ageing_list"),
    "burden": about(
        "一个月里向各单位要了多少材料、开了多少会、查了多少次，哪些可以合并。超出的先减再发。", "burden_meter"
    ),
    "attachment_look": about("看大图，左右翻到同一处的其他照片。要原图的点“下载原图”。"),
    "attachment_replacement": about("附件传错了，换成对的，写明理由。两个版本都保留。"),
    "parts": about(
        "把一件事分解成几件，各有单位和期限。分解出来的各自签收、报送，原来的一件看得到它们的进度。",
        "joint_assignments",
    ),
}
