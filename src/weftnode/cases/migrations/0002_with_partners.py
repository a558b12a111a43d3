# fmt: off
"""Partners of a joint case, and the partner that carries a measure out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='partners',
            field=models.ManyToManyField(blank=True, related_name='cases', to='partners.partner'),
        ),
        migrations.AddField(
            model_name='measure',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='partners.partner'),
        ),
    ]
