"""What a password must be, said in the users' language."""

from django.contrib.auth import password_validation


class MinimumLength(password_validation.MinimumLengthValidator):
    """At least so many characters; Django's own sentence for it is not translated."""

    def get_error_message(self) -> str:
        return f"口令太短，至少 {self.min_length} 个字符"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符"
