"""Codes of an authenticator app (TOTP, RFC 6238), and the recovery codes for the day on which the phone is lost."""

import datetime
import secrets

import pyotp
import segno
from django.conf import settings

from duban.people import sealing
from duban.people.models import Officer, RecoveryCode, SecondFactor

_STEP = 30
# A code of the step before or after is taken too: clocks of phones differ.
_WINDOW = 1
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # pragma: allowlist secret
RECOVERY_CODES, _RECOVERY_LENGTH = 10, 12


def is_offered() -> bool:
    """Return whether this installation knows second factors at all."""
    return settings.SECOND_FACTOR != ("off",)


def is_on(officer: Officer) -> bool:
    """Return whether the officer signs in with a second factor."""
    return is_offered() and SecondFactor.objects.filter(officer=officer.login, confirmed_at__isnull=False).exists()


def is_required(officer: Officer) -> bool:
    """Return whether the office wants a second factor of everybody in this officer's post."""
    return "all" in settings.SECOND_FACTOR or officer.role in settings.SECOND_FACTOR


def new_secret() -> str:
    """Return a fresh secret of 160 bits, in the letters that apps take."""
    return pyotp.random_base32()


def picture_of(factor: SecondFactor, issuer: str) -> str:
    """Return the QR code that an app reads, as SVG."""
    uri = pyotp.TOTP(factor.secret).provisioning_uri(name=factor.officer.username, issuer_name=issuer)
    return segno.make(uri, error="m").svg_inline(border=4, omitsize=True)


def use_code(factor: SecondFactor, code: str, moment: datetime.datetime) -> bool:
    """Use an app's code and return whether it was right: of this moment's window, and not used before, by whatever worker."""
    step = _step_of(factor.secret, code.replace(" ", ""), int(moment.timestamp()) // _STEP)
    if step is None:
        return False
    # Of two that come with the same code at once only one finds it unused.
    return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))


def use_recovery_code(officer: Officer, code: str, at: datetime.datetime) -> bool:
    """Use up a recovery code and return whether it was one of the officer's, and unused."""
    unused = RecoveryCode.objects.filter(officer=officer, digest=_digest(officer, code), used_at__isnull=True)
    return bool(unused.update(used_at=at))


def renew_recovery_codes(officer: Officer) -> list[str]:
    """Give the officer new recovery codes in place of the old ones, and return them: only their digests are kept."""
    RecoveryCode.objects.filter(officer=officer).delete()
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(officer=officer, digest=_digest(officer, code)) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]


def codes_left(officer: Officer) -> int:
    """Return how many recovery codes the officer has left."""
    return RecoveryCode.objects.filter(officer=officer, used_at__isnull=True).count()


def _step_of(secret: str, code: str, now: int) -> int | None:
    totp = pyotp.TOTP(secret)
    steps = range(now + _WINDOW, now - _WINDOW - 1, -1)
    return next(
        (
            step
            for step in steps
            if secrets.compare_digest(totp.at(step * _STEP), code.encode("ascii", "replace").decode())
        ),
        None,
    )


def _digest(officer: Officer, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sealing.keyed_digest("duban.recovery", f"{officer.pk} {plain}")
