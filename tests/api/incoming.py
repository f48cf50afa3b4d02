"""Papers and ledgers that the interface is tried with."""

import base64

from duban.ledger.actions.papers import drafts, imports
from duban.ledger.by import By
from tests import cast

TEXT = """县政府关于重点工作的通知
序号\t任务\t牵头单位\t完成时限
1\t修路\t甲县\t2026年6月30日
2\t修桥\t市水衙门\t2026年9月31日
"""
AGAIN = "事项,责任单位,办理时限\n清淤县城各条沟渠,甲县,2026年9月30日\n"
LEDGER = "事项,责任单位,办理时限\n修好水渠,甲县,2026年6月30日\n"


def paper(office):
    """Return a paper that was read in, with a draft to register and one in doubt."""
    return drafts.read_paper(
        jurisdiction=office.jurisdiction, name="通知.txt", data=TEXT.encode(), by=By(office.clerk, cast.at())
    )


def ledger(office, text=LEDGER):
    """Return a ledger's file that was checked."""
    return imports.keep_ledger(
        jurisdiction=office.jurisdiction, name="台账.csv", data=text.encode(), by=By(office.clerk, cast.at())
    )


def encoded(text):
    """Return a file's bytes as a body has them."""
    return base64.b64encode(text.encode()).decode()
