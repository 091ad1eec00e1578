import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import renkei.core.publication.models
import renkei.core.records.fields
import renkei.core.search.models
import renkei.kernel.localised
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0002_holders'), ('core', '0003_search_entry')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('username', models.CharField(max_length=150, unique=True, verbose_name='利用者名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='電子メール')),
                ('language', models.CharField(default='ja', max_length=5, verbose_name='画面の言語')),
                ('shortcuts', models.BooleanField(default=True, verbose_name='ショートカットを使う')),
                ('is_active', models.BooleanField(default=True, verbose_name='有効')),
                ('is_demo', models.BooleanField(default=False, verbose_name='見本の利用者')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='登録日時')),
            ],
            options={
                'verbose_name': '利用者',
                'verbose_name_plural': '利用者',
            },
        ),
        migrations.CreateModel(
            name='Cluster',
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
                ('name', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('tagline', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='ひとことで')),
                ('description', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='このクラスターとは')),
                ('languages', models.CharField(default='ja en', help_text='空白で区切る', max_length=50, verbose_name='言語（先頭が第一）')),
                ('first_month', models.PositiveSmallIntegerField(default=4, verbose_name='年度の最初の月')),
                ('era_display', models.CharField(choices=[('era', '和暦（平成29年度）'), ('western', '西暦（2017年度）')], default='era', max_length=10, verbose_name='年の表し方')),
                ('currency', models.CharField(default='JPY', max_length=3, verbose_name='通貨')),
                ('money_unit', models.CharField(choices=[('one', '円・通貨の単位'), ('thousand', '千円'), ('million', '百万円')], default='thousand', max_length=10, verbose_name='金額の表示単位')),
                ('accent', models.CharField(default='#006173', help_text='#と6桁', max_length=7, verbose_name='基調色')),
                ('home_figures', models.CharField(blank=True, help_text='数字の符号と年度（code@2022）を空白で区切る', max_length=600, verbose_name='トップに出す数字')),
                ('access', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='アクセス')),
                ('inquiries', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='お問い合わせ')),
            ],
            options={
                'verbose_name': 'クラスター',
                'verbose_name_plural': 'クラスター',
            },
        ),
        migrations.CreateModel(
            name='ClusterEvent',
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
                ('name', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('tagline', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='ひとことで')),
                ('description', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='このクラスターとは')),
                ('languages', models.CharField(default='ja en', help_text='空白で区切る', max_length=50, verbose_name='言語（先頭が第一）')),
                ('first_month', models.PositiveSmallIntegerField(default=4, verbose_name='年度の最初の月')),
                ('era_display', models.CharField(choices=[('era', '和暦（平成29年度）'), ('western', '西暦（2017年度）')], default='era', max_length=10, verbose_name='年の表し方')),
                ('currency', models.CharField(default='JPY', max_length=3, verbose_name='通貨')),
                ('money_unit', models.CharField(choices=[('one', '円・通貨の単位'), ('thousand', '千円'), ('million', '百万円')], default='thousand', max_length=10, verbose_name='金額の表示単位')),
                ('accent', models.CharField(default='#006173', help_text='#と6桁', max_length=7, verbose_name='基調色')),
                ('home_figures', models.CharField(blank=True, help_text='数字の符号と年度（code@2022）を空白で区切る', max_length=600, verbose_name='トップに出す数字')),
                ('access', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='アクセス')),
                ('inquiries', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='お問い合わせ')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.cluster')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Document',
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
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='標題')),
                ('publisher', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='発行者')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='言語')),
                ('issued_on', renkei.core.records.fields.PartialDateField(blank=True, help_text='空欄は記載なし', max_length=10, verbose_name='発行日')),
                ('description', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='説明')),
                ('address', models.URLField(blank=True, verbose_name='所在（URL）')),
                ('file', models.CharField(blank=True, help_text='documents フォルダの中の名前', max_length=200, verbose_name='ファイル')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='内容のハッシュ値')),
                ('media_type', models.CharField(blank=True, editable=False, max_length=100, verbose_name='形式')),
                ('size', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='大きさ（バイト）')),
            ],
            options={
                'verbose_name': '資料',
                'verbose_name_plural': '資料',
            },
        ),
        migrations.CreateModel(
            name='DocumentEvent',
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
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='標題')),
                ('publisher', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, verbose_name='発行者')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='言語')),
                ('issued_on', renkei.core.records.fields.PartialDateField(blank=True, help_text='空欄は記載なし', max_length=10, verbose_name='発行日')),
                ('description', renkei.core.records.fields.LocalisedField(blank=True, default=renkei.kernel.localised.Localised, long=True, verbose_name='説明')),
                ('address', models.URLField(blank=True, verbose_name='所在（URL）')),
                ('file', models.CharField(blank=True, help_text='documents フォルダの中の名前', max_length=200, verbose_name='ファイル')),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='内容のハッシュ値')),
                ('media_type', models.CharField(blank=True, editable=False, max_length=100, verbose_name='形式')),
                ('size', models.BigIntegerField(blank=True, editable=False, null=True, verbose_name='大きさ（バイト）')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.document')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('holder', models.CharField(blank=True, help_text='この組織だけの記録にする。空欄はクラスター共通', max_length=100, verbose_name='所管する組織')),
                ('holder_unit', models.CharField(blank=True, help_text='その組織の中の部署。空欄は組織全体', max_length=100, verbose_name='所管する部署')),
                ('shared_with', renkei.core.publication.models.WordsField(blank=True, help_text='見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ', max_length=2000, validators=[django.core.validators.RegexValidator('^(\\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$', code='words')], verbose_name='共有する組織')),
                ('holder_person', models.CharField(blank=True, help_text='この人（と代理・監査）だけが見る。空欄は所管する組織の全員', max_length=100, verbose_name='担当者だけの記録')),
                ('publication', models.CharField(choices=[('internal', '非公開'), ('public', '公開'), ('withdrawn', '公開を取り下げた')], default='internal', help_text='公開と決めたものだけが一般に見える', max_length=10, verbose_name='公開の状態')),
                ('public_from', models.DateField(blank=True, help_text='空欄は制限なし', null=True, verbose_name='公開開始日')),
                ('public_until', models.DateField(blank=True, help_text='この日まで見える', null=True, verbose_name='公開終了日')),
                ('publication_decided_by', models.CharField(blank=True, help_text='職名または部署', max_length=200, verbose_name='公開を決めた者')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='版')),
                ('pk', models.CompositePrimaryKey('kind', 'slug', blank=True, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=100)),
                ('slug', models.CharField(max_length=100)),
                ('title', renkei.core.search.models.EntryText(null=True)),
                ('texts', renkei.core.search.models.EntryText(default=dict)),
                ('title_key', models.TextField()),
                ('key', models.TextField()),
                ('tokens', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('latest', models.SmallIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'search entry',
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('username', models.CharField(max_length=150, verbose_name='利用者名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='電子メール')),
                ('language', models.CharField(default='ja', max_length=5, verbose_name='画面の言語')),
                ('shortcuts', models.BooleanField(default=True, verbose_name='ショートカットを使う')),
                ('is_active', models.BooleanField(default=True, verbose_name='有効')),
                ('is_demo', models.BooleanField(default=False, verbose_name='見本の利用者')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='登録日時')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("email", "id", "is_active", "is_demo", "joined_at", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcuts", "username") SELECT new_values."email", new_values."id", new_values."is_active", new_values."is_demo", new_values."joined_at", new_values."language", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."shortcuts", new_values."username" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3b2feea76a9822b4aed6bcaa3d3c45d64aea3807', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_45de6', referencing='REFERENCING NEW TABLE AS new_values ', table='core_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("email", "id", "is_active", "is_demo", "joined_at", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcuts", "username") SELECT new_values."email", new_values."id", new_values."is_active", new_values."is_demo", new_values."joined_at", new_values."language", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."shortcuts", new_values."username" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_demo" IS DISTINCT FROM (new_values."is_demo") OR old_values."joined_at" IS DISTINCT FROM (new_values."joined_at") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."shortcuts" IS DISTINCT FROM (new_values."shortcuts") OR old_values."username" IS DISTINCT FROM (new_values."username")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='42e267049049f358eb696b062ebb08ea3ed52289', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6ccff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_userevent" ("email", "id", "is_active", "is_demo", "joined_at", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcuts", "username") SELECT old_values."email", old_values."id", old_values."is_active", old_values."is_demo", old_values."joined_at", old_values."language", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."shortcuts", old_values."username" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e170f3dab0adde32c51a66d06cfa49ba8ce4bc05', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1425a', referencing='REFERENCING OLD TABLE AS old_values ', table='core_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='7b935f3f7edf7f9baad95688c86078b07b9628bc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_b5abc', table='core_user', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='cluster',
            constraint=models.CheckConstraint(condition=models.Q(('first_month__range', (1, 12))), name='cluster_first_month_is_a_month'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cluster',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_clusterevent" ("accent", "access", "currency", "description", "era_display", "first_month", "holder", "holder_unit", "home_figures", "inquiries", "languages", "money_unit", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "tagline") SELECT new_values."accent", new_values."access", new_values."currency", new_values."description", new_values."era_display", new_values."first_month", new_values."holder", new_values."holder_unit", new_values."home_figures", new_values."inquiries", new_values."languages", new_values."money_unit", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."tagline" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='03d9e916b64566ec1d78e4ba8dc355495060bdb6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f6502', referencing='REFERENCING NEW TABLE AS new_values ', table='core_cluster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cluster',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_clusterevent" ("accent", "access", "currency", "description", "era_display", "first_month", "holder", "holder_unit", "home_figures", "inquiries", "languages", "money_unit", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "tagline") SELECT new_values."accent", new_values."access", new_values."currency", new_values."description", new_values."era_display", new_values."first_month", new_values."holder", new_values."holder_unit", new_values."home_figures", new_values."inquiries", new_values."languages", new_values."money_unit", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."revision", new_values."shared_with", new_values."slug", new_values."tagline" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f754e7957beafb3f367472972462bb588117e8f5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8cb67', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_cluster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cluster',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_clusterevent" ("accent", "access", "currency", "description", "era_display", "first_month", "holder", "holder_unit", "home_figures", "inquiries", "languages", "money_unit", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "revision", "shared_with", "slug", "tagline") SELECT old_values."accent", old_values."access", old_values."currency", old_values."description", old_values."era_display", old_values."first_month", old_values."holder", old_values."holder_unit", old_values."home_figures", old_values."inquiries", old_values."languages", old_values."money_unit", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."revision", old_values."shared_with", old_values."slug", old_values."tagline" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='aab6457bfd3d77f77df2dbbf68ce4f26b8ca3d86', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_bfcb4', referencing='REFERENCING OLD TABLE AS old_values ', table='core_cluster', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cluster',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='21aa5060d0581dfe75bee85fcb3a3ff5d334a618', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_ec933', table='core_cluster', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_documentevent" ("address", "description", "file", "holder", "holder_unit", "issued_on", "language", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "publisher", "revision", "sha256", "shared_with", "size", "slug", "title") SELECT new_values."address", new_values."description", new_values."file", new_values."holder", new_values."holder_unit", new_values."issued_on", new_values."language", new_values."media_type", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."publisher", new_values."revision", new_values."sha256", new_values."shared_with", new_values."size", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6f0e5ac90c9ed92e2ef97d447da5377ee9d0f24a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b5daa', referencing='REFERENCING NEW TABLE AS new_values ', table='core_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_documentevent" ("address", "description", "file", "holder", "holder_unit", "issued_on", "language", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "publisher", "revision", "sha256", "shared_with", "size", "slug", "title") SELECT new_values."address", new_values."description", new_values."file", new_values."holder", new_values."holder_unit", new_values."issued_on", new_values."language", new_values."media_type", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."public_from", new_values."public_until", new_values."publication", new_values."publication_decided_by", new_values."publisher", new_values."revision", new_values."sha256", new_values."shared_with", new_values."size", new_values."slug", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='11d9c461b30120b088b40d83fa13abedac03918d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_931a9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_documentevent" ("address", "description", "file", "holder", "holder_unit", "issued_on", "language", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "public_until", "publication", "publication_decided_by", "publisher", "revision", "sha256", "shared_with", "size", "slug", "title") SELECT old_values."address", old_values."description", old_values."file", old_values."holder", old_values."holder_unit", old_values."issued_on", old_values."language", old_values."media_type", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."public_from", old_values."public_until", old_values."publication", old_values."publication_decided_by", old_values."publisher", old_values."revision", old_values."sha256", old_values."shared_with", old_values."size", old_values."slug", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='439b47570617e0fa4f59347a8491a7da07e886b5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_07281', referencing='REFERENCING OLD TABLE AS old_values ', table='core_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='9f3a4ab142ef7235e4bcd2968aee40903948a858', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_91c1d', table='core_document', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clusterevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='51b57968e6d6c84d2a1f14342afb8fe326e3d772', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fb420', table='core_clusterevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9fb973d66a2effbc32d9d1fec4d8e9a01d7c23', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_68db4', table='core_documentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6c831c7829668854425dc56f04bf5cdb370a36ff', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1b55a', table='core_userevent', when='BEFORE')),
        ),
    ]
