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

    initial = True

    dependencies = [
        ('core', '0002_holders'),
        ('directory', '0003_holders_and_deputies'),
        ('matching', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='JointProject',
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
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='研究題目')),
                ('public_title', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, help_text='企業名を出さない題目', verbose_name='公開用の題目')),
                ('contract_number', models.CharField(blank=True, max_length=60, verbose_name='契約番号')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='契約日')),
                ('period', renkei.core.records.fields.PeriodField(default=renkei.kernel.spans.Period, verbose_name='研究期間')),
                ('fee', renkei.core.records.fields.MoneyField(blank=True, null=True, verbose_name='研究費')),
                ('overhead', renkei.core.records.fields.MoneyField(blank=True, null=True, verbose_name='間接経費')),
                ('rights', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='知的財産の扱い')),
                ('state', models.CharField(choices=[('planned', '準備中'), ('running', '実施中'), ('finished', '終了'), ('stopped', '中止')], default='planned', max_length=10, verbose_name='状態')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_projects', to='matching.case', verbose_name='もとになった案件')),
                ('field', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_projects', to='matching.applicationfield', verbose_name='応用分野')),
                ('laboratory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_projects', to='directory.laboratory', verbose_name='研究室')),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_projects', to='directory.person', verbose_name='研究代表者')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_projects', to='directory.organisation', verbose_name='研究機関')),
                ('seed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_projects', to='matching.seed', verbose_name='もとになったシーズ')),
            ],
            options={
                'verbose_name': '共同研究',
                'verbose_name_plural': '共同研究',
            },
        ),
        migrations.CreateModel(
            name='JointProjectEvent',
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
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='研究題目')),
                ('public_title', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, help_text='企業名を出さない題目', verbose_name='公開用の題目')),
                ('contract_number', models.CharField(blank=True, max_length=60, verbose_name='契約番号')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='契約日')),
                ('period', renkei.core.records.fields.PeriodField(default=renkei.kernel.spans.Period, verbose_name='研究期間')),
                ('fee', renkei.core.records.fields.MoneyField(blank=True, null=True, verbose_name='研究費')),
                ('overhead', renkei.core.records.fields.MoneyField(blank=True, null=True, verbose_name='間接経費')),
                ('rights', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='知的財産の扱い')),
                ('state', models.CharField(choices=[('planned', '準備中'), ('running', '実施中'), ('finished', '終了'), ('stopped', '中止')], default='planned', max_length=10, verbose_name='状態')),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.case', verbose_name='もとになった案件')),
                ('field', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.applicationfield', verbose_name='応用分野')),
                ('laboratory', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.laboratory', verbose_name='研究室')),
                ('leader', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.person', verbose_name='研究代表者')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='研究機関')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='research.jointproject')),
                ('seed', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='matching.seed', verbose_name='もとになったシーズ')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='JointProjectPartner',
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
                ('role', models.CharField(choices=[('company', '企業等'), ('institute', '研究機関'), ('other', 'その他')], default='company', max_length=10, verbose_name='役割')),
                ('in_prefecture', models.BooleanField(default=False, help_text='本社が県内にある', verbose_name='県内')),
                ('is_local', models.BooleanField(default=False, help_text='クラスターの地域にある', verbose_name='地元')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_partners', to='directory.organisation', verbose_name='相手')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='research.jointproject', verbose_name='共同研究')),
            ],
            options={
                'verbose_name': '共同研究の相手',
                'verbose_name_plural': '共同研究の相手',
            },
        ),
        migrations.CreateModel(
            name='JointProjectPartnerEvent',
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
                ('role', models.CharField(choices=[('company', '企業等'), ('institute', '研究機関'), ('other', 'その他')], default='company', max_length=10, verbose_name='役割')),
                ('in_prefecture', models.BooleanField(default=False, help_text='本社が県内にある', verbose_name='県内')),
                ('is_local', models.BooleanField(default=False, help_text='クラスターの地域にある', verbose_name='地元')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='相手')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='research.jointprojectpartner')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='research.jointproject', verbose_name='共同研究')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Presentation',
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
                ('held_on', models.DateField(verbose_name='開催日')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='場所')),
                ('participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='参加者数')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='presentations', to='research.jointproject', verbose_name='共同研究')),
            ],
            options={
                'verbose_name': '成果発表',
                'verbose_name_plural': '成果発表',
            },
        ),
        migrations.CreateModel(
            name='PresentationEvent',
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
                ('held_on', models.DateField(verbose_name='開催日')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='場所')),
                ('participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='参加者数')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='research.presentation')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='research.jointproject', verbose_name='共同研究')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResearchResult',
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
                ('kind', models.CharField(choices=[('paper', '論文'), ('patent', '特許'), ('product', '製品・サービス'), ('prize', '受賞'), ('press', '報道'), ('other', 'その他')], max_length=10, verbose_name='種類')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='題名')),
                ('day', renkei.core.records.fields.PartialDateField(max_length=10, verbose_name='日付')),
                ('identifier', models.CharField(blank=True, max_length=200, verbose_name='番号（DOI・出願番号など）')),
                ('url', models.URLField(blank=True, verbose_name='ページ')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document', verbose_name='資料')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='research.jointproject', verbose_name='共同研究')),
            ],
            options={
                'verbose_name': '研究の成果',
                'verbose_name_plural': '研究の成果',
            },
        ),
        migrations.CreateModel(
            name='ResearchResultEvent',
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
                ('kind', models.CharField(choices=[('paper', '論文'), ('patent', '特許'), ('product', '製品・サービス'), ('prize', '受賞'), ('press', '報道'), ('other', 'その他')], max_length=10, verbose_name='種類')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='題名')),
                ('day', renkei.core.records.fields.PartialDateField(max_length=10, verbose_name='日付')),
                ('identifier', models.CharField(blank=True, max_length=200, verbose_name='番号（DOI・出願番号など）')),
                ('url', models.URLField(blank=True, verbose_name='ページ')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.document', verbose_name='資料')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='research.researchresult')),
                ('project', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='research.jointproject', verbose_name='共同研究')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointproject',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_jointprojectevent" ("case_id", "contract_number", "fee", "field_id", "holder", "holder_unit", "laboratory_id", "leader_id", "organisation_id", "overhead", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_title", "public_until", "publication", "publication_decided_by", "revision", "rights", "seed_id", "shared_with", "signed_on", "slug", "state", "title") SELECT new_values."case_id", new_values."contract_number", new_values."fee", new_values."field_id", new_values."holder", new_values."holder_unit", new_values."laboratory_id", new_values."leader_id", new_values."organisation_id", new_values."overhead", new_values."period", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_title", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."rights", new_values."seed_id", new_values."shared_with", new_values."signed_on", new_values."slug", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d34dc5e812775c3c1bd15b1b9a0213b6bdc9963c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_65e82', referencing='REFERENCING NEW TABLE AS new_values ', table='research_jointproject', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointproject',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_jointprojectevent" ("case_id", "contract_number", "fee", "field_id", "holder", "holder_unit", "laboratory_id", "leader_id", "organisation_id", "overhead", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_title", "public_until", "publication", "publication_decided_by", "revision", "rights", "seed_id", "shared_with", "signed_on", "slug", "state", "title") SELECT new_values."case_id", new_values."contract_number", new_values."fee", new_values."field_id", new_values."holder", new_values."holder_unit", new_values."laboratory_id", new_values."leader_id", new_values."organisation_id", new_values."overhead", new_values."period", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_title", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."rights", new_values."seed_id", new_values."shared_with", new_values."signed_on", new_values."slug", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1124118dfd7307dc640884e5cf317aa8c3506d74', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f84fe', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='research_jointproject', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointproject',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_jointprojectevent" ("case_id", "contract_number", "fee", "field_id", "holder", "holder_unit", "laboratory_id", "leader_id", "organisation_id", "overhead", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_title", "public_until", "publication", "publication_decided_by", "revision", "rights", "seed_id", "shared_with", "signed_on", "slug", "state", "title") SELECT old_values."case_id", old_values."contract_number", old_values."fee", old_values."field_id", old_values."holder", old_values."holder_unit", old_values."laboratory_id", old_values."leader_id", old_values."organisation_id", old_values."overhead", old_values."period", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_title", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."rights", old_values."seed_id", old_values."shared_with", old_values."signed_on", old_values."slug", old_values."state", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='16ae4b977ccfb5755df2a136747047e99fbe55ba', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_52c02', referencing='REFERENCING OLD TABLE AS old_values ', table='research_jointproject', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointproject',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='c29a529a14aac8b7952497339a3f0416833c1326', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_ffc5a', table='research_jointproject', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointprojectevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3b2c0e321c94101c4689d465228a02463c006d36', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_81c68', table='research_jointprojectevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='jointprojectpartner',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('project', 'organisation'), name='joint_project_partner_is_unique'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointprojectpartner',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_jointprojectpartnerevent" ("holder", "holder_unit", "in_prefecture", "is_local", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "role", "shared_with", "slug") SELECT new_values."holder", new_values."holder_unit", new_values."in_prefecture", new_values."is_local", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."project_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."role", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9a7f8eff5e311157c1e2aac554e7353686c2a3cd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_851aa', referencing='REFERENCING NEW TABLE AS new_values ', table='research_jointprojectpartner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointprojectpartner',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_jointprojectpartnerevent" ("holder", "holder_unit", "in_prefecture", "is_local", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "role", "shared_with", "slug") SELECT new_values."holder", new_values."holder_unit", new_values."in_prefecture", new_values."is_local", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."project_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."role", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='089ade62ff2ec2ffe8e3378094af86231772c0bf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_57097', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='research_jointprojectpartner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointprojectpartner',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_jointprojectpartnerevent" ("holder", "holder_unit", "in_prefecture", "is_local", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "role", "shared_with", "slug") SELECT old_values."holder", old_values."holder_unit", old_values."in_prefecture", old_values."is_local", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."project_id", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."role", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4dc7e633907ee11ee6bb3804d958ad480f19c64a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_95cf4', referencing='REFERENCING OLD TABLE AS old_values ', table='research_jointprojectpartner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointprojectpartner',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='817ce951eba3bffb5b081f2d6930fbbf531e76f7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_7bdc5', table='research_jointprojectpartner', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='jointprojectpartnerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bf46ab961f5655cc7ee68c75f9dc5f46004a07be', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca1bc', table='research_jointprojectpartnerevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presentation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_presentationevent" ("held_on", "holder", "holder_unit", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT new_values."held_on", new_values."holder", new_values."holder_unit", new_values."participants", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."place", new_values."project_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f4b24437d4732009fe2371926863555219921d9d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e1ef4', referencing='REFERENCING NEW TABLE AS new_values ', table='research_presentation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presentation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_presentationevent" ("held_on", "holder", "holder_unit", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT new_values."held_on", new_values."holder", new_values."holder_unit", new_values."participants", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."place", new_values."project_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='430b5c9557c049baf6319604bb4ac984bd4bf6c6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_250aa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='research_presentation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presentation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_presentationevent" ("held_on", "holder", "holder_unit", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT old_values."held_on", old_values."holder", old_values."holder_unit", old_values."participants", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."place", old_values."project_id", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='68a16aca31cefc82722064b114c765ebfa11e2a2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a8b91', referencing='REFERENCING OLD TABLE AS old_values ', table='research_presentation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presentation',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='14114cf6b4d0c0b3ae1b46472db77cf1328c2443', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_50eaf', table='research_presentation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='presentationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c4841c8b94ddc4c883fdc4bdd576166837514731', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3aceb', table='research_presentationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researchresult',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_researchresultevent" ("day", "document_id", "holder", "holder_unit", "identifier", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title", "url") SELECT new_values."day", new_values."document_id", new_values."holder", new_values."holder_unit", new_values."identifier", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."project_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9be37c9e374ca6d444f92ea369ec619b8e3329c5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_04240', referencing='REFERENCING NEW TABLE AS new_values ', table='research_researchresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researchresult',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_researchresultevent" ("day", "document_id", "holder", "holder_unit", "identifier", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title", "url") SELECT new_values."day", new_values."document_id", new_values."holder", new_values."holder_unit", new_values."identifier", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."project_id", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='04c0bd30eb6becd42e61b6d23e31d5c27f943e01', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5d7a2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='research_researchresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researchresult',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "research_researchresultevent" ("day", "document_id", "holder", "holder_unit", "identifier", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title", "url") SELECT old_values."day", old_values."document_id", old_values."holder", old_values."holder_unit", old_values."identifier", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."project_id", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug", old_values."title", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f1ef0504b6168dc6e1c3838c17726583e34cb58e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8158c', referencing='REFERENCING OLD TABLE AS old_values ', table='research_researchresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researchresult',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='3b6418d167f9b891d237e287bf3db103bea38648', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_91eac', table='research_researchresult', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='researchresultevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5405177dce4d16cdf7c2aad4a63d82f609462e81', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_03915', table='research_researchresultevent', when='BEFORE')),
        ),
    ]
