"""A hand that does a job on the pages as a person would, and counts: presses, fields that one looks at, fields that one fills in."""

from dataclasses import dataclass, field

from lxml import html

_MAIN = "//main"


@dataclass
class Hand:
    """Goes from the desk by links and buttons that stand on the page; whatever is not there is an error."""

    client: object
    clicks: int = 0
    seen: int = 0
    filled: int = 0
    at: str = "/"
    page: html.HtmlElement = field(init=False)

    def __post_init__(self) -> None:
        self._open("/")

    def follow(self, word: str) -> None:
        """Press the first link with this word, first of the page itself, then of its frame."""
        links = self.page.xpath(f"{_MAIN}//a[@href]") + self.page.xpath("//nav//a[@href]|//aside//a[@href]")
        found = next((each for each in links if word in _text(each)), None)
        assert found is not None, f"no link {word} on {self.at}: {sorted({_text(each) for each in links})}"
        self.clicks += 1
        self._open(found.get("href"))

    def press(self, word: str, **words: object) -> None:
        """Fill these fields in and press the button with this word; boxes and names picked from a list cost a press of their own."""
        form, button = self._button(word)
        shown = [each for each in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]") if _is_seen(each)]
        self.seen += len({each.get("name") for each in shown})
        sent = _standing(form)
        for name, value in words.items():
            assert form.xpath(f".//*[@name='{name}']"), f"no field {name} on {self.at}"
            sent[name] = value
        self.filled += len(words)
        boxes = [name for name in words if form.xpath(f".//input[@name='{name}'][@type='radio' or @type='checkbox']")]
        picked = [name for name in words if form.xpath(f".//*[@name='{name}'][@data-picker]|.//select[@name='{name}']")]
        self.clicks += 1 + len(boxes) + len(picked)
        if button.get("name"):
            sent[button.get("name")] = button.get("value", "")
        if (form.get("method") or "get").lower() == "get":
            query = "&".join(f"{name}={one}" for name, value in sent.items() for one in _each(value) if one)
            self._open(f"{form.get('action') or self.at}?{query}")
            return
        answer = self.client.post(button.get("formaction") or form.get("action") or self.at, sent)
        assert answer.status_code == 302, _wrong(answer)
        self._open(answer.url)

    def tick(self, name: str, value: str, word: str) -> None:
        """Tick one box of a list and press the button of its bar."""
        form, button = self._button(word)
        assert form.xpath(f".//input[@name='{name}'][@value='{value}']"), f"no box {value} on {self.at}"
        self.clicks += 2
        self._open(f"{button.get('formaction') or form.get('action')}?{name}={value}")

    def _button(self, word: str):
        buttons = self.page.xpath(f"{_MAIN}//form//button[not(@type='button')]")
        found = next((each for each in buttons if word in _text(each)), None)
        assert found is not None, f"no button {word} on {self.at}: {[_text(each) for each in buttons]}"
        form = self.page.xpath(f"//form[@id='{found.get('form')}']")[0] if found.get("form") else None
        return form if form is not None else next(found.iterancestors("form")), found

    def _open(self, address: str) -> None:
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        self.at = answer.redirect_chain[-1][0] if answer.redirect_chain else address.partition("#")[0]
        self.page = html.fromstring(answer.content.decode())


def _text(node) -> str:
    return "".join(node.text_content().split())


def _is_seen(node) -> bool:
    if node.get("type") in ("hidden", "submit"):
        return False
    for above in node.iterancestors():
        if above.get("hidden") is not None or (above.tag == "details" and above.get("open") is None):
            return False
    return True


def _standing(form) -> dict[str, object]:
    """Return what a browser would send as the form stands."""
    sent: dict[str, object] = {}
    for each in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        kind, name = each.get("type", ""), each.get("name")
        if each.tag == "select":
            options = each.xpath(".//option")
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            value = chosen[0].get("value", "") if chosen else ""
        elif each.tag == "textarea":
            value = (each.text or "").removeprefix("\n")
        elif kind in ("radio", "checkbox"):
            if each.get("checked") is None:
                continue
            value = each.get("value", "on")
        elif kind in ("file", "submit"):
            continue
        else:
            value = each.get("value", "")
        sent[name] = [*_each(sent[name]), value] if name in sent else value
    return sent


def _each(value: object) -> list:
    return value if isinstance(value, list) else [value]


def _wrong(answer) -> str:
    page = html.fromstring(answer.content.decode() or "<p></p>")
    said = [_text(each) for each in page.xpath("//*[contains(@class, 'wrong') or contains(@class, 'refusal')]")]
    return f"{answer.status_code}: {said[:4]}"
