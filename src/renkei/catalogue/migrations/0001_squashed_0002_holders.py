import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import renkei.core.publication.models
import renkei.core.records.fields
import renkei.kernel.localised
import renkei.kernel.spans
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_holders')]

    initial = True

    dependencies = [
        ('agreements', '0002_holders'),
        ('core', '0003_search_entry'),
        ('directory', '0003_holders_and_deputies'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
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
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
            ],
            options={
                'verbose_name': '社会地域連携区分',
                'verbose_name_plural': '社会地域連携区分',
            },
        ),
        migrations.CreateModel(
            name='CategoryEvent',
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
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.category')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Partnership',
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
                ('lead', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='ひとことで')),
                ('period', renkei.core.records.fields.PeriodField(default=renkei.kernel.spans.Period, verbose_name='実施期間')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit', verbose_name='担当')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='core.document', verbose_name='資料')),
                ('publisher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='directory.organisation', verbose_name='公表者')),
                ('second_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit', verbose_name='担当（併記）')),
            ],
            options={
                'verbose_name': '連携の取組',
                'verbose_name_plural': '連携の取組',
            },
        ),
        migrations.CreateModel(
            name='PartnershipCategory',
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
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='catalogue.category', verbose_name='社会地域連携区分')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='catalogue.partnership', verbose_name='連携の取組')),
            ],
            options={
                'verbose_name': '取組の区分',
                'verbose_name_plural': '取組の区分',
            },
        ),
        migrations.CreateModel(
            name='PartnershipCategoryEvent',
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
                ('category', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.category', verbose_name='社会地域連携区分')),
                ('partnership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.partnership', verbose_name='連携の取組')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.partnershipcategory')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnershipEvent',
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
                ('lead', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='ひとことで')),
                ('period', renkei.core.records.fields.PeriodField(default=renkei.kernel.spans.Period, verbose_name='実施期間')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.unit', verbose_name='担当')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.document', verbose_name='資料')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.partnership')),
                ('publisher', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='公表者')),
                ('second_contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.unit', verbose_name='担当（併記）')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnershipLink',
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
                ('label', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='表示')),
                ('address', models.URLField(blank=True, verbose_name='リンク先')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.agreement', verbose_name='協定')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='catalogue.partnership', verbose_name='連携の取組')),
            ],
            options={
                'verbose_name': '関連協定等',
                'verbose_name_plural': '関連協定等',
            },
        ),
        migrations.CreateModel(
            name='PartnershipLinkEvent',
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
                ('label', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='表示')),
                ('address', models.URLField(blank=True, verbose_name='リンク先')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement', verbose_name='協定')),
                ('partnership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.partnership', verbose_name='連携の取組')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.partnershiplink')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnershipRegion',
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
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='対象地域の自治体')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regions', to='catalogue.partnership', verbose_name='連携の取組')),
            ],
            options={
                'verbose_name': '対象地域',
                'verbose_name_plural': '対象地域',
            },
        ),
        migrations.CreateModel(
            name='PartnershipRegionEvent',
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
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='対象地域の自治体')),
                ('partnership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.partnership', verbose_name='連携の取組')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.partnershipregion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnershipText',
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
                ('academic_year', renkei.core.records.fields.FiscalYearField(db_index=True, verbose_name='年度')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('text', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, help_text='[[figure:符号]] を差し込める', long=True, verbose_name='本文')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='catalogue.partnership', verbose_name='連携の取組')),
            ],
            options={
                'verbose_name': '本文の段落',
                'verbose_name_plural': '本文の段落',
            },
        ),
        migrations.CreateModel(
            name='PartnershipTextEvent',
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
                ('academic_year', renkei.core.records.fields.FiscalYearField(verbose_name='年度')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('text', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, help_text='[[figure:符号]] を差し込める', long=True, verbose_name='本文')),
                ('place', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='資料の中の場所')),
                ('partnership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.partnership', verbose_name='連携の取組')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='catalogue.partnershiptext')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_categoryevent" ("holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT new_values."holder", new_values."holder_unit", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dce6bc8fec6ff3a891303248d9f0f62b97d2a44d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e7ba8', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_categoryevent" ("holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT new_values."holder", new_values."holder_unit", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='51d803db0847e5cf2151e2c70dbef1f45927c53e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_061ed', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_categoryevent" ("holder", "holder_unit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "title") SELECT old_values."holder", old_values."holder_unit", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."position", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='84a65ad1834674d160bbfdb3e6d2a2e978b6f4fb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_92e91', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_category', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='category',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='ae3e250b05faffa3f852be05009e8703186c1ea5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_69628', table='catalogue_category', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='categoryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c59b157e7aca69b5ab2b56a0ac576d7635aa5306', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aabfa', table='catalogue_categoryevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipevent" ("contact_id", "document_id", "holder", "holder_unit", "lead", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_from", "public_until", "publication", "publication_decided_by", "publisher_id", "revision", "second_contact_id", "shared_with", "slug", "title") SELECT new_values."contact_id", new_values."document_id", new_values."holder", new_values."holder_unit", new_values."lead", new_values."period", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."place", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."publisher_id", new_values."revision", new_values."second_contact_id", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eca1d69b4ad46813ad4cdaf4052688cb6e4f690f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_68efd', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipevent" ("contact_id", "document_id", "holder", "holder_unit", "lead", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_from", "public_until", "publication", "publication_decided_by", "publisher_id", "revision", "second_contact_id", "shared_with", "slug", "title") SELECT new_values."contact_id", new_values."document_id", new_values."holder", new_values."holder_unit", new_values."lead", new_values."period", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."place", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."publisher_id", new_values."revision", new_values."second_contact_id", new_values."shared_with", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6bfddffc32e8df12500d19818f97945e83af9b62', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_064d8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipevent" ("contact_id", "document_id", "holder", "holder_unit", "lead", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "public_from", "public_until", "publication", "publication_decided_by", "publisher_id", "revision", "second_contact_id", "shared_with", "slug", "title") SELECT old_values."contact_id", old_values."document_id", old_values."holder", old_values."holder_unit", old_values."lead", old_values."period", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."place", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."publisher_id", old_values."revision", old_values."second_contact_id", old_values."shared_with", old_values."slug", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6a5032e4807b4cc868d39c9d36d1ae32690f45fc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_98e13', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='4dfe1fd31c051849b3c2b31532936ab980f20aab', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_fffba', table='catalogue_partnership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipcategory',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipcategoryevent" ("category_id", "holder", "holder_unit", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."category_id", new_values."holder", new_values."holder_unit", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e4ac0df68f73a5213eec8b0fa1ce1db9dedd07c9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_35360', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_partnershipcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipcategory',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipcategoryevent" ("category_id", "holder", "holder_unit", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."category_id", new_values."holder", new_values."holder_unit", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5370abf1fd3fb239d86ff87d24d1781de6354d53', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d1fce', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_partnershipcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipcategory',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipcategoryevent" ("category_id", "holder", "holder_unit", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT old_values."category_id", old_values."holder", old_values."holder_unit", old_values."partnership_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bfbf5018ea4f12b64f614021357e58dd37669dae', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fde79', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_partnershipcategory', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipcategory',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='a352d0057ab744b6aa26165e32aa674885eccfb6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_05fc4', table='catalogue_partnershipcategory', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipcategoryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6ef399dd07cad4841f5e940e4837bf9e56c57ff2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d92d4', table='catalogue_partnershipcategoryevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4da2048d6a3f1ebcd7776b898b027fb705666d9a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b5b70', table='catalogue_partnershipevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiplink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershiplinkevent" ("address", "agreement_id", "holder", "holder_unit", "label", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."address", new_values."agreement_id", new_values."holder", new_values."holder_unit", new_values."label", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='17fb1eb29428cbb2b99578c024335d424943994e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f4518', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_partnershiplink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiplink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershiplinkevent" ("address", "agreement_id", "holder", "holder_unit", "label", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."address", new_values."agreement_id", new_values."holder", new_values."holder_unit", new_values."label", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7c2e3d78a46ff4768f8bcaeae18619fdbe15a5ba', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d562d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_partnershiplink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiplink',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershiplinkevent" ("address", "agreement_id", "holder", "holder_unit", "label", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT old_values."address", old_values."agreement_id", old_values."holder", old_values."holder_unit", old_values."label", old_values."partnership_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."position", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5a988b1d8ccd6204b5927adc4066d6fe3fd69e8b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c01c8', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_partnershiplink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiplink',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='63f76a991ad938d5422bebf60dae3e2e4ab953d8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_a6a3b', table='catalogue_partnershiplink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiplinkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='03f011822ea3c1079551af02ea508d36cbb789c6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a4031', table='catalogue_partnershiplinkevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipregion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipregionevent" ("holder", "holder_unit", "organisation_id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."holder", new_values."holder_unit", new_values."organisation_id", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e1dd5eaac67e5473f46ed0540d3b4e00e7b6d21e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7eeeb', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_partnershipregion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipregion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipregionevent" ("holder", "holder_unit", "organisation_id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT new_values."holder", new_values."holder_unit", new_values."organisation_id", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d31822f99c738601ab73d559067af1de04415ae8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_17111', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_partnershipregion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipregion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershipregionevent" ("holder", "holder_unit", "organisation_id", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug") SELECT old_values."holder", old_values."holder_unit", old_values."organisation_id", old_values."partnership_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."position", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='52e5dfad0ad7a8e69f179c5aab7a3396764db9ba', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a8f07', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_partnershipregion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipregion',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='83a858e0bd70b61bbead341225216f21b6826a77', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_6db8f', table='catalogue_partnershipregion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershipregionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='53989daca3da8a8ff6f60a4311f949e38ccc728f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b6d9a', table='catalogue_partnershipregionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiptext',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershiptextevent" ("academic_year", "holder", "holder_unit", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "text") SELECT new_values."academic_year", new_values."holder", new_values."holder_unit", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."place", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2b5fd9073dad5a1e40490d6966a43606e2ac1dad', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c1310', referencing='REFERENCING NEW TABLE AS new_values ', table='catalogue_partnershiptext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiptext',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershiptextevent" ("academic_year", "holder", "holder_unit", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "text") SELECT new_values."academic_year", new_values."holder", new_values."holder_unit", new_values."partnership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."place", new_values."position", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='13d1cc7aa10fd3eb1376a5cb09b7d17083a38ba9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d857a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='catalogue_partnershiptext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiptext',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "catalogue_partnershiptextevent" ("academic_year", "holder", "holder_unit", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "position", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "text") SELECT old_values."academic_year", old_values."holder", old_values."holder_unit", old_values."partnership_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."place", old_values."position", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8c134c5d00402046f56351e450eb7f9084d80ce9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dae9b', referencing='REFERENCING OLD TABLE AS old_values ', table='catalogue_partnershiptext', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiptext',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='1070001ea285b5d5dfa93af2c610766c9dc822ac', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_ef2b5', table='catalogue_partnershiptext', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiptextevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='276e413960f0b37f60a5c928448ec49351063835', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6eb07', table='catalogue_partnershiptextevent', when='BEFORE')),
        ),
    ]
