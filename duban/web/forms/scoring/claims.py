"""Forms of claims: what praise is claimed, and the office's word on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from duban.engine.recording.kinds import Recordable
from duban.ledger.actions.scoring.claims import Praised
from duban.ledger.models import Matter
from duban.ledger.scored_facts import Praise
from duban.people.models import Unit
from duban.web.forms import Form
from duban.web.forms.fields import UnitField, UnitsForm, day_field, text_field
from duban.web.forms.files import file_input
from duban.web.forms.scoring.facts import input_of, value_in


class ClaimForm(UnitsForm):
    """The praise, who gave it, where it stands written, for what, and the proof."""

    kind = forms.ChoiceField(label="种类")
    unit = UnitField(label="单位")
    title = forms.CharField(label="名称", max_length=200, help_text="表彰决定、通报、批示件或稿件的标题")
    authority = forms.ChoiceField(label="作出机关（刊载级别）")
    document = forms.CharField(
        label="文号或刊物", max_length=100, help_text="文号；刊载的写媒体或刊物、日期和版次（期号）"
    )
    on = day_field("日期", hint="印发、批示或刊载之日")
    matter = forms.ChoiceField(label="对应的督查事项", required=False)
    received_by = forms.ChoiceField(
        label="受表彰的是",
        choices=[("self", "本单位"), ("subordinate", "下属单位")],
        widget=forms.RadioSelect,
        initial="self",
    )
    person = forms.CharField(
        label="受表彰个人", max_length=60, required=False, help_text="表彰个人的填写姓名，表彰单位的不填"
    )
    occasion = forms.CharField(label="同一事由", max_length=60, required=False)
    text = text_field("说明", required=False, keep="claim")
    file = forms.FileField(label="证明材料", widget=file_input(), help_text="原件扫描件或报样；没有证明的不予核实")

    def __init__(
        self,
        *args: Any,
        praises: list[Praise],
        matters: Iterable[Matter],
        occasions: list[str],
        media: dict[str, tuple[str, ...]],
        unit: Unit | None = None,
        known: Mapping[str, Recordable] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.matters = {each.no: each for each in matters}
        self.praise_kinds = {each.kind for each in praises}
        entered = [(kind, each.label) for kind, each in (known or {}).items() if kind not in self.praise_kinds]
        self.offer("kind", [("", "请选择"), *((each.kind, each.word) for each in praises), *entered])
        # A browser shows the authorities of the kind that was chosen; the ledger says which clause refuses the others.
        groups = [(each.word, [(worth.authority, worth.said) for worth in each.worths]) for each in praises]
        self.offer("authority", [("", "请选择"), *groups])
        self.fields["authority"].widget.attrs["data-grouped-by"] = "kind"
        self.offer(
            "matter",
            [
                ("", "（不针对某一事项）"),
                *((each.no, f"{each.no} {each.title}") for each in matters),
            ],
        )
        clauses = list(dict.fromkeys(each.matter_clause for each in praises if each.matter_clause))
        if clauses:
            self.fields["matter"].help_text = f"与督查事项无关的不计分〔{'、'.join(clauses)}〕"
            self.musts = ("matter",) if all(each.matter_clause for each in praises) else ()
        highest = list(dict.fromkeys(each.highest_clause for each in praises if each.highest_clause))
        if highest:
            self.fields[
                "occasion"
            ].help_text = f"同一件事受几级表扬的写同样的事由，只计最高一级〔{'、'.join(highest)}〕"
            self.fields["occasion"].widget.attrs["list"] = "occasions"
        else:
            del self.fields["occasion"]
        if media:
            named = "；".join(f"{word}：{'、'.join(items)}" for word, items in media.items())
            self.fields["document"].help_text += f"。{named}"
        if unit is not None:
            del self.fields["unit"]
        self.occasions = occasions
        self._ask(known or {})
        self.dress()

    def _ask(self, known: Mapping[str, Recordable]) -> None:
        """Add the fields that the document asks of each kind; with them the ledger says what is missing of the kind that was chosen."""
        self.asked = {
            kind: [field for field in each.asked if kind not in self.praise_kinds or field.name in each.event.fields]
            for kind, each in known.items()
        }
        if not any(kind not in self.praise_kinds or fields for kind, fields in self.asked.items()):
            self.asked = {}
            return
        of_praise = ("title", "authority", "document", "received_by", "file")
        for name in of_praise:
            self.fields[name].required = False
        for name in (*of_praise[:-1], "person") if not self.praise_kinds else ():
            del self.fields[name]
        self.fields["on"].help_text, self.fields["file"].help_text = "发生、印发、批示或刊载之日", "原件扫描件或报样"
        for kind, fields in self.asked.items():
            for field in fields:
                self.fields[f"{kind}-{field.name}"] = input_of(field, is_open=True)
        last: list[str] = [name for name in ("text", "file") if name in self.fields]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def shown(self) -> dict[str, list[str]]:
        """Return the fields that are shown with each kind; empty where all are shown with all."""
        if not self.asked:
            return {}
        of_praise = [
            name
            for name in ("title", "authority", "document", "received_by", "person", "occasion")
            if name in self.fields
        ]
        own = {kind: [f"{kind}-{field.name}" for field in fields] for kind, fields in self.asked.items()}
        return {
            kind: [*(of_praise if kind in self.praise_kinds else ()), *own.get(kind, ())]
            for kind in {*self.praise_kinds, *own}
        }

    def named(self, field: str) -> str:
        """Return the name under which the form has a field of the fact, for what the ledger says of it."""
        own = f"{self.cleaned_data['kind']}-{field}"
        return own if own in self.fields else field

    def owed(self) -> list[str]:
        return super().owed() if self.cleaned_data.get("kind", "") in {"", *self.praise_kinds} else []

    def clean_matter(self) -> Matter | None:
        return self.matters.get(self.cleaned_data["matter"])

    def praised(self) -> Praised:
        """Return what was filled in."""
        words = self.cleaned_data
        kind = words["kind"]
        told = ("kind", "matter", "text")
        given = {
            field.name: value_in(field, words[f"{kind}-{field.name}"])
            for field in self.asked.get(kind, ())
            if words[f"{kind}-{field.name}"] not in (None, "")
        }
        if kind not in self.praise_kinds:
            return Praised(happened_on=words["on"], fields=given, **{name: words[name] for name in told})
        return Praised(
            happened_on=words["on"],
            of_subordinate=words["received_by"] == "subordinate",
            occasion=words.get("occasion", ""),
            fields=given,
            **{name: words[name] for name in (*told, "title", "authority", "document", "person")},
        )


class VerificationForm(Form):
    """Verified or not, by whom the praise was, and why."""

    verdict = forms.ChoiceField(choices=[("verify", "核实"), ("reject", "不予认定")])
    authority = forms.ChoiceField(label="作出机关（刊载级别）")
    reason = text_field("核实意见", required=False)

    def __init__(self, *args: Any, praise: Praise | None, authority: str, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not authority:
            del self.fields["authority"]
            return
        known = [(worth.authority, worth.said) for worth in praise.worths] if praise else []
        if authority not in dict(known):
            known.append((authority, word))
        self.offer("authority", known)
        self.fields["authority"].initial = authority
