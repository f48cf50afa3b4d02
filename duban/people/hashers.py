"""How an initial password is kept: it is random and soon dead, so that nobody guesses it, and hundreds are given out at once."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher


class InitialPasswordHasher(PBKDF2PasswordHasher):
    """One round for what has eighty random bits; whoever signs in with it is hashed anew in the usual way.

    A wrong try takes as long as one on any other account: nobody learns which of them was never used.
    """

    algorithm = "initial_sha256"
    iterations = 1

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether the password is the one that was hashed."""
        if super().verify(password, encoded):
            return True
        usual = get_hasher("default")
        usual.encode(password, usual.salt())
        return False
