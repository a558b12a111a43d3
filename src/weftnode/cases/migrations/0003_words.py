# fmt: off
"""A search is one of premises."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_with_partners'),
    ]

    operations = [
        migrations.AlterField(
            model_name='measure',
            name='form',
            field=models.CharField(choices=[('hold', 'hold'), ('suspension', 'suspension'), ('freeze', 'freeze'), ('seizure', 'seizure'), ('confiscation', 'confiscation'), ('number_block', 'number block'), ('sim_closure', 'SIM closure'), ('site_block', 'site block'), ('takedown', 'takedown'), ('account_closure', 'account closure'), ('arrest', 'arrest'), ('search', 'search of premises'), ('rescue', 'bringing out people found in a raid'), ('repatriation', 'repatriation'), ('handover', 'handover'), ('sanction', 'sanction'), ('entry_ban', 'entry ban'), ('power_cut', 'cut of power'), ('internet_cut', 'cut of internet')], max_length=16, verbose_name='form'),
        ),
    ]
