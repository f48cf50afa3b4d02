"""The audit log (审计日志): who came in, what was refused, what was taken out. Append-only, one chain an installation."""

from django.db import models

from duban.people.models import Jurisdiction, Officer


class Result(models.TextChoices):
    """How it ended."""

    DONE = "done", "成功"
    REFUSED = "refused", "被拒"
    FAILED = "failed", "失败"


class AuditEvent(models.Model):
    """One thing beside the business journal. Without jurisdiction it concerns the installation: a sign-in to no account."""

    seq = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时刻", db_index=True)
    event = models.CharField("事件", max_length=40)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, related_name="+", verbose_name="辖区")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    address = models.CharField("地址", max_length=60)
    target = models.CharField("对象", max_length=300)
    details = models.CharField("说明", max_length=300)
    result = models.CharField("结果", max_length=10, choices=Result)
    status = models.PositiveIntegerField("状态码")
    request = models.CharField("请求编号", max_length=40)
    algorithm = models.CharField("校验算法", max_length=10)
    previous = models.CharField("前一行校验码", max_length=64)
    digest = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = "审计日志"
        indexes = [
            models.Index(fields=["jurisdiction", "seq"], name="audit_jurisdiction"),
            models.Index(fields=["event", "target"], name="audit_event_target"),
        ]
