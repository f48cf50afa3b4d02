"""What tests do on a page: hand in a form that is taken, or one that is refused."""


def post(client, path, **data):
    """Hand in a form that is taken, and return the answer: it leads on to another page."""
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer


def refusal_of(client, path, **data):
    """Hand in a form that is refused, and return the page that says why."""
    answer = client.post(path, data)
    assert answer.status_code in (403, 409, 422), answer.status_code
    return answer.content.decode()
