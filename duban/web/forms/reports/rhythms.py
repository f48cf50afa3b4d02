"""How often is reported, as a form asks it: a choice, a number where the choice wants one, or the rhythm in words."""

from django import forms

from duban.engine.cycles import EXAMPLES, Cycle, office_cycle
from duban.engine.rhythms import rhythm_from
from duban.ledger.models.recurrences import Every

IN_WORDS = "said"
NUMBERED = ("days", "month_day")
# How often is reported, as an office sets it itself.
CYCLES = (
    *((f"week:{place}", f"每周{day}") for place, day in enumerate("一二三四五")),
    ("month_day", Every.MONTH_DAY.label),
    ("month_day:31", "每月最后一天"),
    ("month", Every.MONTH.label),
    ("quarter", Every.QUARTER.label),
    ("half_year", Every.HALF_YEAR.label),
    ("year", Every.YEAR.label),
    ("days", Every.DAYS.label),
    (IN_WORDS, "其他，用文字写明"),
)


def number_field() -> forms.IntegerField:
    """Return the field of the number that some choices want."""
    return forms.IntegerField(
        label="几日（几天）",
        required=False,
        min_value=1,
        max_value=366,
        help_text="选“每月某日”的填几日，选“每隔若干天”的填几天",
    )


def words_field() -> forms.CharField:
    """Return the field of a rhythm in words."""
    return forms.CharField(
        label="用文字写明",
        max_length=60,
        required=False,
        help_text=f"选“其他”的填写，如 {'、'.join(EXAMPLES[at] for at in (1, 7, 8, 12))}；可加“遇休息日提前”",
    )


def cycle_from(form: forms.Form, names: tuple[str, str, str], rest: str = "") -> Cycle | None:
    """Return the cycle that the fields choice, number and words say, None where it is none of CYCLES; what is wrong goes to its field.

    Nothing that was filled in is ignored: a number or words that the choice does not want are refused.
    """
    how, number, words = names
    given = form.cleaned_data
    every, _, value = (given.get(how) or "").partition(":")
    if every not in dict(CYCLES) and every != "week":
        for name in (number, words):
            if given.get(name):
                form.add_error(name, "请先选定多久报一次")
        return None
    if given.get(words) and every != IN_WORDS:
        form.add_error(words, "选“其他，用文字写明”时才填写")
    if given.get(number) and (every not in NUMBERED or value):
        form.add_error(number, "选“每月某日”或“每隔若干天”时才填写")
    wrong = words if every == IN_WORDS else number if every in NUMBERED else how
    try:
        if every == IN_WORDS:
            found = rhythm_from(given.get(words) or "")
            return office_cycle(found.every, found.number, rest) if rest else found
        return office_cycle(every, int(value) if value else given.get(number) or 0, rest)
    except ValueError as error:
        if wrong not in form.errors:
            form.add_error(wrong, str(error))
        return None
