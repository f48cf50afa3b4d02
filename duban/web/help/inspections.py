"""What the pages of inspections are for (督查计划、方案、点位、问题、整改、结论、复核、迎检)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "inspections": about(
        "全部督查活动，按时间排列。新的从“拟定督查”开始；暗访在到场以前，只有拟定人、督查组、签批人和督查室负责人看得到。",
        "inspections",
    ),
    "inspection_new": about(
        "拟一份督查方案：查谁、查什么、哪几天、督查组有谁。保存以后提请签批，批准才能开始。",
        "inspection_plan",
        "inspections",
    ),
    "inspection_tasks": about(
        "自查和迎检应交的材料：谁该交、哪天前、交了没有。点一项去交或者去看。",
        "self_inspection",
        "received_inspections",
    ),
    "reception_new": about("上级要来督查，先登记，再列出要准备什么、谁准备。", "received_inspections"),
    "inspection": about(
        "一次督查的全部：方案、督查组、点位、问题、结论。“现在可以做”列出下一步。", "inspections", "team"
    ),
    "inspection_edit": about("修改还没有提请签批的督查方案。", "inspection_plan"),
    "inspection_application": about(
        "把督查方案提请签批，页面写明由谁签、同一时间各单位还被要求什么。", "inspection_plan"
    ),
    "inspection_signature": about("签批督查方案：同意，或者退回并写明怎么改。", "inspection_plan"),
    "inspection_filing": about("办法要求备案的，登记备案日期和文号。", "annual_plan"),
    "inspection_start": about(
        "督查组出发。页面先列出同一些单位近期还有哪些督查，能合并的合并。", "inspections", "burden_meter"
    ),
    "inspection_cancellation": about("取消还没有开始的督查，写明理由。"),
    "inspection_closure": about("督查办完了，归档。还没有整改完的问题继续跟踪，不受影响。", "inspections"),
    "inspection_members": about(
        "给督查组加人：督查员名册上的，或者外部参与人员。要回避的不能加。", "team", "external_participants", "recusal"
    ),
    "member_recusal": about("督查组成员与被督查单位有关系的，登记回避，写明理由。", "recusal"),
    "inspection_draws": about(
        "用抽签定督查的单位、事项或者督查员。抽签有种子，谁都可以重新抽一遍，结果一样。", "random_draw"
    ),
    "draw": about("一次抽签：从哪些里面抽、抽出了谁。页面当场重抽一遍，与记录一致才有效。", "random_draw"),
    "inspection_visits": about("安排点位：去哪个单位、哪个地方、哪天。", "inspections"),
    "inspection_finding": about("登记没有点位的问题：上级检查发现的，或者材料里看出来的。", "findings"),
    "visits": about(
        "今天要去的点位和之后的安排。到了地方，打开点位点“到场”，再记录所见。", "inspections", "unannounced"
    ),
    "visit": about(
        "一个点位：到场、拍照、记录所见。发现问题的，当场登记，写明事实和整改期限。", "inspections", "findings"
    ),
    "inspection_file_look": about("看大图，左右翻到同一处的其他照片。要原图的点“下载原图”。"),
    "inspection_file_replacement": about("照片或者材料传错了，换成对的，写明理由。两个版本都保留。"),
    "inspection_self": about("督查以前先请单位自查，写明查什么、哪天前交报告。", "self_inspection"),
    "self_inspection": about("一个单位的自查报告。被要求的单位在这里写和交，督查室在这里看。", "self_inspection"),
    "look_back": about("对没有销号的问题安排回头看，原来的问题自动带进来。", "quarter_end_checks", "rectification"),
    "preparation_new": about("迎检清单加一项：准备什么、谁准备、哪天前。", "received_inspections"),
    "inspection_result": about("上级督查有了结果，登记评价和文件。", "received_inspections"),
    "annual_plans": about("各年的督查计划。计划外的督查要另行申报。", "annual_plan"),
    "annual_plan_new": about("开一个年度的督查计划，逐项填写，填完再定稿。", "annual_plan"),
    "annual_plan": about(
        "一个年度的计划：每一项查什么、查谁、哪个月，办了没有。定稿以后不再改，可以打印成文。", "annual_plan"
    ),
    "plan_items": about("在年度计划里加一项督查。", "annual_plan"),
    "plan_item": about("修改计划里的一项；计划定稿以后不能改。", "annual_plan"),
    "roster": about("督查员名册，每人今年出去过几次。督查组从这里选人。", "officers_roster"),
    "roster_new": about("把一个人列入督查员名册，写明任期。", "officers_roster"),
    "findings": about(
        "督查发现的问题，默认列出没有销号的。点一条看整改到哪一步，也可以导出。", "findings", "rectification"
    ),
    "finding": about(
        "一个问题：事实、照片、整改期限和过程。单位在这里报整改方案和结果，督查室在这里核查，合格才销号。",
        "findings",
        "rectification",
    ),
    "finding_record_correction": about(
        "问题登记错了（事实、单位、期限），在这里更正，写明理由。前后都保留。", "findings"
    ),
    "handing_over": about(
        "把这个单位的问题交给它整改：选哪几条、哪天前。单位从这时起看得到，并开始计时。",
        "feedback_sheet",
        "rectification",
    ),
    "finding_correction": about("问题需要责令改正的，在这里发责令改正的文书，写明期限。", "correction_orders"),
    "finding_breach": about("严重违纪违法的线索，移交纪检监察机关。", "discipline_handover"),
    "finding_criticism": about("弄虚作假的，提出通报批评的建议；签批以后才生效。", "sanctions", "circulars"),
    "finding_experience": about("做得好的，作为经验推荐；签批以后才发。", "experience"),
    "finding_matter": about("把一个问题登记成督查事项，交办、计时、考核都按事项办。", "findings", "ledgers"),
    "inspection_report": about("起草这次督查的报告，所见所查自动带进来；修改、签发同其他文稿。", "inspection_report"),
    "conclusion_new": about("为一个单位写督查结论，已有的记录先填上。写好呈审，签发以前不能送达。", "conclusions"),
    "conclusions": about(
        "您能看到的督查结论，等您办的在前。正文点“打开”才显示，打开会被记下。", "conclusions", "conclusion_readers"
    ),
    "conclusion": about(
        "一份督查结论：起草、审阅、签发、送达到哪一步。正文点“打开”才显示，打开的人和时间都会记下。",
        "conclusions",
        "conclusion_readers",
    ),
    "conclusion_edit": about("修改还没有签发的结论。", "conclusions"),
    "review_new": about("对送达的结论不服的，申请复核，写明哪一处、为什么、证据是什么。", "review_of_conclusions"),
    "reviews": about(
        "结论的复核申请。写过、看过、签过原结论的人和督查组成员不能办复核。", "review_of_conclusions", "recusal"
    ),
    "review": about("一件复核：申请的理由、指定的复核人、决定。", "review_of_conclusions"),
    "review_decision": about("作出复核决定：维持，或者改变并写出新的结论。原结论保留。", "review_of_conclusions"),
}
