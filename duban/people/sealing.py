"""Personal data at rest: sealed with a key derived from the installation's own, found again by keyed digests.

Who copies the database without the secret key reads no name, number or address out of a sealed column.
"""

import base64
import functools
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac


class WrongKey(RuntimeError):
    """A sealed value was written with another secret key, or was changed."""


class SealedField(models.TextField):
    """Text that lies sealed in the database and is plain in Python. It can be neither searched nor ordered by: keep a digest beside it."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored; nothing stays nothing, so that it can be seen which rows are empty."""
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return what was sealed. Raises WrongKey."""
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but with nothing: what is sealed twice differs each time."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def seal(text: str) -> str:
    """Return a text as only this installation can read it."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Return the text that was sealed. Raises WrongKey."""
    try:
        return _box(settings.SECRET_KEY).decrypt(token.encode()).decode()
    except InvalidToken:
        raise WrongKey("个人信息解不开：密钥（secret_key）不是写入时的那一个，或者内容被改动") from None


def keyed_digest(salt: str, text: str) -> str:
    """Return the digest by which a text is known again on this installation alone: a short number cannot be found by trying all."""
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()


@functools.lru_cache(maxsize=4)
def _box(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"duban.people.sealing").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
