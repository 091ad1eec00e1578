"""`python -m renkei.config.documents` rewrites the generated parts; `--check` only names stale pages."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renkei.config.settings")
django.setup()

from renkei.config.documents.pages import rewrite, stale_pages  # noqa: E402  (after the registries are filled)

CHECK = sys.argv[1:] == ["--check"]
pages = stale_pages() if CHECK else rewrite()
for path in pages:
    print(path)  # noqa: T201
sys.exit(1 if CHECK and pages else 0)
