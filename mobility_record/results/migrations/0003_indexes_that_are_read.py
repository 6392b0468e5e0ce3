"""Only indexes that something is looked up by: every message would pay for the others.

A result that moves then changes no indexed column. The indexes are dropped by name, so that SQLite rebuilds no table:
that would lose the triggers of 0002.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "results_message_source_id_c3bf7ade": ("results_message", "source_id"),
    "results_message_line_item_id_dfd264de": ("results_message", "line_item_id"),
    "results_message_person_id_3fdebb8e": ("results_message", "person_id"),
    "results_evidence_message_id_823dd0fb": ("results_evidence", "message_id"),
    "results_result_line_item_id_29e020e8": ("results_result", "line_item_id"),
    "results_result_message_id_e7a59cca": ("results_result", "message_id"),
    "results_result_person_id_8afe4ec7": ("results_result", "person_id"),
}


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0002_entrylink_whole_account'),
        ('results', '0002_append_only'),
        ('stays', '0003_receipts'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS "{name}"', f'CREATE INDEX "{name}" ON "{table}" ("{column}")'
                )
                for name, (table, column) in INDEXES.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='evidence',
                    name='message',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='evidence', to='results.message'),
                ),
                migrations.AlterField(
                    model_name='message',
                    name='line_item',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='messages', to='stays.lineitem'),
                ),
                migrations.AlterField(
                    model_name='message',
                    name='person',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='messages', to='people.person'),
                ),
                migrations.AlterField(
                    model_name='message',
                    name='source',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='messages', to='stays.source'),
                ),
                migrations.AlterField(
                    model_name='result',
                    name='line_item',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='stays.lineitem'),
                ),
                migrations.AlterField(
                    model_name='result',
                    name='message',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='results.message'),
                ),
                migrations.AlterField(
                    model_name='result',
                    name='person',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='people.person'),
                ),
            ],
        ),
    ]
