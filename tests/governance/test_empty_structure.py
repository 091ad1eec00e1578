import pytest

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.model import DrawingBlock
from renkei.core.blocks.registry import build
from renkei.core.blocks.request import BlockRequest
from renkei.governance.models import Body, Drawing
from tests.builders import both, make
from tests.reports.mihon import DAY

pytestmark = pytest.mark.django_db


def drawings(name):
    blocks = build(name, BlockRequest.of(2023, "ja", actor=STRANGER, at=DAY))
    return [each for each in blocks if isinstance(each, DrawingBlock)]


@pytest.mark.parametrize("name", ["governance.structure", "governance.drawing"])
def test_an_empty_cluster_has_no_drawing(name):
    assert drawings(name) == []
    make(Drawing, "drawn", title=both("体制"), state="drawn", subject="structure")
    make(Body, "only", name=both("見本会議"), legal_type="committee")
    assert drawings(name) == []
    make(Body, "other", name=both("見本部会"), legal_type="committee")
    assert len(drawings(name)) == 1
