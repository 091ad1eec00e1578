import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0002_users_and_links'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('number', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='番号')),
                ('known_on', models.DateField(verbose_name='知った日')),
                ('happened', models.TextField(max_length=4000, verbose_name='概要')),
                ('items', models.CharField(max_length=500, verbose_name='個人情報の項目')),
                ('cause', models.TextField(blank=True, max_length=4000, verbose_name='原因')),
                ('measures', models.TextField(blank=True, max_length=4000, verbose_name='本人への対応・再発防止の措置')),
                ('sensitive', models.BooleanField(default=False, verbose_name='要配慮個人情報を含む')),
                ('property_damage', models.BooleanField(default=False, verbose_name='財産的被害のおそれがある')),
                ('malice', models.BooleanField(default=False, verbose_name='不正の目的のおそれがある')),
                ('state', models.CharField(choices=[('found', '発覚'), ('preliminary', '速報済み'), ('final', '確報済み'), ('closed', '終了')], default='found', max_length=12, verbose_name='状態')),
            ],
            options={
                'verbose_name': '漏えい等',
                'verbose_name_plural': '漏えい等',
            },
        ),
        migrations.CreateModel(
            name='BreachEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('number', models.CharField(max_length=20, serialize=False, verbose_name='番号')),
                ('known_on', models.DateField(verbose_name='知った日')),
                ('happened', models.TextField(max_length=4000, verbose_name='概要')),
                ('items', models.CharField(max_length=500, verbose_name='個人情報の項目')),
                ('cause', models.TextField(blank=True, max_length=4000, verbose_name='原因')),
                ('measures', models.TextField(blank=True, max_length=4000, verbose_name='本人への対応・再発防止の措置')),
                ('sensitive', models.BooleanField(default=False, verbose_name='要配慮個人情報を含む')),
                ('property_damage', models.BooleanField(default=False, verbose_name='財産的被害のおそれがある')),
                ('malice', models.BooleanField(default=False, verbose_name='不正の目的のおそれがある')),
                ('state', models.CharField(choices=[('found', '発覚'), ('preliminary', '速報済み'), ('final', '確報済み'), ('closed', '終了')], default='found', max_length=12, verbose_name='状態')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.breach')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BreachHolder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('persons', models.PositiveIntegerField(verbose_name='人数')),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='privacy.breach', verbose_name='漏えい等')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='保有する機関')),
            ],
            options={
                'verbose_name': '漏えい等の人数',
                'verbose_name_plural': '漏えい等の人数',
            },
        ),
        migrations.CreateModel(
            name='BreachHolderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('persons', models.PositiveIntegerField(verbose_name='人数')),
                ('breach', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='privacy.breach', verbose_name='漏えい等')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='保有する機関')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.breachholder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('cause', models.CharField(choices=[('request', '本人の請求'), ('retention', '保存期間の満了'), ('replay', '復元後のやり直し')], max_length=10, verbose_name='きっかけ')),
                ('actor', models.CharField(max_length=150, verbose_name='行った者')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('subject_kind', models.CharField(blank=True, max_length=10, verbose_name='種類')),
                ('alias', models.CharField(blank=True, max_length=60, verbose_name='置き換えた識別名')),
                ('case_number', models.CharField(blank=True, max_length=20, verbose_name='請求の番号')),
                ('counts', models.JSONField(default=dict, verbose_name='件数')),
                ('made_in', models.CharField(blank=True, editable=False, max_length=40)),
            ],
            options={
                'verbose_name': '消去の記録',
                'verbose_name_plural': '消去の記録',
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=10, verbose_name='本人の記録の種類')),
                ('subject', models.CharField(max_length=150, verbose_name='本人の識別名')),
                ('why', models.CharField(max_length=500, verbose_name='理由')),
                ('until', models.DateField(blank=True, help_text='空欄は期限なし', null=True, verbose_name='期限')),
            ],
            options={
                'verbose_name': '消去の停止',
                'verbose_name_plural': '消去の停止',
            },
        ),
        migrations.CreateModel(
            name='LegalHoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('subject_kind', models.CharField(max_length=10, verbose_name='本人の記録の種類')),
                ('subject', models.CharField(max_length=150, verbose_name='本人の識別名')),
                ('why', models.CharField(max_length=500, verbose_name='理由')),
                ('until', models.DateField(blank=True, help_text='空欄は期限なし', null=True, verbose_name='期限')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.legalhold')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PrivacyCase',
            fields=[
                ('number', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='番号')),
                ('kind', models.CharField(choices=[('disclosure', '開示'), ('correction', '訂正'), ('erasure', '利用停止・消去')], max_length=12, verbose_name='種類')),
                ('subject_kind', models.CharField(choices=[('person', '名簿の人'), ('user', '利用者')], max_length=10, verbose_name='本人の記録の種類')),
                ('subject', models.CharField(max_length=150, verbose_name='本人の識別名')),
                ('received_on', models.DateField(verbose_name='受付日')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('extended', models.BooleanField(default=False, verbose_name='期限を延長した')),
                ('asked', models.CharField(blank=True, max_length=500, verbose_name='請求の内容')),
                ('state', models.CharField(choices=[('received', '受付'), ('identified', '本人確認済み'), ('done', '完了'), ('refused', '不開示・不訂正など')], default='received', max_length=10, verbose_name='状態')),
                ('identity', models.CharField(blank=True, choices=[('photo', '顔写真付きの公的な証明書'), ('two_papers', '顔写真のない公的な証明書二点'), ('post', '郵送（証明書の写しと住民票）'), ('agent', '代理人（委任状と証明書）'), ('in_person', '職員が本人を知っている')], max_length=12, verbose_name='本人確認の方法')),
                ('result', models.CharField(blank=True, max_length=1000, verbose_name='結果')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='完了日')),
                ('controller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='請求を受けた機関')),
            ],
            options={
                'verbose_name': '本人からの請求',
                'verbose_name_plural': '本人からの請求',
            },
        ),
        migrations.CreateModel(
            name='PrivacyCaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('number', models.CharField(max_length=20, serialize=False, verbose_name='番号')),
                ('kind', models.CharField(choices=[('disclosure', '開示'), ('correction', '訂正'), ('erasure', '利用停止・消去')], max_length=12, verbose_name='種類')),
                ('subject_kind', models.CharField(choices=[('person', '名簿の人'), ('user', '利用者')], max_length=10, verbose_name='本人の記録の種類')),
                ('subject', models.CharField(max_length=150, verbose_name='本人の識別名')),
                ('received_on', models.DateField(verbose_name='受付日')),
                ('due_on', models.DateField(verbose_name='期限')),
                ('extended', models.BooleanField(default=False, verbose_name='期限を延長した')),
                ('asked', models.CharField(blank=True, max_length=500, verbose_name='請求の内容')),
                ('state', models.CharField(choices=[('received', '受付'), ('identified', '本人確認済み'), ('done', '完了'), ('refused', '不開示・不訂正など')], default='received', max_length=10, verbose_name='状態')),
                ('identity', models.CharField(blank=True, choices=[('photo', '顔写真付きの公的な証明書'), ('two_papers', '顔写真のない公的な証明書二点'), ('post', '郵送（証明書の写しと住民票）'), ('agent', '代理人（委任状と証明書）'), ('in_person', '職員が本人を知っている')], max_length=12, verbose_name='本人確認の方法')),
                ('result', models.CharField(blank=True, max_length=1000, verbose_name='結果')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='完了日')),
                ('controller', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='請求を受けた機関')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.privacycase')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True, verbose_name='日時')),
                ('actor', models.CharField(blank=True, max_length=150, verbose_name='閲覧した者')),
                ('user_id', models.BigIntegerField(blank=True, null=True, verbose_name='利用者')),
                ('kind', models.CharField(max_length=40, verbose_name='記録の種類')),
                ('slug', models.CharField(blank=True, max_length=150, verbose_name='記録')),
                ('way', models.CharField(choices=[('page', '記録のページ'), ('history', '履歴'), ('list', '一覧'), ('search', '検索'), ('download', 'ダウンロード'), ('disclosure', '開示の書面'), ('form', '入力画面')], max_length=12, verbose_name='見方')),
                ('query', models.CharField(blank=True, max_length=500, verbose_name='条件')),
                ('count', models.PositiveIntegerField(blank=True, null=True, verbose_name='件数')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='目的')),
                ('salt', models.CharField(blank=True, editable=False, max_length=36)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('link', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'verbose_name': '閲覧の記録',
                'verbose_name_plural': '閲覧の記録',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='breach_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{found:preliminary,found:closed,preliminary:final,final:final,final:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='44971d65488001937829738a0e26632887493965', operation='UPDATE', pgid='pgtrigger_breach_steps_8f55a', table='privacy_breach', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_breachevent" ("cause", "happened", "items", "known_on", "malice", "measures", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_damage", "sensitive", "state") SELECT new_values."cause", new_values."happened", new_values."items", new_values."known_on", new_values."malice", new_values."measures", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."number", new_values."property_damage", new_values."sensitive", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='83cbc1e641c6f9dea29243651078a8d3f3a7c030', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_46efc', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_breach', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_breachevent" ("cause", "happened", "items", "known_on", "malice", "measures", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_damage", "sensitive", "state") SELECT new_values."cause", new_values."happened", new_values."items", new_values."known_on", new_values."malice", new_values."measures", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."number", new_values."property_damage", new_values."sensitive", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."number") = (new_values."number") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='16f3a7004202094794f26487f87ba98f41db61d1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_94c6e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_breach', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_breachevent" ("cause", "happened", "items", "known_on", "malice", "measures", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_damage", "sensitive", "state") SELECT old_values."cause", old_values."happened", old_values."items", old_values."known_on", old_values."malice", old_values."measures", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."number", old_values."property_damage", old_values."sensitive", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='885e3d5bf9660215d104990f4eeea1e5b7c1c517', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_58361', referencing='REFERENCING OLD TABLE AS old_values ', table='privacy_breach', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breach',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='8b02c78ffa868e41a5eff7054ef79094edade2fa', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_a0e13', table='privacy_breach', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_legalholdevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "subject_kind", "until", "why") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."subject", new_values."subject_kind", new_values."until", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2c1562b55b41dadd4fd32839bc5ed176d3c78b9c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d4c57', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_legalhold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_legalholdevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "subject_kind", "until", "why") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."subject", new_values."subject_kind", new_values."until", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9e09f58087e315c58219740ead51f648b2623d21', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_594c1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_legalhold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_legalholdevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject", "subject_kind", "until", "why") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."subject", old_values."subject_kind", old_values."until", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0a4e207f2b2202018d4f092bac64092d57c01fb8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7b750', referencing='REFERENCING OLD TABLE AS old_values ', table='privacy_legalhold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalhold',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='b082a4800eec0fc370837c96388febf6aa424e3e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_c6846', table='privacy_legalhold', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(fields=['kind', 'slug'], name='reading_of_a_record'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breachevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='25bb530d58c10a581c5ef86a37752a1789e60b46', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c8a8c', table='privacy_breachevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='breachholder',
            constraint=models.UniqueConstraint(fields=('breach', 'organisation'), name='breach_counts_a_holder_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breachholder',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_breachholderevent" ("breach_id", "id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."breach_id", new_values."id", new_values."organisation_id", new_values."persons", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4bd854ccfbca840039f62a8c441f835b0718e0c7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9b6ef', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_breachholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breachholder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_breachholderevent" ("breach_id", "id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."breach_id", new_values."id", new_values."organisation_id", new_values."persons", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='31e15e88f42b642be6900aa82d51c4e2056a0ecc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1f994', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_breachholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breachholder',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_breachholderevent" ("breach_id", "id", "organisation_id", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."breach_id", old_values."id", old_values."organisation_id", old_values."persons", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8bd749e6b152bd9f216601f71dad65309f45a831', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_eb75f', referencing='REFERENCING OLD TABLE AS old_values ', table='privacy_breachholder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breachholder',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='ef0c0e016b22e8ab549ec171d1b9848b7bd8ecc2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_01f79', table='privacy_breachholder', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='breachholderevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0591d52f734187c2aa6cc617fe23663f698480ec', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_52ec3', table='privacy_breachholderevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='legalholdevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c05006aff2ce22b8bb1d0c34fc6e73c30dbcf398', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b8925', table='privacy_legalholdevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='privacycase',
            trigger=pgtrigger.compiler.Trigger(name='case_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{received:identified,received:refused,received:received,identified:identified,identified:done,identified:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='87c8cca6b9cf8ba5171d91a9276edc57887428c5', operation='UPDATE', pgid='pgtrigger_case_steps_79110', table='privacy_privacycase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='privacycase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_privacycaseevent" ("asked", "closed_on", "controller_id", "due_on", "extended", "identity", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "result", "state", "subject", "subject_kind") SELECT new_values."asked", new_values."closed_on", new_values."controller_id", new_values."due_on", new_values."extended", new_values."identity", new_values."kind", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."number", new_values."received_on", new_values."result", new_values."state", new_values."subject", new_values."subject_kind" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='93c7cc3291e0fc9b388f6d69a6b08fce4bb80504', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_dbbca', referencing='REFERENCING NEW TABLE AS new_values ', table='privacy_privacycase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='privacycase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_privacycaseevent" ("asked", "closed_on", "controller_id", "due_on", "extended", "identity", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "result", "state", "subject", "subject_kind") SELECT new_values."asked", new_values."closed_on", new_values."controller_id", new_values."due_on", new_values."extended", new_values."identity", new_values."kind", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."number", new_values."received_on", new_values."result", new_values."state", new_values."subject", new_values."subject_kind" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."number") = (new_values."number") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a48bc777c56007a2799b775c418cd78c774e7e91', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_12a87', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='privacy_privacycase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='privacycase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "privacy_privacycaseevent" ("asked", "closed_on", "controller_id", "due_on", "extended", "identity", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "result", "state", "subject", "subject_kind") SELECT old_values."asked", old_values."closed_on", old_values."controller_id", old_values."due_on", old_values."extended", old_values."identity", old_values."kind", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."number", old_values."received_on", old_values."result", old_values."state", old_values."subject", old_values."subject_kind" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2a9170a164516def3338ebcc33c4aea413ee64e1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_76df7', referencing='REFERENCING OLD TABLE AS old_values ', table='privacy_privacycase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='privacycase',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='0aad3fe5968a233a013b31a5a1520dbc175ac3b0', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_c77aa', table='privacy_privacycase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='privacycaseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e6826c713dcec83c51e50ea2805e2ec050a661f2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a3552', table='privacy_privacycaseevent', when='BEFORE')),
        ),
    ]
