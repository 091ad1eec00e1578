import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import renkei.core.records.fields
import renkei.kernel.localised
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('rounds', '0001_initial'), ('rounds', '0002_evidence_and_sheets')]

    initial = True

    dependencies = [
        ('core', '0003_search_entry'),
        ('directory', '0003_holders_and_deputies'),
        ('indicators', '0005_expected_on'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('slug', models.CharField(max_length=60, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('fiscal_year', renkei.core.records.fields.FiscalYearField(verbose_name='年度')),
                ('due_on', models.DateField(verbose_name='締め切り')),
                ('grace_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(365)], verbose_name='猶予の日数')),
                ('state', models.CharField(choices=[('draft', '準備中'), ('open', '回答受付中'), ('closed', '締め切り'), ('locked', '確定')], default='draft', max_length=10, verbose_name='状態')),
            ],
            options={
                'verbose_name': '照会',
                'verbose_name_plural': '照会',
            },
        ),
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(blank=True, max_length=32)),
                ('token_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='連絡先のメール')),
                ('written_on', models.DateField(blank=True, null=True, verbose_name='最後に連絡した日')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='組織')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owners', to='rounds.round', verbose_name='照会')),
            ],
            options={
                'verbose_name': '照会先',
                'verbose_name_plural': '照会先',
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(blank=True, max_length=32)),
                ('token_hash', models.CharField(blank=True, db_index=True, max_length=64)),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='連絡先のメール')),
                ('name', models.CharField(max_length=200, verbose_name='担当')),
                ('made_on', models.DateField(verbose_name='頼んだ日')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='取り消した日')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='rounds.owner', verbose_name='照会先')),
            ],
            options={
                'verbose_name': '分担',
                'verbose_name_plural': '分担',
            },
        ),
        migrations.CreateModel(
            name='RoundEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('slug', models.CharField(max_length=60, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:[._-][a-z0-9]+)*$', code='slug')], verbose_name='識別名')),
                ('title', renkei.core.records.fields.LocalisedField(default=renkei.kernel.localised.Localised, verbose_name='名称')),
                ('fiscal_year', renkei.core.records.fields.FiscalYearField(verbose_name='年度')),
                ('due_on', models.DateField(verbose_name='締め切り')),
                ('grace_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(365)], verbose_name='猶予の日数')),
                ('state', models.CharField(choices=[('draft', '準備中'), ('open', '回答受付中'), ('closed', '締め切り'), ('locked', '確定')], default='draft', max_length=10, verbose_name='状態')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rounds.round')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(verbose_name='記録の種類')),
                ('state', models.CharField(choices=[('asked', '未回答'), ('answered', '確認待ち'), ('returned', '差し戻し'), ('approved', '承認済み')], default='asked', max_length=10, verbose_name='状態')),
                ('unchanged', models.BooleanField(default=False, verbose_name='変更なし')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='ファイルの名前')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='内容のハッシュ値')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='資料')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回答した日')),
                ('returned_because', models.CharField(blank=True, max_length=500, verbose_name='差し戻しの理由')),
                ('act', models.UUIDField(blank=True, null=True, verbose_name='取り込みの記録')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='rounds.owner', verbose_name='照会先')),
            ],
            options={
                'verbose_name': '照会する記録',
                'verbose_name_plural': '照会する記録',
            },
        ),
        migrations.CreateModel(
            name='SheetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.SlugField(db_index=False, verbose_name='記録の種類')),
                ('state', models.CharField(choices=[('asked', '未回答'), ('answered', '確認待ち'), ('returned', '差し戻し'), ('approved', '承認済み')], default='asked', max_length=10, verbose_name='状態')),
                ('unchanged', models.BooleanField(default=False, verbose_name='変更なし')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='ファイルの名前')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='内容のハッシュ値')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='資料')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回答した日')),
                ('returned_because', models.CharField(blank=True, max_length=500, verbose_name='差し戻しの理由')),
                ('act', models.UUIDField(blank=True, null=True, verbose_name='取り込みの記録')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rounds.owner', verbose_name='照会先')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rounds.sheet')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', '未回答'), ('answered', '確認待ち'), ('returned', '差し戻し'), ('approved', '承認済み')], default='asked', max_length=10, verbose_name='状態')),
                ('value_state', models.CharField(blank=True, choices=[('exact', '確かな値'), ('about', '約'), ('not_yet_known', '未確定'), ('not_stated', '数の記載なし'), ('not_applicable', '該当なし')], max_length=15, verbose_name='値の状態')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='値')),
                ('precision', models.DecimalField(decimal_places=4, default=1, max_digits=12, verbose_name='印字された精度')),
                ('written', models.CharField(blank=True, max_length=100, verbose_name='回答')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='資料')),
                ('place', models.CharField(blank=True, max_length=500, verbose_name='資料の中の場所')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='注記')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回答した日')),
                ('returned_because', models.CharField(blank=True, max_length=500, verbose_name='差し戻しの理由')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='版')),
                ('delegation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='rounds.delegation', verbose_name='分担')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator', verbose_name='指標')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='rounds.owner', verbose_name='照会先')),
                ('stated_value', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.statedvalue', verbose_name='資料による値')),
            ],
            options={
                'verbose_name': '照会の項目',
                'verbose_name_plural': '照会の項目',
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='ファイルの名前')),
                ('sha256', models.CharField(max_length=64, verbose_name='内容のハッシュ値')),
                ('media_type', models.CharField(max_length=100, verbose_name='形式')),
                ('size', models.BigIntegerField(verbose_name='大きさ（バイト）')),
                ('added_on', models.DateField(verbose_name='添えた日')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document', verbose_name='資料')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='rounds.question', verbose_name='照会の項目')),
            ],
            options={
                'verbose_name': '根拠のファイル',
                'verbose_name_plural': '根拠のファイル',
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.JSONField(default=dict)),
                ('saved_on', models.DateField()),
                ('delegation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='rounds.delegation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='rounds.owner')),
            ],
        ),
        migrations.CreateModel(
            name='DelegationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='連絡先のメール')),
                ('name', models.CharField(max_length=200, verbose_name='担当')),
                ('made_on', models.DateField(verbose_name='頼んだ日')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='取り消した日')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rounds.delegation')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rounds.owner', verbose_name='照会先')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EvidenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='ファイルの名前')),
                ('sha256', models.CharField(max_length=64, verbose_name='内容のハッシュ値')),
                ('media_type', models.CharField(max_length=100, verbose_name='形式')),
                ('size', models.BigIntegerField(verbose_name='大きさ（バイト）')),
                ('added_on', models.DateField(verbose_name='添えた日')),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.document', verbose_name='資料')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rounds.evidence')),
                ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rounds.question', verbose_name='照会の項目')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('asked', '未回答'), ('answered', '確認待ち'), ('returned', '差し戻し'), ('approved', '承認済み')], default='asked', max_length=10, verbose_name='状態')),
                ('value_state', models.CharField(blank=True, choices=[('exact', '確かな値'), ('about', '約'), ('not_yet_known', '未確定'), ('not_stated', '数の記載なし'), ('not_applicable', '該当なし')], max_length=15, verbose_name='値の状態')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='値')),
                ('precision', models.DecimalField(decimal_places=4, default=1, max_digits=12, verbose_name='印字された精度')),
                ('written', models.CharField(blank=True, max_length=100, verbose_name='回答')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='資料')),
                ('place', models.CharField(blank=True, max_length=500, verbose_name='資料の中の場所')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='注記')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回答した日')),
                ('returned_because', models.CharField(blank=True, max_length=500, verbose_name='差し戻しの理由')),
                ('revision', models.PositiveIntegerField(default=1, verbose_name='版')),
                ('delegation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rounds.delegation', verbose_name='分担')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='indicators.indicator', verbose_name='指標')),
                ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rounds.owner', verbose_name='照会先')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rounds.question')),
                ('stated_value', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='indicators.statedvalue', verbose_name='資料による値')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='連絡先のメール')),
                ('written_on', models.DateField(blank=True, null=True, verbose_name='最後に連絡した日')),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='directory.organisation', verbose_name='組織')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rounds.owner')),
                ('round', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rounds.round', verbose_name='照会')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='round_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:open,open:closed,closed:open,closed:locked,locked:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='16b73cc74862933d0f2f36430a2ac299d5847594', operation='UPDATE', pgid='pgtrigger_round_steps_71e03', table='rounds_round', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_roundevent" ("due_on", "fiscal_year", "grace_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "title") SELECT new_values."due_on", new_values."fiscal_year", new_values."grace_days", _pgh_attached_context.value, NOW(), \'insert\', new_values."slug", new_values."slug", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b082418ac2840b56987efcf3ba6b1560241e6db3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1ee33', referencing='REFERENCING NEW TABLE AS new_values ', table='rounds_round', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_roundevent" ("due_on", "fiscal_year", "grace_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "title") SELECT new_values."due_on", new_values."fiscal_year", new_values."grace_days", _pgh_attached_context.value, NOW(), \'update\', new_values."slug", new_values."slug", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."slug") = (new_values."slug") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c044669e4fefed597667fd267f2109736dfd06b6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_46a8a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rounds_round', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_roundevent" ("due_on", "fiscal_year", "grace_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "state", "title") SELECT old_values."due_on", old_values."fiscal_year", old_values."grace_days", _pgh_attached_context.value, NOW(), \'delete\', old_values."slug", old_values."slug", old_values."state", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='89875f278c42f6fe74bb3fe214d501064320687d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e9ec1', referencing='REFERENCING OLD TABLE AS old_values ', table='rounds_round', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='round',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='fc948e12e5cb8b5f516a907745c62902b1a31575', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_2546b', table='rounds_round', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('owner', 'delegation'), name='draft_of_one_link', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e124ccf4d45000b1c3abb7d59f27fd2ff214fc1b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_402b6', table='rounds_delegationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_delegationevent" ("contact", "ended_on", "id", "made_on", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."contact", new_values."ended_on", new_values."id", new_values."made_on", new_values."name", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='de57c2f4aec435aa4acdef8add9162d3977c5c20', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_32189', referencing='REFERENCING NEW TABLE AS new_values ', table='rounds_delegation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_delegationevent" ("contact", "ended_on", "id", "made_on", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."contact", new_values."ended_on", new_values."id", new_values."made_on", new_values."name", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."contact" IS DISTINCT FROM (new_values."contact") OR old_values."ended_on" IS DISTINCT FROM (new_values."ended_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_on" IS DISTINCT FROM (new_values."made_on") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='06a349abf6ccf0636fbf0b4a8a8b7b83adc3d9bd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_50faa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rounds_delegation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_delegationevent" ("contact", "ended_on", "id", "made_on", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."contact", old_values."ended_on", old_values."id", old_values."made_on", old_values."name", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='375427cc267006799c6821156e09299c91197cec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f9122', referencing='REFERENCING OLD TABLE AS old_values ', table='rounds_delegation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegation',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='f24ef96bc3e4cfa5dc9c6ad16b5028858a722b52', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_697d5', table='rounds_delegation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('owner', 'indicator'), name='question_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(models.Q(('value_state', ''), _negated=True), models.Q(('source', ''), _negated=True), models.Q(('place', ''), _negated=True)), _connector='OR'), name='answer_has_a_source'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', False), ('value_state__in', ('exact', 'about'))), models.Q(models.Q(('value_state__in', ('exact', 'about')), _negated=True), ('value__isnull', True)), _connector='OR'), name='answer_has_a_value_when_known'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), ('stated_value__isnull', False)), models.Q(models.Q(('state', 'approved'), _negated=True), ('stated_value__isnull', True)), _connector='OR'), name='approved_answer_is_a_stated_value'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='question_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:answered,answered:answered,answered:returned,answered:approved,returned:answered,approved:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d4da5d3971f643639e4a394f7a4a7eb76660c2a6', operation='UPDATE', pgid='pgtrigger_question_steps_eb96a', table='rounds_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='kept_answers', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT 1 FROM rounds_owner o JOIN rounds_round r ON r.slug = o.round_id\n            WHERE o.id = COALESCE(NEW.owner_id, OLD.owner_id) AND r.state = 'locked'\n        ) THEN\n            RAISE EXCEPTION 'the round is locked' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round_is_locked';\n        END IF;\n        IF TG_OP <> 'INSERT' AND OLD.state = 'approved'\n            AND (TG_OP = 'DELETE' OR NEW.state = 'approved') THEN\n            RAISE EXCEPTION 'an approved answer does not change' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'answer_is_approved';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='958ab12953ccda12bef181f364f0a9b7fd72b29e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_answers_0a3ce', table='rounds_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_questionevent" ("answered_on", "delegation_id", "id", "indicator_id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "precision", "returned_because", "revision", "source", "state", "stated_value_id", "value", "value_state", "written") SELECT new_values."answered_on", new_values."delegation_id", new_values."id", new_values."indicator_id", new_values."note", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."precision", new_values."returned_because", new_values."revision", new_values."source", new_values."state", new_values."stated_value_id", new_values."value", new_values."value_state", new_values."written" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='797dc8aaebe709686428f7f20088717e53e1c329', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_36299', referencing='REFERENCING NEW TABLE AS new_values ', table='rounds_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_questionevent" ("answered_on", "delegation_id", "id", "indicator_id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "precision", "returned_because", "revision", "source", "state", "stated_value_id", "value", "value_state", "written") SELECT new_values."answered_on", new_values."delegation_id", new_values."id", new_values."indicator_id", new_values."note", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."precision", new_values."returned_because", new_values."revision", new_values."source", new_values."state", new_values."stated_value_id", new_values."value", new_values."value_state", new_values."written" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9c236f26d0d153b7734acb4f6de4c68cc2f49016', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b349f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rounds_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_questionevent" ("answered_on", "delegation_id", "id", "indicator_id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "precision", "returned_because", "revision", "source", "state", "stated_value_id", "value", "value_state", "written") SELECT old_values."answered_on", old_values."delegation_id", old_values."id", old_values."indicator_id", old_values."note", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."precision", old_values."returned_because", old_values."revision", old_values."source", old_values."state", old_values."stated_value_id", old_values."value", old_values."value_state", old_values."written" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3551dcd1cf270282b9bb5aaaa06865a5b2addd52', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_97d09', referencing='REFERENCING OLD TABLE AS old_values ', table='rounds_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='dd98cddf7bd57ca6c11f83497c907d69f89169ea', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_c8267', table='rounds_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidenceevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f062943907be3ab9020373fdfc7147d43b26cfd0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_db3b8', table='rounds_evidenceevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('question', 'sha256'), name='evidence_is_attached_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='kept_files', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT 1 FROM rounds_question q JOIN rounds_owner o ON o.id = q.owner_id\n                JOIN rounds_round r ON r.slug = o.round_id\n            WHERE q.id = COALESCE(NEW.question_id, OLD.question_id)\n                AND (r.state = 'locked' OR q.state = 'approved')\n        ) THEN\n            RAISE EXCEPTION 'the answer is approved or its round locked' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'evidence_is_kept';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='3dae0b7097bca77ddbd1fd492c01659b43baaeca', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_files_581a0', table='rounds_evidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_evidenceevent" ("added_on", "document_id", "id", "media_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sha256", "size") SELECT new_values."added_on", new_values."document_id", new_values."id", new_values."media_type", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."question_id", new_values."sha256", new_values."size" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='23561ada66e8fdf9768894af2b16a1c4a5a627e0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ffe08', referencing='REFERENCING NEW TABLE AS new_values ', table='rounds_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_evidenceevent" ("added_on", "document_id", "id", "media_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sha256", "size") SELECT new_values."added_on", new_values."document_id", new_values."id", new_values."media_type", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."question_id", new_values."sha256", new_values."size" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6862973e2a6d49ca5b57f9aedcbe80cecbc6c56a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_05a26', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rounds_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_evidenceevent" ("added_on", "document_id", "id", "media_type", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sha256", "size") SELECT old_values."added_on", old_values."document_id", old_values."id", old_values."media_type", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."question_id", old_values."sha256", old_values."size" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='64d02c1a8dcdaa2362c99a2bebf0d86b447fd3cb', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6f523', referencing='REFERENCING OLD TABLE AS old_values ', table='rounds_evidence', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evidence',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='b2aa7c54e8956cbf0fc44757f36e018174298c53', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_1a404', table='rounds_evidence', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eebd16a8c11bf6bef7efe010abe37ca44b5a5c24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_84d82', table='rounds_questionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c62cfb4e1afbadae69becf17af447ba5797ff03', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8bac4', table='rounds_ownerevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='owner',
            constraint=models.UniqueConstraint(fields=('round', 'organisation'), name='round_asks_an_owner_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owner',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_ownerevent" ("contact", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "written_on") SELECT new_values."contact", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."round_id", new_values."written_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6933d2bc2d40194dbc7c46399ea61121d37842e3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d59ac', referencing='REFERENCING NEW TABLE AS new_values ', table='rounds_owner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owner',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_ownerevent" ("contact", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "written_on") SELECT new_values."contact", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."round_id", new_values."written_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."contact" IS DISTINCT FROM (new_values."contact") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."round_id" IS DISTINCT FROM (new_values."round_id") OR old_values."written_on" IS DISTINCT FROM (new_values."written_on")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a9d2fd5c5044a5f7b04c1fce6c0fbd6a4cd8794e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_57d51', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rounds_owner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owner',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_ownerevent" ("contact", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "written_on") SELECT old_values."contact", old_values."id", old_values."organisation_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."round_id", old_values."written_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='53bc57ec19a781ca7e55b0dee73948bcabb9b2f5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_91a6a', referencing='REFERENCING OLD TABLE AS old_values ', table='rounds_owner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owner',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='da194a46f593d4def9f83b09496262b6701b83ce', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_a1597', table='rounds_owner', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roundevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a8aa83b4eeb3fa26cef5a8bee9f3b4371617f928', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_757eb', table='rounds_roundevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.UniqueConstraint(fields=('owner', 'kind'), name='sheet_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='sheet',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'asked'), models.Q(models.Q(('source', ''), _negated=True), models.Q(('unchanged', True), models.Q(('sha256', ''), _negated=True), _connector='OR')), _connector='OR'), name='sheet_has_a_source'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='sheet_steps', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:answered,answered:answered,answered:returned,answered:approved,returned:answered,approved:returned}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b41ad77476e2e52627fdf79fb994421bdc01ff3f', operation='UPDATE', pgid='pgtrigger_sheet_steps_36ee6', table='rounds_sheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='kept_sheets', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT 1 FROM rounds_owner o JOIN rounds_round r ON r.slug = o.round_id\n            WHERE o.id = COALESCE(NEW.owner_id, OLD.owner_id) AND r.state = 'locked'\n        ) THEN\n            RAISE EXCEPTION 'the round is locked' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round_is_locked';\n        END IF;\n        IF TG_OP <> 'INSERT' AND OLD.state = 'approved'\n            AND (TG_OP = 'DELETE' OR NEW.state = 'approved') THEN\n            RAISE EXCEPTION 'an approved answer does not change' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'answer_is_approved';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='23d1574a83b4d832037df07c1e53986c64a8f015', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_sheets_0d7a4', table='rounds_sheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_sheetevent" ("act", "answered_on", "id", "kind", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_because", "sha256", "source", "state", "unchanged") SELECT new_values."act", new_values."answered_on", new_values."id", new_values."kind", new_values."name", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."returned_because", new_values."sha256", new_values."source", new_values."state", new_values."unchanged" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e3656249aaa7cc31dde63aff371d7514e04d75b7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_170e0', referencing='REFERENCING NEW TABLE AS new_values ', table='rounds_sheet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_sheetevent" ("act", "answered_on", "id", "kind", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_because", "sha256", "source", "state", "unchanged") SELECT new_values."act", new_values."answered_on", new_values."id", new_values."kind", new_values."name", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."returned_because", new_values."sha256", new_values."source", new_values."state", new_values."unchanged" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f47cf4558d52682d7a48a3606338c46c2de13a44', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4218a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='rounds_sheet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "rounds_sheetevent" ("act", "answered_on", "id", "kind", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "returned_because", "sha256", "source", "state", "unchanged") SELECT old_values."act", old_values."answered_on", old_values."id", old_values."kind", old_values."name", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."returned_because", old_values."sha256", old_values."source", old_values."state", old_values."unchanged" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5c42dbf7704e807b8463d20d1d3bc7c212fded82', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_04e0b', referencing='REFERENCING OLD TABLE AS old_values ', table='rounds_sheet', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheet',
            trigger=pgtrigger.compiler.Trigger(name='explained', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF NULLIF(current_setting('pghistory.context_id', true), '') IS NULL THEN\n            RAISE EXCEPTION 'a write without author, action and reason is refused'\n                USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='9c985859741d0ea4e3a834a11b6761d566caae3f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_explained_caaad', table='rounds_sheet', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sheetevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef04528efd99cbc73f248269ead3182dc66fb3c7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_733e7', table='rounds_sheetevent', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql="\nCREATE OR REPLACE FUNCTION rounds_keep_stated_values() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    IF TG_OP = 'UPDATE' THEN\n        IF NEW.indicator_id IS NOT DISTINCT FROM OLD.indicator_id AND NEW.fiscal_year IS NOT DISTINCT FROM OLD.fiscal_year AND NEW.state IS NOT DISTINCT FROM OLD.state AND NEW.value IS NOT DISTINCT FROM OLD.value AND NEW.precision IS NOT DISTINCT FROM OLD.precision AND NEW.basis IS NOT DISTINCT FROM OLD.basis AND NEW.definition_version IS NOT DISTINCT FROM OLD.definition_version AND NEW.publisher_id IS NOT DISTINCT FROM OLD.publisher_id AND NEW.document_id IS NOT DISTINCT FROM OLD.document_id AND NEW.place IS NOT DISTINCT FROM OLD.place THEN RETURN NEW; END IF;\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM rounds_question q JOIN rounds_owner o ON o.id = q.owner_id\n            JOIN rounds_round r ON r.slug = o.round_id\n        WHERE q.stated_value_id = OLD.slug AND r.state = 'locked'\n    ) THEN\n        RAISE EXCEPTION 'the value was approved in a round that is locked'\n            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'value_of_a_locked_round';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\nEND $$;\nCREATE TRIGGER rounds_keep_stated_values BEFORE DELETE OR UPDATE\n    ON indicators_statedvalue FOR EACH ROW EXECUTE FUNCTION rounds_keep_stated_values();\n",
            reverse_sql='\nDROP TRIGGER IF EXISTS rounds_keep_stated_values ON indicators_statedvalue;\nDROP FUNCTION IF EXISTS rounds_keep_stated_values();\n',
        ),
    ]
