import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from renkei.core.records.paging import slice_of
from renkei.indicators.models import Milestone
from tests.builders import both, make_many

DAYS = ["", "2019", "2020", "2020-04"]


class Slices(TestCase):
    """A list is the same whether its pages are counted from the start or from the end."""

    @given(
        days=st.lists(st.sampled_from(DAYS), max_size=12),
        start=st.integers(0, 14),
        most=st.integers(1, 5),
        order=st.sampled_from(["happened", "-happened"]),
    )
    def test_a_slice_is_what_stands_there(self, days, start, most, order):
        rows = [
            {"slug": f"m-{n}", "happened": day, "year_kind": "calendar", "title": both("事")}
            for n, day in enumerate(days)
        ]
        make_many(Milestone, rows)
        ordered = Milestone.objects.order_by(order, "slug").values_list("pk", flat=True)
        assert slice_of(ordered, start, most, len(days)) == list(ordered)[start : start + most]


@pytest.mark.django_db
def test_the_last_page_is_read_from_the_end(django_assert_num_queries):
    make_many(
        Milestone, [{"slug": f"m-{n:02}", "year_kind": "calendar", "title": both("事")} for n in range(60)]
    )
    with django_assert_num_queries(1) as asked:
        assert slice_of(Milestone.objects.order_by("slug"), 50, 50, 60)[0].pk == "m-50"
    assert "OFFSET" not in asked.captured_queries[0]["sql"]
