import pytest

from cjm_research.personas.claims import Claim
from cjm_research.personas.contrasts import contrasts_of


def claim(label, inside, outside, kind="touchpoint", stage=None):
    return Claim(kind, label, stage, inside, outside, ())


def test_contrasts_go_both_ways_name_a_subject_once_and_count_all_codes_looked_at():
    claims = [
        claim("phone", (8, 8), (0, 16)),
        claim("phone", (7, 8), (0, 16), stage="decision"),
        claim("forum", (0, 8), (12, 16)),
        claim("email", (4, 8), (8, 16)),
        claim("chat", (1, 8), (0, 16)),  # too few people to be looked at
    ]
    found = contrasts_of(claims, lambda c: c.label)
    assert [(c.text, c.inside.k, c.outside.k) for c in found] == [("phone", 8, 0), ("forum", 0, 12)]
    assert found[0].q_value == pytest.approx(found[0].p_value * 4, rel=1e-3)
    assert all(0 <= c.p_value <= c.q_value <= 1 for c in found)


def test_with_nobody_outside_there_is_nothing_to_compare():
    assert contrasts_of([claim("phone", (8, 8), (0, 0))], lambda c: c.label) == ()
