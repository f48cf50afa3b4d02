"""A CAS server of its own process: `python cas_server.py FOLDER NAME PASSWORD` prints its port and serves until it is stopped."""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.core.management import call_command


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *args):
        """Be silent."""


def main(folder: str, name: str, password: str) -> None:
    """Set the server up in a folder with one user, and serve."""
    settings.configure(
        SECRET_KEY="of this server alone",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="mama_cas.urls",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "cas.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "mama_cas"
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": [
            "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]}}],
        USE_TZ=True,
        MAMA_CAS_ALLOW_AUTH_WARN=False,
        MAMA_CAS_SERVICES=[{"SERVICE": "^http://testserver/", "CALLBACKS": ["mama_cas.callbacks.user_name_attributes"], "LOGOUT_ALLOW": False}],
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User
    from django.core.wsgi import get_wsgi_application

    User.objects.create_user(name, password=password)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
