"""What the pages of where matters come from are for (会议、批示、征集、建议提案、上级转来、分管领域)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "sources": about(
        "事项从哪里来：批示、会议、征集、建议提案、上级交办、群众诉求、来文。数字是还没有变成事项的，从数字大的开始办。",
        "categories",
    ),
    "meetings": about("会议和它的议定事项。登记一次会议，再逐条登记成事项、并入已有的，或者写明不用督办。", "meetings"),
    "meeting_new": about("登记一次会议：名称、日期，议定事项一行一条。", "meetings"),
    "meeting": about(
        "一次会议的议定事项，每条办到哪里。没有定去向的逐条定：登记成事项、并入，或者不用督办。", "meetings"
    ),
    "meeting_correction": about("会议的名称或者日期录错了，在这里更正，写明理由。"),
    "decision_correction": about("议定事项的文字录错了，在这里更正，写明理由。"),
    "decision_matter": about("把一条议定事项登记成督查事项。", "meetings"),
    "decision_joining": about("已有事项在落实这条议定的，并进去。", "meetings"),
    "decision_dismissal": about("这条议定不需要督办的，写明理由。", "meetings"),
    "instructions": about(
        "领导批示和办到哪一步。没有定去向的在前：登记成事项，或者附到已有的事项上；办完了报结果。", "instructions"
    ),
    "instruction_new": about("写一条批示。领导自己写的只有一个框；督查室代录的另填是谁、哪天。", "instructions"),
    "instruction_registration": about(
        "贴上批示原文，系统读出名称、期限和单位，改对了一次办完：登记批示、登记事项、交办（或者提请立项）。",
        "instructions",
        "start_approval",
    ),
    "instruction": about(
        "一条批示：原文、手迹、变成了哪件事项、结果。结果报来以后，领导在这里看并点“已阅”。", "instructions"
    ),
    "instruction_correction": about("批示的文字、日期或者领导录错了，在这里更正，写明理由。"),
    "instruction_matter": about("把批示登记成督查事项。", "instructions"),
    "instruction_addition": about("把批示附到已有的一件事项上，单位看得到新的要求。", "instructions"),
    "instruction_report": about("把办理结果报给作批示的领导。", "instructions"),
    "instruction_scanning": about("附上批示的手迹照片；传错了再传一次，两个版本都保留。"),
    "collections": about(
        "向领导和单位征集需要督办的事项，一轮一轮列出。打开一轮看谁交了、每条怎么定的。", "collection_forms"
    ),
    "collection_new": about("发起一轮征集：问谁、哪天前交。", "collection_forms"),
    "collection": about("一轮征集：谁交了、谁没交，交来的每条登记成事项或者写明不办。", "collection_forms"),
    "collection_correction": about("征集的名称、期限或者对象写错了，在这里更正。"),
    "collection_plan": about("这一轮征集定下来的督办计划，可以打印。", "planning_list"),
    "slip": about("填写需要督办的事项，一行一件，写完交给督查室。没有的也点“交回”，写明没有。", "collection_forms"),
    "wish_matter": about("把征集来的一条登记成督查事项。", "collection_forms"),
    "wish_dismissal": about("征集来的一条不用督办的，写明理由。", "collection_forms"),
    "suggestions": about(
        "人大建议和政协提案：承办单位、答复期限、答复了没有、提出人满不满意。打印出来就是办理情况报告。", "suggestions"
    ),
    "suggestion_new": about("登记一件建议或者提案：编号、提出人、内容、承办单位。", "suggestions"),
    "countersignatures": about("配合单位在这里会签牵头单位的答复。", "suggestions"),
    "suggestion_answer": about("答复建议提案的提出人，按规定的格式成文。", "suggestions"),
    "suggestion_correction": about("建议提案登记错了，在这里更正，写明理由。"),
    "satisfaction": about("登记提出人对答复满不满意。", "suggestions", "satisfaction"),
    "handovers": about(
        "上一级督查室通过系统交来的事项。逐件接下来登记成本级事项，或者写明不属于本级。", "instructions"
    ),
    "handover": about("上级交来的一件：要求、附件、在本级办到哪里、报过什么、上级怎么说。", "instructions"),
    "handover_matter": about("把上级交来的登记成本级的督查事项。"),
    "handover_refusal": about("不属于本级的，写明理由退给上级。"),
    "handover_report": about("向上级报告办理情况。只报选定的文字和附件，本级的其他记录不上传。"),
    "fields": about(
        "各分管领域的总体情况和本季度的四项清单。点一个领域看它的事项和清单。", "portfolios", "quarterly_summary"
    ),
    "field": about(
        "一个分管领域：在办的事项、本季度的清单。科室填清单并交，督查室汇总。", "portfolios", "quarterly_summary"
    ),
    "field_items": about("在本季度的清单里加一条，选属于哪一张清单。", "quarterly_summary", "ledgers"),
}
