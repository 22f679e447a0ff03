import numpy as np
import pandas as pd
import pytest

from cjm_research.personas.features import PersonaFeatures
from cjm_research.personas.ordination import ordination


def two_camps(n=16):
    codes = [f"need/{name}@purchase" for name in "abcdef"]
    table = np.zeros((n, 6))
    table[: n // 2, :3] = table[n // 2 :, 3:] = 1
    table[0, 0] = table[n - 1, 5] = 0
    return pd.DataFrame(table, index=[f"p{i:02}" for i in range(n)], columns=codes)


def test_people_who_tell_alike_lie_together_and_arrows_point_at_them():
    found = ordination(two_camps())
    assert found.explained[0] > 0.7
    assert sum(found.explained) <= 1
    sides = [point.x > 0 for point in found.points]
    assert sides in ([True] * 8 + [False] * 8, [False] * 8 + [True] * 8)
    of_first = {arrow.code: arrow.x > 0 for arrow in found.arrows}
    assert [of_first[f"need/{name}"] == sides[0] for name in "abcdef"] == [True] * 3 + [False] * 3


def test_distances_are_those_of_the_features_as_far_as_a_plane_holds_them():
    table = two_camps()
    found = ordination(table)
    features = PersonaFeatures().fit_transform(table)
    plane = np.array([(p.x, p.y) for p in found.points])
    assert (plane**2).sum() == pytest.approx(sum(found.explained) * (features**2).sum(), rel=1e-3)


def test_the_same_people_in_another_order_lie_at_the_same_places():
    table = two_camps().astype(float)
    table.iloc[3, 4] = 1
    places = {p.participant: (p.x, p.y) for p in ordination(table).points}
    again = {p.participant: (p.x, p.y) for p in ordination(table[::-1]).points}
    for who, place in places.items():
        assert again[who] == pytest.approx(place, abs=1e-4)


def test_axes_are_turned_so_that_the_strongest_pull_is_positive():
    found = ordination(two_camps())
    assert max(found.arrows, key=lambda a: round(abs(a.x), 3)).x > 0
    assert max(abs(a.x) for a in found.arrows) <= max(max(abs(p.x), abs(p.y)) for p in found.points) + 1e-6


def test_where_nobody_differs_there_is_no_plane():
    same = pd.DataFrame(np.ones((5, 3)), columns=["a", "b", "c"])
    assert (ordination(same).points, ordination(same).explained) == ((), (0.0, 0.0))
    assert ordination(pd.DataFrame(index=["a"])).points == ()


def test_six_people_get_a_plane_of_codes_that_two_share():
    table = pd.DataFrame(np.eye(6).repeat(2, axis=0)[:6, :4], columns=[f"need/{c}" for c in "abcd"])
    assert len(ordination(table).points) == 6
