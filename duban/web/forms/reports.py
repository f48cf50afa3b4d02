"""Forms of reports and of their review."""

from django import forms

from duban.ledger.models.reports import What
from duban.web.forms import Form
from duban.web.forms.matters import day_field, text_field


class Files(forms.FileField):
    """Any number of files."""

    def __init__(self, *, label: str, hint: str = ""):
        widget = forms.FileInput()
        widget.allow_multiple_selected = True
        widget.attrs["multiple"] = True
        super().__init__(label=label, required=False, widget=widget, help_text=hint)

    def clean(self, data, initial=None):
        given = data if isinstance(data, list) else [data] if data else []
        return [super(Files, self).clean(each, initial) for each in given]


class ReportForm(Form):
    """What was done, what stands in the way, what comes next."""

    what = forms.ChoiceField(label="种类", choices=What.choices, widget=forms.RadioSelect, initial=What.PROGRESS)
    done = text_field("已完成", rows=5)
    problems = text_field("存在问题", required=False)
    blocked = text_field("无法落实的及原因", required=False)
    next_steps = text_field("下一步", required=False)
    visible_progress = forms.CharField(
        label="形象进度", max_length=200, required=False, help_text="项目类填写，如 完成投资 62%，主体封顶"
    )
    files = Files(label="佐证", hint="可选多个；图片、PDF、Word、Excel、压缩包")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, keep: str, is_lead: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("done", "problems", "blocked", "next_steps"):
            self.fields[name].widget.attrs["data-keep"] = f"{keep}-{name}"
        if not is_lead:
            self.fields["what"].choices = [(What.PROGRESS, What.PROGRESS.label)]


class AcceptForm(Form):
    """Accept, where the result is worth less than the whole with fewer points."""

    points = forms.DecimalField(label="认定分值", required=False, max_digits=7, decimal_places=2, min_value=0)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReturnForm(Form):
    """Return: why, and until when it is to be done again."""

    reason = text_field("退回原因", required=False)
    redo_by = day_field("重报期限")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
