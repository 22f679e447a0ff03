import pytest

from cjm_research.model import Participant
from cjm_research.personas.tracking import correlation_ratio, explained_share, tracked_circumstances


def test_correlation_ratio_known_answer():
    # Between-group sum of squares over the total: means 2 and 5 around 3.5, (4 * 1.5 ** 2) / 10 for 1,3,4,6 doubled.
    assert correlation_ratio([1, 3, 4, 6], [0, 0, 1, 1]) == pytest.approx(9 / 13)
    assert correlation_ratio([2, 2, 2], [0, 1, 1]) == 0.0


def test_explained_share_is_one_for_a_perfect_match_and_nothing_by_chance():
    assert explained_share(["en", "en", "pl", "pl"] * 3, [0, 0, 1, 1] * 3) == pytest.approx(1.0)
    assert explained_share(["en", "pl", "en", "pl"] * 3, [0, 0, 1, 1] * 3) == 0.0
    assert explained_share(["en"] * 4, [0, 0, 1, 1]) == 0.0


def test_groups_that_are_languages_are_reported():
    people = [Participant(id=f"p{i}", attributes={"language": "en" if i < 6 else "pl"}) for i in range(12)]
    groups = {p.id: int(i >= 6) for i, p in enumerate(people)}
    assert list(tracked_circumstances(groups, people, [])) == ["language"]
