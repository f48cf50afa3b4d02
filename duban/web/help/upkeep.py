"""What the pages of the journal are for (日志、审计、校验)."""

from duban.web.help.about import About, about

PAGES: dict[str, About] = {
    "journal": about("谁在什么时候做了什么，最近的在前，按人、动作、日期查。日志只增不改。"),
    "audit_events": about("登录、口令、账号和越权访问的记录，可以导出。"),
    "journal_verification": about("把日志从头到尾重算一遍，首尾相连就没有被改过；接不上的会指出在哪一条。"),
}
