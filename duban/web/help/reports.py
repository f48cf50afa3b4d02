"""What the pages of reports are for (反馈、定期报送、提问、会签、质量)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "reports": about(
        "报送进展或者办结报告，左边是任务书。写做了什么、还差什么、下一步，附上佐证；没有进展的选“无进展”并写原因。送出以后由督查室审核。",
        "reports",
        "report_elements",
        "proof",
    ),
    "report": about(
        "一份反馈和它的任务书、以往的反馈。待审核的，看完点“通过”或者“退回”，退回要写明缺什么、哪天前重报。",
        "review_of_reports",
        "reports",
    ),
    "report_taking_back": about("刚报送、还没有审核的反馈可以收回，改好再报。", "reports"),
    "quality": about("认定一份报告的质量，按办法计分的从这里计。写明的理由单位看得到。", "quality_rulings"),
    "recurrences": about(
        "规定这件事多久报一次：从哪天起、每周、每月还是每季。到期没有报的，系统记为逾期。", "recurring_reports"
    ),
    "recurrence_end": about("不再要求定期报送。已经报的和已经记下的逾期不变。", "recurring_reports"),
    "obligations": about(
        "一个月里应报的材料，一格一份：已报、该报没报、快到期。点一格打开那件事项去报或者去催。", "recurring_reports"
    ),
    "questions": about("问到本单位或者督查室、还没有答复的问题。逐条答复，答复记入事项。", "progress_visible"),
    "question_new": about(
        "就这件事问承办单位或者督查室一句，一问一答，都记入事项。需要单位办事的，用批示或者催办，不用提问。",
        "progress_visible",
    ),
    "question_answer": about("答复一个问题。答过的可以补正，前后两次都看得到。", "progress_visible"),
    "note_new": about("督查室自己记的一笔，写进事项的时间线，单位看不到。"),
    "note_withdrawal": about("划去督查室自己记的一笔。"),
    "opinions": about("请本单位会签的办结报告。打开一份，写明同意或者不同意及理由。", "joint_assignments"),
    "opinion": about(
        "就牵头单位的办结报告写明本单位的意见。不同意的写明理由，由督查室审核时一并考虑。", "joint_assignments"
    ),
    "complaints": about("报告哪个配合单位不予配合，写明事实。由督查室裁定，成立的按办法处理。", "support_complaint"),
    "complaints_open": about("牵头单位报告的不予配合，逐件裁定。", "support_complaint"),
    "complaint": about(
        "一件不予配合的报告。核实以后裁定成立或者不成立，写明的理由两个单位都看得到。", "support_complaint"
    ),
}
