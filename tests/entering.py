"""Sessions as the entrance opens them: what a page asks the database is counted with these."""

from django.contrib.auth import BACKEND_SESSION_KEY

from duban.web import entrance


def entered(client):
    """The client of a session that was opened at the entrance."""
    session = client.session
    session[BACKEND_SESSION_KEY] = entrance._BACKEND
    session.save()
    return client
