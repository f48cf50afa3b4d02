"""What tests do on a page: read it, hand in a form that is taken, or one that is refused."""


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


def text_of(client, path, **data):
    """Read a page, or the one to which it leads."""
    return client.get(path, follow=True, **data).content.decode()


def order_form(office, **more):
    """Return the order form filled in: a meeting's decision for the city's first department, due at the end of June."""
    given = {
        "title": "推进开工",
        "requirement": "按要求推进",
        "standard": "开工并报结果",
        "category": "meeting",
        "source": "meeting",
        "due_on": "2026-06-30",
        "lead": [office.units[3].pk],
        "quantifiable": "on",
    }
    return {**given, **more}
