"""The form of the regime page: the document itself."""

from django import forms

from duban.web.forms import Form


class RegimeTextForm(Form):
    """The official text of the regime."""

    file = forms.FileField(label="办法原文", help_text="收 .docx 和 .txt；扫描件和 PDF 请先转为文字。")
