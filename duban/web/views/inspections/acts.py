"""How an act on one inspection is shown or carried out, and leads back to its page."""

from django.urls import reverse

from duban.web.acting import act_by


def act_on(request, inspection, form, perform, said: str, title: str, button: str, **context):
    """Show or carry out an act on one inspection, and lead back to it."""
    here = reverse("inspection", args=[inspection.pk])
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=here,
        back=here,
        title=title,
        button=button,
        inspection=inspection,
        **context,
    )
