"""Small stories of senders that tests tell: an appeal that was received, and one whose matter is done and answered."""

import datetime
import json

from django.db import connection

from duban.ledger.actions.matters import matters, orders
from duban.ledger.actions.public import appeals
from duban.ledger.actions.reports import reports
from duban.ledger.audit import integrity
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Appeal
from duban.ledger.queries.public import senders as known
from tests import cast, stories

NAME, PHONE, CARD = "周晓岚", "138-0000-2222", "622301199001011234"
AT = cast.at()


def received(office, **more):
    words = {"channel": "hotline", "received_on": datetime.date(2026, 3, 30), "person": NAME, "contact": PHONE}
    words |= {"text": f"我叫{NAME}，{CARD}，住幸福路12号3单元，路灯不亮", "due_on": datetime.date(2026, 4, 10)}
    return appeals.receive_appeal(
        jurisdiction=office.jurisdiction, writing=appeals.Writing(**{**words, **more}), actor=office.clerk, at=AT
    )


def settled(office):
    """An appeal whose matter was done, called back on and answered; the unit named the sender in its report."""
    appeal = received(office)
    order = orders.Order(
        title="修路灯", requirement="修好路灯", standard="亮", category=Governed.of(office.jurisdiction).document.categories[0].id, source="message", due_on=datetime.date(2026, 4, 10),
        lead=(office.units[0],),
    )  # fmt: skip
    matter = appeals.transfer_appeal(appeal=appeal, order=order, by=By(office.clerk, AT))
    stories.approve_start(office, matter, AT)
    matters.dispatch_matter(matter=matter, by=By(office.clerk, AT))
    stories.accept(office, matter, AT)
    told = f"已上门告知{NAME}（13800002222）。"
    said = reports.submit_report(
        assignment=stories.held(matter), what="progress", by=By(office.liaison, AT), words=reports.Words(told)
    )
    reports.accept_report(report=said, by=By(office.clerk, AT))
    stories.complete(office, matter, AT)
    appeal.refresh_from_db()
    appeals.answer_appeal(appeal=appeal, reply=f"{NAME}：路灯已修好", by=By(office.clerk, AT))
    return appeal, matter


def everywhere():
    """Return all that the tables hold, and all that is read through the models, as one text."""
    told = [json.dumps(known.known_of(each), ensure_ascii=False) for each in Appeal.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(told)


def flaws(office):
    return list(map(str, integrity.verify([office.jurisdiction], integrity.Figures(), with_files=False)))
