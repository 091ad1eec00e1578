import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import renkei.core.publication.models
import renkei.core.records.fields
import renkei.kernel.localised
import renkei.kernel.spans
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('agreements', '0001_initial'), ('agreements', '0002_holders')]

    initial = True

    dependencies = [
        ('core', '0003_search_entry'),
        ('directory', '0003_holders_and_deputies'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementFamily',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('purpose', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='目的')),
            ],
            options={
                'verbose_name': '協定の系列',
                'verbose_name_plural': '協定の系列',
            },
        ),
        migrations.CreateModel(
            name='AgreementFamilyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('purpose', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='目的')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.agreementfamily')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('term_number', models.PositiveSmallIntegerField(blank=True, help_text='第4期なら4', null=True, verbose_name='期')),
                ('signed_on', models.DateField(blank=True, help_text='空欄は記載なし', null=True, verbose_name='締結日')),
                ('term', renkei.core.records.fields.PeriodField(default=renkei.kernel.spans.Period, help_text='開始が空欄は記載なし、終了が空欄は継続中', verbose_name='期間')),
                ('term_as_printed', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='期間の表記（資料のまま）')),
                ('purpose', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='内容')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('note', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='注記')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='core.document', verbose_name='資料')),
                ('laboratory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='directory.laboratory', verbose_name='設置する研究室')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='agreements.agreement', verbose_name='前の期の協定')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='agreements.agreementfamily', verbose_name='協定の系列')),
            ],
            options={
                'verbose_name': '協定',
                'verbose_name_plural': '協定',
            },
        ),
        migrations.CreateModel(
            name='AgreementParty',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='agreements.agreement', verbose_name='協定')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_parties', to='directory.organisation', verbose_name='当事者')),
            ],
            options={
                'verbose_name': '協定の当事者',
                'verbose_name_plural': '協定の当事者',
            },
        ),
        migrations.CreateModel(
            name='AgreementPartyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='協定')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='当事者')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.agreementparty')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('fiscal_year', renkei.core.records.fields.FiscalYearField(db_index=True, verbose_name='年度')),
                ('amount', renkei.core.records.fields.MoneyField(blank=True, null=True, verbose_name='金額')),
                ('in_kind', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='金銭以外（人員・場所など）')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='agreements.agreement', verbose_name='協定')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document', verbose_name='資料')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='directory.organisation', verbose_name='負担する者')),
            ],
            options={
                'verbose_name': '負担',
                'verbose_name_plural': '負担',
            },
        ),
        migrations.CreateModel(
            name='ContributionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('fiscal_year', renkei.core.records.fields.FiscalYearField(verbose_name='年度')),
                ('amount', renkei.core.records.fields.MoneyField(blank=True, null=True, verbose_name='金額')),
                ('in_kind', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='金銭以外（人員・場所など）')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='協定')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.document', verbose_name='資料')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='負担する者')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.contribution')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='実施日')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='agreements.agreement', verbose_name='協定')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='directory.organisation', verbose_name='義務を負う者')),
            ],
            options={
                'verbose_name': '協定の義務',
                'verbose_name_plural': '協定の義務',
            },
        ),
        migrations.CreateModel(
            name='DutyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='実施日')),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='協定')),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='義務を負う者')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.duty')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementDocument',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('role', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の役割')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='agreements.agreement', verbose_name='協定')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document', verbose_name='資料')),
            ],
            options={
                'verbose_name': '協定の資料',
                'verbose_name_plural': '協定の資料',
            },
        ),
        migrations.CreateModel(
            name='AgreementDocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('role', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の役割')),
                ('agreement', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='協定')),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.document', verbose_name='資料')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.agreementdocument')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('slug', models.CharField(help_text='半角の英小文字・数字・ハイフン。一度決めたら変えない', max_length=100, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('term_number', models.PositiveSmallIntegerField(blank=True, help_text='第4期なら4', null=True, verbose_name='期')),
                ('signed_on', models.DateField(blank=True, help_text='空欄は記載なし', null=True, verbose_name='締結日')),
                ('term', renkei.core.records.fields.PeriodField(default=renkei.kernel.spans.Period, help_text='開始が空欄は記載なし、終了が空欄は継続中', verbose_name='期間')),
                ('term_as_printed', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='期間の表記（資料のまま）')),
                ('purpose', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='内容')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('note', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='注記')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.document', verbose_name='資料')),
                ('laboratory', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.laboratory', verbose_name='設置する研究室')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.agreement')),
                ('predecessor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='前の期の協定')),
                ('family', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreementfamily', verbose_name='協定の系列')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementfamily',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementfamilyevent" ("holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "purpose", "revision", "shared_with", "slug", "title") SELECT new_values."holder", new_values."holder_unit", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."purpose", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c453fa0d6454d014768fc51e72c54ace14c8f35a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_64c15', referencing='REFERENCING NEW TABLE AS new_values ', table='agreements_agreementfamily', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementfamily',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementfamilyevent" ("holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "purpose", "revision", "shared_with", "slug", "title") SELECT new_values."holder", new_values."holder_unit", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."purpose", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='40a4ffd5610ff20cbf149590588567e1820a303d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_65bb2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agreements_agreementfamily', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementfamily',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementfamilyevent" ("holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "purpose", "revision", "shared_with", "slug", "title") SELECT old_values."holder", old_values."holder_unit", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."purpose", old_values."revision", old_values."shared_with", old_values."slug", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3fba4f94e1262e7018b62ff2312d7ade2a1b047d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f5f67', referencing='REFERENCING OLD TABLE AS old_values ', table='agreements_agreementfamily', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementfamily',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='c24559d37b409dd2ba292ad877a6c6adac6a831d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_c3fad', table='agreements_agreementfamily', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementdocument',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementdocumentevent" ("agreement_id", "document_id", "holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "role", "shared_with", "slug") SELECT new_values."agreement_id", new_values."document_id", new_values."holder", new_values."holder_unit", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."role", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5bd542057e2d60bb08655767b77715ce6e2cd01a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccdea', referencing='REFERENCING NEW TABLE AS new_values ', table='agreements_agreementdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementdocument',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementdocumentevent" ("agreement_id", "document_id", "holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "role", "shared_with", "slug") SELECT new_values."agreement_id", new_values."document_id", new_values."holder", new_values."holder_unit", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."role", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c7097b787bc276c86e24e37f2ee082d1eae7fe9c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f8e88', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agreements_agreementdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementdocument',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementdocumentevent" ("agreement_id", "document_id", "holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "role", "shared_with", "slug") SELECT old_values."agreement_id", old_values."document_id", old_values."holder", old_values."holder_unit", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."role", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1fce38f5d315e22ba3e916617a88bf52ef87c728', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f78bf', referencing='REFERENCING OLD TABLE AS old_values ', table='agreements_agreementdocument', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementdocument',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='4058cdb7ed1a1a22ec29368948c9203cb9d1b26a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_5c2d7', table='agreements_agreementdocument', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementdocumentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c8a8ff59d4e84157fc8c8aaca74f5f249e2c59a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1eb4b', table='agreements_agreementdocumentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='10a426d334db94a2d51d3555cf1d4c20cc116b1d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ab134', table='agreements_agreementevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementevent" ("document_id", "family_id", "holder", "holder_unit", "laboratory_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "predecessor_id", "public_from", "public_until", "publication", "publication_decided_by", "purpose", "revision", "shared_with", "signed_on", "slug", "term", "term_as_printed", "term_number", "title") SELECT new_values."document_id", new_values."family_id", new_values."holder", new_values."holder_unit", new_values."laboratory_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."place", new_values."predecessor_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."purpose", new_values."revision", new_values."shared_with", new_values."signed_on", new_values."slug", new_values."term", new_values."term_as_printed", new_values."term_number", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='423821469751260cf6bd0f5b2dc96e9b55652875', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_13a93', referencing='REFERENCING NEW TABLE AS new_values ', table='agreements_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementevent" ("document_id", "family_id", "holder", "holder_unit", "laboratory_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "predecessor_id", "public_from", "public_until", "publication", "publication_decided_by", "purpose", "revision", "shared_with", "signed_on", "slug", "term", "term_as_printed", "term_number", "title") SELECT new_values."document_id", new_values."family_id", new_values."holder", new_values."holder_unit", new_values."laboratory_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."place", new_values."predecessor_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."purpose", new_values."revision", new_values."shared_with", new_values."signed_on", new_values."slug", new_values."term", new_values."term_as_printed", new_values."term_number", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1ce5a2821ab2e56edcf76a1d4fddbcb2b2dac1c9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_36fdd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agreements_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementevent" ("document_id", "family_id", "holder", "holder_unit", "laboratory_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "predecessor_id", "public_from", "public_until", "publication", "publication_decided_by", "purpose", "revision", "shared_with", "signed_on", "slug", "term", "term_as_printed", "term_number", "title") SELECT old_values."document_id", old_values."family_id", old_values."holder", old_values."holder_unit", old_values."laboratory_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."place", old_values."predecessor_id", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."purpose", old_values."revision", old_values."shared_with", old_values."signed_on", old_values."slug", old_values."term", old_values."term_as_printed", old_values."term_number", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1e2213c868724aff821384852000514147913ee0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a07e3', referencing='REFERENCING OLD TABLE AS old_values ', table='agreements_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='6fbc4d3591e3b83214657bc1afda48e30ba075bc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_51aaf', table='agreements_agreement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementfamilyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e782f384279ef49d17eb8bd7175d030ccc6e9b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0c549', table='agreements_agreementfamilyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='agreementparty',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('agreement', 'organisation'), name='agreement_party_is_unique'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementpartyevent" ("agreement_id", "holder", "holder_unit", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."agreement_id", new_values."holder", new_values."holder_unit", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aa0ecac75d19c560ea9374f94380a803837e271f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9a22b', referencing='REFERENCING NEW TABLE AS new_values ', table='agreements_agreementparty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementpartyevent" ("agreement_id", "holder", "holder_unit", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."agreement_id", new_values."holder", new_values."holder_unit", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='136853e22858cd70d2acd79c2e646076cdd0d70c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_84405', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agreements_agreementparty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_agreementpartyevent" ("agreement_id", "holder", "holder_unit", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT old_values."agreement_id", old_values."holder", old_values."holder_unit", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."position", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='413d3edb5c7f8a42fc950b3619a93690f443e41f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2eefb', referencing='REFERENCING OLD TABLE AS old_values ', table='agreements_agreementparty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementparty',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='6743b6fc73e3f3b3284397d1c931321bd5339379', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_f38a4', table='agreements_agreementparty', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementpartyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='53789b6af748bd1a950b6af113e3269e76d2b2f3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dc810', table='agreements_agreementpartyevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_contributionevent" ("agreement_id", "amount", "document_id", "fiscal_year", "holder", "holder_unit", "in_kind", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."agreement_id", new_values."amount", new_values."document_id", new_values."fiscal_year", new_values."holder", new_values."holder_unit", new_values."in_kind", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."place", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1964ebcf68c5119c157c13eaf5a388593c1db058', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4ae5a', referencing='REFERENCING NEW TABLE AS new_values ', table='agreements_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_contributionevent" ("agreement_id", "amount", "document_id", "fiscal_year", "holder", "holder_unit", "in_kind", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."agreement_id", new_values."amount", new_values."document_id", new_values."fiscal_year", new_values."holder", new_values."holder_unit", new_values."in_kind", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."place", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f26c436b462f847efb2c12db04ee727f0269d52d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c054b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agreements_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_contributionevent" ("agreement_id", "amount", "document_id", "fiscal_year", "holder", "holder_unit", "in_kind", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT old_values."agreement_id", old_values."amount", old_values."document_id", old_values."fiscal_year", old_values."holder", old_values."holder_unit", old_values."in_kind", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."place", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='27eecc12eb5315e4861ab9a3ffc78974b6935080', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4aecc', referencing='REFERENCING OLD TABLE AS old_values ', table='agreements_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='0ae4d9e37773098fd7d42c934e286452449c2567', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_ad381', table='agreements_contribution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contributionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa3950e663c04f5fb3feadc0764bc7620e6cc578', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0b86c', table='agreements_contributionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_dutyevent" ("agreement_id", "done_on", "due_on", "holder", "holder_unit", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT new_values."agreement_id", new_values."done_on", new_values."due_on", new_values."holder", new_values."holder_unit", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8f3bfd3a0bd06e51628dbbd9437fdca0350b570c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_74878', referencing='REFERENCING NEW TABLE AS new_values ', table='agreements_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_dutyevent" ("agreement_id", "done_on", "due_on", "holder", "holder_unit", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT new_values."agreement_id", new_values."done_on", new_values."due_on", new_values."holder", new_values."holder_unit", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8bd0910be4d73dcb7097502542017b8238960a5c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c8974', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='agreements_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "agreements_dutyevent" ("agreement_id", "done_on", "due_on", "holder", "holder_unit", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT old_values."agreement_id", old_values."done_on", old_values."due_on", old_values."holder", old_values."holder_unit", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='dcd8a67eebe0b318d64da7f16da7876b06cdfe10', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f5417', referencing='REFERENCING OLD TABLE AS old_values ', table='agreements_duty', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='duty',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='b8cc94172ea4349103cedf70e43a1590f88a8fb6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_77735', table='agreements_duty', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dutyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7a1ff0627a81b1a9d2853270d4a4a26fb6fd5641', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_71f1d', table='agreements_dutyevent', when='BEFORE')),
        ),
    ]
