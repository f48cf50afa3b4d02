"""What the pages of the office itself are for (工作台、查找、消息、制度、制度工作室、人员、单位、岗位交接)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "desk": about("今天要您办的都在这里，数字点开就是清单。从“待我处理”或者最上面的一件开始，办完一件少一件。"),
    "find": about(
        "写编号、文号、任意两个字或者拼音首字母，找到事项、文书、单位、人和条款；写功能的名称就直接打开它。任何页面按 Ctrl K。"
    ),
    "one_page": about(
        "一页看清：什么超期、在谁手里，等签批的，近七日的变化，最该说一句的五件。可以当场批示、催办、问一句，也可以印成 PDF 或者 Word。"
    ),
    "successions": about(
        "有人离任，把指名等其办理的事一次交给接任的人。先按姓名或者单位找到要离开的人；无人办理的列在最上面。"
    ),
    "succession_new": about(
        "列出指名等这个人办理的全部事项，选接任人，写明任免文号，一次办完。没有定下来的可以先暂缺。"
    ),
    "succession": about("一次交接：谁交给谁、交了什么、留下什么。交错了在这里转交，两次都有记录。"),
    "reorganisations": about("单位合并、拆分、撤销的记录，最近的在前。新的点“办理单位变更”。", "unit_groups"),
    "reorganisation_new": about(
        "选原单位、承接单位和生效日期，写文号，先“列出变更内容”看清每件去哪里，再办理。", "unit_groups"
    ),
    "reorganisation": about("一次单位变更：凭什么文件、哪些事项交给了谁。办错了可以撤回。", "unit_groups"),
    "guide": about("办公室从零到发出第一件交办要做的几步，哪些做好了、还缺什么、由谁办。按顺序做，做完自动显示。"),
    "inbox": about("发给您的消息，没有读的在前，点一条打开它说的那一页。想收哪些、怎么收，在“接收设置”里选。"),
    "opened": about("这条消息是发给您另一个岗位的。换到那个岗位就能打开。"),
    "calendar": about(
        "全年的工作日、节假日和调休。国务院办公厅的放假通知一公布，在这里粘贴全文，核对会顺延哪些期限，再录入。"
    ),
    "calendar_withdrawal": about("撤回一份录错的放假通知；因它顺延的期限随之恢复。"),
    "regime": about(
        "现行办法逐条列出：我们怎么理解、由系统里的什么落实。点条款号看这一条；办法没有写清的，在“执行口径”里定。",
        "versions",
        "reading_choice",
    ),
    "adoptions": about(
        "采用过哪些办法、哪一版、从哪天起。新一版由督查室负责人从某一天起采用，以前登记的事项仍按原来的。", "versions"
    ),
    "regime_text": about("附上办法的原文，条款旁边就能看到原话。", "versions"),
    "clause": about("一条条款：要点、由什么落实、哪些规则照它算。"),
    "regrouping": about("把单位归到办法所分的类别里。改了以后从所写的日期起按新的算。", "unit_groups"),
    "studio": about(
        "在网页上起草或者修改办法，不写代码。打开一份草稿接着写；写完由另一个人复核，再定哪天起采用。", "versions"
    ),
    "studio_new": about("从文件、粘贴的文字、YAML、现行办法或者空白开始一份草稿。"),
    "studio_help": about("制度工作室怎么用：怎样分条、怎样把一条写成规则、怎样试算、怎样复核和采用。"),
    "studio_draft": about(
        "左边是条款，右边是这一条写成的规则。逐条定：填空、选口径，或者写明不用系统落实；有错的当场标出。"
    ),
    "studio_table": about(
        "文件里的考核表读成一项一行：名称、分值、怎样得分、只对哪个单位。看过、改好以后一次分成条款。"
    ),
    "studio_undecided": about("还没有定的条款，勾选几条一次定：目的、定义、重复的附件等。"),
    "studio_document": about("办法整体的各部分：级别、类别、自定事件、考核期等，每部分有几项。"),
    "studio_part": about("办法的一部分，列成表填写；也可以看它在文件里怎么写。"),
    "studio_difference": about("与现行办法相比改了什么：文字、规则，和按上一期记录会怎样变。复核的人先看这一页。"),
    "studio_adoption": about("复核过的草稿从哪天起采用。页面先列出哪些会失效、单位怎样归类，看清再采用。"),
    "officers": about("有账号的人，按单位和岗位列出。新增一个点“增加人员”，很多人用“导入名册”。", "unit_people"),
    "officer_new": about("开一个账号：姓名、岗位、单位。初始口令只显示一次，当面交给本人。"),
    "officer": about("修改一个人的姓名、岗位、单位，重置口令，停用账号。已经在用的账号，改动要由第二个人确认。"),
    "officer_parting": about("把合并登录的岗位分开，恢复用它自己的账号登录。"),
    "roll": about(
        "下载模板，填“单位”“分管领域”“人员”三张表，上传核对；有一处错误就什么也不导入。", "unit_people", "unit_groups"
    ),
    "first_logins": about("给还没有登录过的人发首次登录码，一人一条，印出来裁开当面交。7 天内有效。"),
    "letters": about("没有发出去的邮件和消息，写明对方怎么答的。修好以后点“重发”。"),
    "robots": about("钉钉、企业微信、飞书的机器人和应用。系统管理员设地址，督查室负责人说明群里有谁、发什么，才会发。"),
    "robot_new": about("粘贴群机器人的地址。设好以后还要由督查室负责人启用。"),
    "application_new": about("设置给个人发消息的企业微信应用。"),
    "robot_letting": about("说明这个群里是哪些人、发哪些内容，然后启用。个人消息不进群。"),
    "units": about("全部单位：类别、分管领域、别名、账号数。别名多写几个，来文里怎么叫都认得出。", "unit_groups"),
    "unit_new": about("增加一个单位：名称、类别、分管领域和别名。", "unit_groups"),
    "unit": about("修改一个单位。只是改名的改名称，旧名留作别名；合并、撤销的办“单位变更”。", "unit_groups"),
    "portfolios": about("分管领域：由哪位领导分管、有哪些单位。", "portfolios"),
    "portfolio_new": about("增加一个分管领域，选分管领导。", "portfolios"),
    "portfolio": about("给分管领域改名，或者换分管领导。领导离任的，用“岗位交接”一次办完。", "portfolios"),
}
