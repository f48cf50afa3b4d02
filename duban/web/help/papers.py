"""What the pages of papers that come in and go out are for (来文、导入、文书、通报、文号、版头)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "notices": about(
        "已经制发的通知，每件有文号，可以下载 Word 和 PDF。作废、更正的写明被哪一号代替。", "dispatch_notice"
    ),
    "notice": about(
        "一件已经制发的通知，按发出时的样子。写错了不能改原件，到事项页更正，另发更正通知。", "dispatch_notice"
    ),
    "notice_annulment": about("作废一件通知，写明理由。文号不再使用，原件盖“作废”。"),
    "numbers": about("每个文号用在哪里；没有用的写明为什么。一个号也不缺、不重。"),
    "number_skip": about("纸上已经用掉的号，在这里跳过，写明用在哪里。"),
    "blanks": about("办法规定的表单，下载空白的，或者带着事项和单位填好一半的。", "scoring_sheet", "feedback_sheet"),
    "paper_templates": about(
        "用本单位自己的 Word 模板印文书：下载样例，照着字段改好再上传；不合格的会说明哪里不对。", "letterhead"
    ),
    "bulletins": about(
        "通报、专报、简报：正在起草的和已经印发的。新的点“起草”，内容从记录里生成。", "circulars", "briefings"
    ),
    "bulletin_new": about(
        "选起草哪一种、哪一期，系统按记录生成初稿，再修改。", "circulars", "briefings", "weekly_briefing"
    ),
    "bulletin": about(
        "一份文稿，样子就是印出来的样子。下面列出现在能办的：修改、送审、签发、印发。", "circulars", "briefings"
    ),
    "bulletin_edit": about("修改文稿，右边随时看到印出来的样子。数字后面能点的，是它的依据。", "circulars"),
    "bulletin_annulment": about("作废一份已经印发的文稿，写明理由。原件盖“作废”。"),
    "letterhead": about("文书的版头、落款和主送抄送，改了以后新发的照新的。已经发出的不变。", "letterhead", "cc_list"),
    "imports": about(
        "把 Excel 台账整份读入。先下载模板看列名，去年的台账也可以原样上传；上传以后只核对，不登记。", "ledger_exchange"
    ),
    "import": about(
        "逐格核对读入的台账：会新增什么、更新什么、哪一格有错。有一处错误就一件也不登记，全部无误才登记。",
        "ledger_exchange",
    ),
    "papers": about("读入的文件和表。打开一份接着核对；新的点“读入文件”或者“粘贴表格”。", "ledgers"),
    "paper_new": about("上传带任务分工的文件、纪要或者照片，系统读成一条条草稿。读完逐条核对，再登记。", "ledgers"),
    "paper_table": about("从 Excel 复制几行粘贴进来，读成草稿；有疑问的格子当场标出。", "ledger_exchange"),
    "paper": about(
        "左边原文、右边草稿。先把有疑问的按类答清，再登记没有疑问的；没有读成任务的句子列在最后。", "ledgers"
    ),
    "draft": about("对照原文改一条草稿：名称、单位、期限。改完接着下一条。", "ledgers"),
    "names": about("来文里的简称、统称各指哪个单位。记错了的在这里改，下次照新的读。", "unit_groups"),
}
