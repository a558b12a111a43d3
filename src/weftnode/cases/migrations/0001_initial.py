# fmt: off
"""The tables of cases."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('networks', '0001_initial'),
        ('reports', '0002_text_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('file_number', models.CharField(blank=True, max_length=60, verbose_name='file number')),
                ('about', models.TextField(blank=True, verbose_name='what it is about')),
                ('state', models.CharField(choices=[('open', 'open'), ('waiting', 'waiting for others'), ('court', 'before the court'), ('closed', 'closed'), ('merged', 'part of another case')], default='open', max_length=10, verbose_name='state')),
                ('countries', models.CharField(blank=True, max_length=400, verbose_name='countries')),
                ('tlp', models.CharField(choices=[('CLEAR', 'TLP:CLEAR'), ('GREEN', 'TLP:GREEN'), ('AMBER', 'TLP:AMBER'), ('AMBER_STRICT', 'TLP:AMBER+STRICT'), ('RED', 'TLP:RED')], default='RED', max_length=20)),
                ('pap', models.CharField(choices=[('CLEAR', 'PAP:CLEAR'), ('GREEN', 'PAP:GREEN'), ('AMBER', 'PAP:AMBER'), ('RED', 'PAP:RED')], default='RED', max_length=20)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.CharField(max_length=150)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, max_length=150)),
                ('closed_because', models.TextField(blank=True)),
                ('compartment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='accounts.compartment')),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField(verbose_name='reason')),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_by', models.CharField(blank=True, max_length=150)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='cases.case')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='linked_from', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseNetwork',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_by', models.CharField(max_length=150)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='networks', to='cases.case')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_ties', to='networks.network')),
            ],
        ),
        migrations.CreateModel(
            name='CasePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=64, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9_.-]{3,63}\\Z')], verbose_name='reference')),
                ('added_by', models.CharField(max_length=150)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_by', models.CharField(max_length=150)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='cases.case')),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='case_ties', to='reports.report')),
            ],
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('hold', 'hold'), ('suspension', 'suspension'), ('freeze', 'freeze'), ('seizure', 'seizure'), ('confiscation', 'confiscation'), ('number_block', 'number block'), ('sim_closure', 'SIM closure'), ('site_block', 'site block'), ('takedown', 'takedown'), ('account_closure', 'account closure'), ('arrest', 'arrest'), ('search', 'search'), ('rescue', 'bringing out people found in a raid'), ('repatriation', 'repatriation'), ('handover', 'handover'), ('sanction', 'sanction'), ('entry_ban', 'entry ban'), ('power_cut', 'cut of power'), ('internet_cut', 'cut of internet')], max_length=16, verbose_name='form')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('requested', 'asked for'), ('ordered', 'ordered'), ('in_force', 'in force'), ('done', 'carried out'), ('failed', 'without success'), ('lifted', 'lifted'), ('lapsed', 'lapsed'), ('replaced', 'followed by another'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='planned', max_length=10, verbose_name='state')),
                ('kind', models.CharField(blank=True, max_length=20, verbose_name='kind')),
                ('value', models.CharField(blank=True, max_length=600, verbose_name='identifier')),
                ('as_written', models.CharField(blank=True, max_length=600)),
                ('role', models.CharField(blank=True, choices=[('mule', 'mule account holder'), ('runner', 'runner'), ('operator', 'operator who talks to victims'), ('recruiter', 'recruiter'), ('broker', 'broker'), ('team_leader', 'team leader'), ('launderer', 'launderer'), ('enabler', 'enabler'), ('protector', 'armed protector'), ('landlord', 'compound landlord'), ('organiser', 'organiser'), ('financier', 'financier')], max_length=12, verbose_name='role of whoever it meets')),
                ('orderer', models.CharField(blank=True, choices=[('provider', 'bank or provider'), ('police', 'police'), ('prosecutor', 'prosecutor'), ('court', 'court'), ('fiu', 'financial intelligence unit'), ('regulator', 'regulator'), ('ministry', 'ministry or government')], max_length=10, verbose_name='who orders')),
                ('office', models.CharField(blank=True, max_length=160, verbose_name='office')),
                ('power', models.CharField(blank=True, max_length=300, verbose_name='legal power')),
                ('carried_by', models.CharField(blank=True, max_length=160, verbose_name='carried out by')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('amount_minor', models.BigIntegerField(blank=True, null=True)),
                ('currency', models.CharField(blank=True, max_length=10, verbose_name='currency')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('result', models.TextField(blank=True, verbose_name='result')),
                ('people_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='people')),
                ('ground', models.CharField(blank=True, choices=[('no_power', 'no legal power'), ('facts', 'facts do not suffice'), ('not_found', 'not found, or empty'), ('dual_criminality', 'no offence under the own law'), ('political', 'political offence'), ('speciality', 'use beyond what was asked for'), ('own_inquiry', 'would harm an own inquiry'), ('protected', 'a person would be in danger'), ('innocent', 'would hit the innocent'), ('not_competent', 'somebody else is competent'), ('other', 'another reason')], max_length=16, verbose_name='ground of refusal')),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ordered_at', models.DateTimeField(blank=True, null=True)),
                ('effective_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='cases.case')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='cases.measure')),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='networks.network')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='cases.caseperson')),
            ],
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_id', models.CharField(blank=True, max_length=60)),
                ('placed_at', models.DateTimeField()),
                ('renewed', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('is_due_by_order', models.BooleanField(default=False)),
                ('tainted_minor', models.BigIntegerField()),
                ('held_minor', models.BigIntegerField()),
                ('held_first_minor', models.BigIntegerField()),
                ('excess_because', models.TextField(blank=True)),
                ('holder', models.CharField(choices=[('unknown', 'not known'), ('merchant', 'merchant'), ('private', 'private person'), ('victim', 'victim'), ('mule', 'mule')], default='unknown', max_length=10, verbose_name='holder')),
                ('released_minor', models.BigIntegerField(default=0)),
                ('returned_minor', models.BigIntegerField(default=0)),
                ('is_running', models.BooleanField(default=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('measure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='hold', to='cases.measure')),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(max_length=40)),
                ('text', models.TextField(blank=True, verbose_name='what happened')),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='cases.case')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='cases.measure')),
            ],
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField(verbose_name='reason')),
                ('moved', models.JSONField(default=dict)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_by', models.CharField(blank=True, max_length=150)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_away', to='cases.case')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_in', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='OffenderRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('mule', 'mule account holder'), ('runner', 'runner'), ('operator', 'operator who talks to victims'), ('recruiter', 'recruiter'), ('broker', 'broker'), ('team_leader', 'team leader'), ('launderer', 'launderer'), ('enabler', 'enabler'), ('protector', 'armed protector'), ('landlord', 'compound landlord'), ('organiser', 'organiser'), ('financier', 'financier')], max_length=12, verbose_name='role')),
                ('because', models.TextField(verbose_name='reason')),
                ('said_by', models.CharField(max_length=150)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_by', models.CharField(blank=True, max_length=150)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='cases.caseperson')),
            ],
        ),
        migrations.CreateModel(
            name='Plea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('release', 'release'), ('appeal', 'appeal')], default='release', max_length=10, verbose_name='asks for')),
                ('to', models.CharField(blank=True, max_length=160, verbose_name='to whom')),
                ('ground', models.TextField(verbose_name='why')),
                ('asked_at', models.DateTimeField()),
                ('rule_id', models.CharField(blank=True, max_length=60)),
                ('due_at', models.DateTimeField()),
                ('amount_minor', models.BigIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, choices=[('', 'open'), ('granted', 'granted'), ('partly', 'granted in part'), ('refused', 'refused')], default='', max_length=8, verbose_name='outcome')),
                ('released_minor', models.BigIntegerField(default=0)),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('hold', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pleas', to='cases.hold')),
            ],
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateTimeField(blank=True, null=True)),
                ('after', models.DateTimeField(blank=True, null=True)),
                ('because', models.TextField(verbose_name='reason')),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('hold', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='cases.hold')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(blank=True, choices=[('planned', 'planned'), ('requested', 'asked for'), ('ordered', 'ordered'), ('in_force', 'in force'), ('done', 'carried out'), ('failed', 'without success'), ('lifted', 'lifted'), ('lapsed', 'lapsed'), ('replaced', 'followed by another'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('after', models.CharField(choices=[('planned', 'planned'), ('requested', 'asked for'), ('ordered', 'ordered'), ('in_force', 'in force'), ('done', 'carried out'), ('failed', 'without success'), ('lifted', 'lifted'), ('lapsed', 'lapsed'), ('replaced', 'followed by another'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('at', models.DateTimeField()),
                ('because', models.TextField(blank=True)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.measure')),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='what is to do')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('done_by', models.CharField(blank=True, max_length=150)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='cases.case')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='case_tasks', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['compartment', 'state', '-id'], name='case_room'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by', '')), models.Q(('closed_at__isnull', False), models.Q(('closed_by', ''), _negated=True)), _connector='OR'), name='case_closed_pair'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='case_merged_pair'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', models.F('id')), _negated=True), models.Q(('merged_into', models.F('id')), _negated=True)), name='case_not_its_own'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.CheckConstraint(condition=models.Q(('case', models.F('other')), _negated=True), name='link_of_two'),
        ),
        migrations.AddConstraint(
            model_name='caselink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by', '')), models.Q(('undone_at__isnull', False), models.Q(('undone_by', ''), _negated=True)), _connector='OR'), name='link_undone_pair'),
        ),
        migrations.AddConstraint(
            model_name='casenetwork',
            constraint=models.UniqueConstraint(fields=('case', 'network'), name='network_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='caseperson',
            constraint=models.UniqueConstraint(fields=('case', 'token'), name='person_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='casereport',
            constraint=models.UniqueConstraint(fields=('case', 'report'), name='report_once_a_case'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(fields=['case', '-id'], name='measure_case'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(fields=['case', 'state', 'form'], name='measure_state'),
        ),
        migrations.AddIndex(
            model_name='measure',
            index=models.Index(fields=['value', 'kind'], name='measure_value'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_minor__isnull', True), ('currency', '')), models.Q(('amount_minor__gte', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='measure_amount_pair'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'refused'), ('ground', ''), _connector='OR'), name='measure_ground_of_refusal'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='measure_refused_with_ground'),
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(fields=['is_running', 'due_at'], name='hold_due'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('held_minor__gte', 0), ('released_minor__gte', 0), ('returned_minor__gte', 0), ('tainted_minor__gte', 0)), name='hold_amounts'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('held_first_minor__lte', models.F('tainted_minor')), models.Q(('excess_because', ''), _negated=True), _connector='OR'), name='hold_excess_is_said'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('is_running', True)), models.Q(('ended_at__isnull', False), ('is_running', False)), _connector='OR'), name='hold_ended_pair'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['case', '-at', '-id'], name='event_time'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('gone', models.F('kept')), _negated=True), name='merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by', '')), models.Q(('undone_at__isnull', False), models.Q(('undone_by', ''), _negated=True)), _connector='OR'), name='merge_undone_pair'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('gone',), name='merged_once'),
        ),
        migrations.AddConstraint(
            model_name='offenderrole',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='role_withdrawn_pair'),
        ),
        migrations.AddIndex(
            model_name='plea',
            index=models.Index(fields=['outcome', 'due_at'], name='plea_due'),
        ),
        migrations.AddConstraint(
            model_name='plea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by', ''), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='plea_decided_triple'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['done_at', 'due_on'], name='task_due'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by', '')), models.Q(('done_at__isnull', False), models.Q(('done_by', ''), _negated=True)), _connector='OR'), name='task_done_pair'),
        ),
    ]
