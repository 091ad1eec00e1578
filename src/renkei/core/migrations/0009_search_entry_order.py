"""What is read to find comes before what is shown: PostgreSQL walks over every column before the one it asks for.

The entries themselves are made anew after every migration.
"""

from django.db import migrations, models

import renkei.core.search.models


def moved(name, field, *, preserve_default=True):
    yield migrations.RemoveField('searchentry', name)
    yield migrations.AddField('searchentry', name, field, preserve_default=preserve_default)


class Migration(migrations.Migration):
    dependencies = [
        ('core', '0008_password_set_at'),
    ]

    operations = [
        *moved('title_key', models.TextField(default=''), preserve_default=False),
        *moved('title', renkei.core.search.models.EntryText(null=True)),
        *moved('texts', renkei.core.search.models.EntryText(default=dict)),
    ]
