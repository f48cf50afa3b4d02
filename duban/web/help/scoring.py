"""What the pages of facts, claims and rankings are for (记录、申报、考核、推演)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "records": about(
        "记录一个单位发生的、办法要计分的事。选种类、写日期和理由，附上依据；系统按办法算分，不用自己写分。",
        "matter_bound_points",
        "proof",
    ),
    "excuse": about("认定一条记录有正当理由，不再计入。写明理由，单位看得到。", "excuses"),
    "award": about("更正一项成果按多少分认定。写明理由，原来的分留在记录里。"),
    "record_withdrawal": about("撤回一条录错的记录，写明理由。原记录留在日志里。"),
    "claims": about("单位申报的表彰、刊载和填报的数。待核实的在前，打开一件看证明。", "commendations", "publications"),
    "claim_new": about(
        "申报表彰或者刊载，附上文件或者报样。督查室核实以后才计分。", "commendations", "publications", "proof"
    ),
    "claim": about(
        "一件申报和它的证明。督查室核对无误点“核实”，不符的点“不予认定”并写明理由。", "commendations", "publications"
    ),
    "rankings": about(
        "一期的排名。没有发布的是按目前记录算的草稿，只有办考核的人看得到；点一个单位看每一分的依据。",
        "ranking",
        "scored_units",
        "grades",
    ),
    "ranking_new": about(
        "发布以前最后看一遍：名次、得分和还没有办完的事。发布以后这一期不再变，只能另发更正。", "ranking", "grades"
    ),
    "ranking_marks": about("一期的评分或者等次，全部单位在一张表里填。", "scoring_sheet", "grades"),
    "own_marks": about("由您评价的单位和项目，逐个打分。提交以后计入这一期。", "scoring_sheet"),
    "grade_standards": about("各类任务按什么标准评价，现在用的是哪一版。", "grade_standards"),
    "grade_standard": about("为一类任务定评价标准，写明从哪天起用。以前的仍按以前的。", "grade_standards"),
    "matter_sheets": about("这一期要逐件评分的事项，评了几件、还差几件。", "scoring_sheet"),
    "matter_sheet": about("为一个单位的一件事项逐项打分，每一项写明条款。", "scoring_sheet"),
    "ranking_published": about(
        "发布过的排名，按当时的记录和办法固定下来。“核对”用同样的数据重算一遍，应当一分不差；点一个单位看得分卡。",
        "ranking",
        "grades",
    ),
    "ranking_correction": about(
        "已发布的一期有错，这里列出按现在的记录会怎样变。写明理由另发更正版，原版保留。", "ranking"
    ),
    "ranking_signers": about("规定排名和更正在发布以前由谁签批。", "ranking"),
    "ranking_request": about("等待签批的排名或者更正，看到的就是将要发布的。同意或者退回都写进记录。", "ranking"),
    "what_if": about(
        "换一个数、换一种口径、去掉一条或者换一部办法，看名次会怎样变。只是试算，什么也不写入。",
        "reading_choice",
        "versions",
    ),
    "scorecard": about(
        "一个单位一期的得分，逐行写明分值、条款、事实和之后的累计。对哪一行有疑问，点它的记录去看或者提异议。",
        "ranking",
        "scoring_sheet",
    ),
}
