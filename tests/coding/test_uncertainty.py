"""Which suggestions the machine is least sure of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.coding.uncertainty import by_uncertainty, uncertainty
from cjm_research.model import Coding


def suggestion(score, status="suggested", start=0):
    return Coding(
        guid=f"{score}-{start}", transcript="t", participant="t", utterance=1, start=start, end=start + 1, quote="x",
        kind="need", coder="machine", status=status, score=score,
    )  # fmt: skip


def test_as_often_right_as_wrong_is_most_unsure():
    assert uncertainty(suggestion(0.5)) == 1
    assert uncertainty(suggestion(0.6)) > uncertainty(suggestion(0.9)) > 0


@given(st.floats(0, 1))
def test_uncertainty_is_a_share_and_the_same_for_and_against(score):
    assert 0 <= uncertainty(suggestion(score)) <= 1
    assert uncertainty(suggestion(score)) == pytest.approx(uncertainty(suggestion(1 - score)), abs=1e-9)


def test_what_people_decided_is_certain():
    assert uncertainty(suggestion(0.5, "confirmed")) == uncertainty(suggestion(0.5, "rejected")) == 0
    assert uncertainty(suggestion(None)) == 0


def test_order_is_by_uncertainty_then_by_place():
    late, early, sure = suggestion(0.5, start=9), suggestion(0.5, start=2), suggestion(0.9)
    assert by_uncertainty([sure, late, suggestion(0.5, "confirmed"), early]) == [early, late, sure]
