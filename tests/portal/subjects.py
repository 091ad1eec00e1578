"""What the tests of subjects share: the cluster around them, and reading a page or a file."""

from __future__ import annotations

import csv
from io import StringIO

from renkei.budgets.models import Pillar
from renkei.core.records.cluster import Cluster
from renkei.directory.models import Organisation
from tests.builders import both, make
from tests.portal.questions import body_of


def the_cluster():
    make(Cluster, "mihon", name=both("見本クラスター", "Mihon"))
    make(Organisation, "maker", name=both("見本製作所", "Mihon Works"), kind="company")


def the_pillar():
    make(Pillar, "one", number=1, title=both("第一の柱", "Pillar one"))


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def lines_in(client, path):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    body = body_of(answer).decode()
    assert body.startswith("\ufeff")
    head, *lines = csv.reader(StringIO(body.removeprefix("\ufeff")))
    return [dict(zip(head, line, strict=True)) for line in lines]
