"""The forms of a page as they are read: fields with their stars, what is wrong with each, and what a browser sends."""

from dataclasses import dataclass

from lxml import html


@dataclass
class PageForm:
    """A form that is posted, as it stands on a page."""

    action: str
    node: html.FormElement

    @property
    def hidden(self) -> dict[str, str]:
        """What goes along with it whatever is filled in."""
        return {each.get("name"): each.get("value", "") for each in self.node.xpath(".//input[@type='hidden'][@name]")}

    @property
    def sent(self) -> dict[str, str]:
        """What a browser sends of it where nobody fills anything in: choices as they stand, all else empty; by its first button."""
        found = self.hidden
        for each in self.node.xpath(".//select[@name][not(@multiple)]"):
            options = each.xpath(".//option")
            empty = any(not option.get("value") for option in options)
            chosen = [option for option in options if option.get("selected") is not None] or options
            found[each.get("name")] = "" if empty or not chosen else chosen[0].get("value", "")
        for each in self.node.xpath(".//input[@type='radio'][@checked]"):
            found[each.get("name")] = each.get("value", "")
        for name, value in self.buttons[:1]:
            found |= {name: value} if name else {}
        return found

    @property
    def names(self) -> list[str]:
        """The fields that a person sees, in their order."""
        found = self.node.xpath(
            ".//input[@name][not(@type='hidden')][not(@type='submit')]|.//select[@name]|.//textarea[@name]"
        )
        return list(dict.fromkeys(each.get("name") for each in found))

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """The names and values of the buttons that send it."""
        found = self.node.xpath(".//button[not(@type='button')]")
        return [(each.get("name") or "", each.get("value") or "") for each in found]

    @property
    def starred(self) -> set[str]:
        """The fields with a star."""
        return self._of("must")

    @property
    def wrong(self) -> set[str]:
        """The fields beside which stands what is wrong."""
        return self._of("wrong")

    def filled(self, names: set[str], file: object) -> dict[str, object]:
        """Give some value to each of these fields, `file` to those that take one."""
        return {name: self._some(name, file) for name in names}

    def _of(self, look: str) -> set[str]:
        found = set()
        for mark in self.node.xpath(f".//*[contains(concat(' ', @class, ' '), ' {look} ')]"):
            label = next((each for each in mark.iterancestors("label") if each.get("for")), None)
            named = self.node.xpath(".//*[@id=$id][@name]", id=label.get("for")) if label is not None else []
            if named:
                found.add(named[0].get("name"))
                continue
            near = mark
            while near is not self.node and not (inside := _names_in(near)):
                near = near.getparent()
            found |= {inside[0]} if near is not self.node else set()
        return found

    def _some(self, name: str, file: object) -> object:
        field = self.node.xpath(f".//*[@name='{name}']")[0]
        kind = field.get("type", "text")
        if field.tag == "select":
            return next((each.get("value") for each in field.xpath(".//option") if each.get("value")), "")
        if kind in ("radio", "checkbox"):
            return field.get("value", "on")
        if kind == "file":
            return file
        if field.get("data-picker"):
            return "甲县"
        return {"date": "2026-04-15", "number": "1", "month": "2026-03"}.get(kind, "写明情况")


def forms_of(page: str, at: str) -> list[PageForm]:
    """Return the forms of a page that are posted, outside its frame."""
    found = html.fromstring(page or "<p></p>").xpath("//main//form[@method='post']")
    return [PageForm(each.get("action") or at, each) for each in found]


def _names_in(node: html.HtmlElement) -> list[str]:
    return list(
        dict.fromkeys(
            each.get("name")
            for each in node.xpath(".//*[@name][not(@type='hidden')][self::input or self::select or self::textarea]")
        )
    )
