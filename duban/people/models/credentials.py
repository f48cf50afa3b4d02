"""With what officers and their programs prove who they are: passwords, apps, recovery codes, tokens."""

from django.db import models

from duban.people.models.officers import Officer
from duban.people.sealing import SealedField
from duban.people.tracking import TrackedModel


class FormerPassword(models.Model):
    """A password that an officer had before, as a hash: it is not to come again soon."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="former_passwords", verbose_name="人员")
    password = models.CharField("口令校验码", max_length=128)
    set_at = models.DateTimeField("设置时刻")

    class Meta:
        verbose_name = "用过的口令"


class SecondFactor(models.Model):
    """The authenticator app of an officer (第二因素); in force once a code of it was entered."""

    officer = models.OneToOneField(
        Officer, models.CASCADE, primary_key=True, related_name="second_factor", verbose_name="人员"
    )
    secret = SealedField("密钥")
    confirmed_at = models.DateTimeField("启用时刻", null=True, blank=True)
    # Number of the thirty seconds whose code was used last: no code opens twice.
    last_step = models.BigIntegerField("最近时段", default=0)

    class Meta:
        verbose_name = "动态口令"


class RecoveryCode(models.Model):
    """A code that opens once when the phone is lost; only its keyed digest is kept."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="recovery_codes", verbose_name="人员")
    digest = models.CharField("校验码", max_length=64)
    used_at = models.DateTimeField("使用时刻", null=True, blank=True)

    class Meta:
        verbose_name = "恢复码"


class AccessToken(TrackedModel):
    """With this a program acts as an officer (接口密钥). Of the secret only the digest is kept."""

    untracked = {"last_used_at": "use is in the audit log"}

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="tokens", verbose_name="人员")
    name = models.CharField("名称", max_length=60)
    digest = models.CharField("校验码", max_length=64, unique=True)
    created_at = models.DateTimeField("创建时刻")
    expires_on = models.DateField("有效期至")
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时刻", null=True, blank=True)

    class Meta:
        verbose_name = "接口密钥"

    def __str__(self) -> str:
        return self.name


class RequestCount(models.Model):
    """How many requests of an officer's programs the workers took for the present minute, all together."""

    officer = models.OneToOneField(Officer, models.CASCADE, primary_key=True, related_name="+", verbose_name="人员")
    minute = models.BigIntegerField("分钟")
    taken = models.PositiveIntegerField("已取")

    class Meta:
        verbose_name = "请求计数"


class KeyMark(models.Model):
    """One word sealed with the installation's key: with another key it cannot be read, and every command says so before it does anything."""

    words = SealedField("标记")

    class Meta:
        verbose_name = "密钥标记"
