from django.db import migrations, models


def put_away_for_who_was_here(apps, schema_editor):
    """Who signed in before has had their first day, by their own account or by that of the person's login."""
    officers = apps.get_model("people", "Officer").objects
    been = models.Q(last_login__isnull=False) | models.Q(signs_in_by__last_login__isnull=False)
    keys = list(officers.filter(been).values_list("pk", flat=True))
    officers.filter(pk__in=keys).update(guide_put_away=True)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0015_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='officer',
            name='guide_put_away',
            field=models.BooleanField(default=False, verbose_name='首日说明已收起'),
        ),
        migrations.RunPython(put_away_for_who_was_here, migrations.RunPython.noop),
    ]
