"""What the pages of appeals and ratings are for (群众诉求、满意度), those of the public too."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "intake": about("打开或者关闭群众在网上写诉求的入口。打开以后给出地址，可以印成二维码。", "public_intake"),
    "appeals": about(
        "群众诉求，待分办的在前。反映人的姓名电话只有督查室看得到，交给单位的是任务书。", "public_intake", "triage"
    ),
    "appeal_new": about("手工登记一条诉求：从哪里来、说什么、谁反映的。", "public_intake"),
    "appeal_list": about("把平台导出的诉求表整份读入。先下载模板看列名；重复的会认出来。", "public_intake"),
    "appeal": about(
        "一条诉求：说了什么、是不是重复、办到哪一步。先分类定期限，再登记成事项，或者并入已有的，或者不予受理并写明理由。",
        "public_intake",
        "triage",
    ),
    "appeal_sorting": about(
        "给诉求分类、定难易和期限。平台规定了时限的，期限不能比它晚。", "triage", "platform_limits"
    ),
    "appeal_matter": about("把诉求登记成督查事项。单位看到的只有任务书，不要写反映人的姓名和电话。", "public_intake"),
    "appeal_joining": about("已有事项在办这件事的，把诉求并进去。", "public_intake"),
    "appeal_answer": about(
        "答复反映人。写明办了什么；反映人凭编号和查询码看得到。", "public_intake", "platform_limits"
    ),
    "appeal_correction": about("督查室登记诉求时录错的，在这里更正。"),
    "appeal_reply_correction": about("答复写错了，在这里更正；反映人看到的是更正后的。"),
    "appeal_dismissal": about("不予受理的，写明理由，反映人看得到。", "triage"),
    "ratings": about(
        "一个季度的满意度：各单位多少满意、多少不满意。点一个数看是哪几件；不满意的要么重办，要么写明为什么维持。",
        "satisfaction",
    ),
    "rating_new": about("办结以后回访群众，把回答登记在这里。", "satisfaction"),
    "rating_keeping": about("有人不满意而结果仍然成立的，写明理由。", "satisfaction", "reopening"),
    "public_place": about("在这里写诉求，或者凭编号和查询码查询办理情况、作出评价。不需要登录。"),
    "public_appeal": about("写下要反映的事，在哪里、什么时候。姓名电话只有督查室看得到，不会交给被反映的单位。"),
    "public_receipt": about("请记下编号和查询码，以后凭这两样查询；查询码只在这里显示。"),
    "public_state": about("凭编号和查询码看办到哪一步、答复了什么。"),
    "public_rating": about("说说对办理结果满不满意，不满意的写明为什么。"),
}
