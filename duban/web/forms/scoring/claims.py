"""Forms of claims: what praise is claimed, and the office's word on it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from duban.engine.wording import VALUES
from duban.ledger.actions.scoring.claims import Praised
from duban.ledger.models import Matter
from duban.ledger.scored_facts import Praise
from duban.people.models import Unit
from duban.web.forms import Form
from duban.web.forms.fields import UnitField, UnitsForm, day_field, text_field


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
    file = forms.FileField(label="证明材料", help_text="原件扫描件或报样；没有证明的不予核实")

    def __init__(
        self,
        *args: Any,
        praises: list[Praise],
        matters: Iterable[Matter],
        occasions: list[str],
        media: dict[str, tuple[str, ...]],
        unit: Unit | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.matters = {each.no: each for each in matters}
        self.offer("kind", [("", "请选择"), *((each.kind, each.word) for each in praises)])
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

    def clean_matter(self) -> Matter | None:
        return self.matters.get(self.cleaned_data["matter"])

    def praised(self) -> Praised:
        """Return what was filled in."""
        words = self.cleaned_data
        return Praised(
            happened_on=words["on"],
            of_subordinate=words["received_by"] == "subordinate",
            occasion=words.get("occasion", ""),
            **{name: words[name] for name in ("kind", "title", "authority", "document", "matter", "person", "text")},
        )


class VerificationForm(Form):
    """Verified or not, by whom the praise was, and why."""

    verdict = forms.ChoiceField(choices=[("verify", "核实"), ("reject", "不予认定")])
    authority = forms.ChoiceField(label="作出机关（刊载级别）")
    reason = text_field("核实意见", required=False)

    def __init__(self, *args: Any, praise: Praise | None, authority: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(worth.authority, worth.said) for worth in praise.worths] if praise else []
        if authority not in dict(known):
            known.append((authority, VALUES["authority"][authority]))
        self.offer("authority", known)
        self.fields["authority"].initial = authority
