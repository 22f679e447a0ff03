import pytest

from cjm_research.i18n import using_language
from cjm_research.model import Participant, Transcript
from cjm_research.personas.tracking import (
    circumstances_of,
    correlation_ratio,
    explained_share,
    tracked_circumstances,
    words_of,
)

PEOPLE = [Participant(id=f"p{i}") for i in range(12)]
GROUPS = {p.id: int(i >= 6) for i, p in enumerate(PEOPLE)}


def interview(number, asking, text, language="en"):
    utterances = [{"speaker": asking, "role": "interviewer", "text": "Why?"}, {"speaker": "P", "text": text}]
    return Transcript.model_validate({"id": f"p{number}", "language": language, "utterances": utterances})


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
    assert list(tracked_circumstances(groups, people, [])) == ["Language of the interview"]


def test_groups_of_those_who_say_much_are_reported():
    words = {p.id: 900 + 10 * i if i >= 6 else 300 + 10 * i for i, p in enumerate(PEOPLE)}
    assert tracked_circumstances(GROUPS, PEOPLE, [], words=words)["Number of words"] > 0.9
    assert tracked_circumstances(GROUPS, PEOPLE, [], words={f"p{i}": i % 6 for i in range(12)}) == {}


def test_words_language_and_interviewer_come_from_the_transcripts():
    transcripts = [interview(i, "Ewa" if i < 6 else "Ann", "It was fine." * (i + 1), "pl") for i in range(12)]
    assert words_of(transcripts)["p0"] == 3
    known = circumstances_of(transcripts)
    assert (known["language"]["p0"], known["interviewer"]["p0"], known["interviewer"]["p7"]) == ("pl", "Ewa", "Ann")
    tracked = tracked_circumstances(GROUPS, PEOPLE, [], circumstances=known)
    assert tracked == {"Interviewer": pytest.approx(1.0)}


def test_a_circumstance_of_ones_own_and_people_of_whom_it_is_not_known():
    city = {p.id: "Riga" if GROUPS[p.id] else "Oslo" for p in PEOPLE[1:]}
    assert list(tracked_circumstances(GROUPS, PEOPLE, [], circumstances={"city": city})) == ["city"]
    waves = [Participant(id=p.id, attributes={"wave": GROUPS[p.id] + 1}) for p in PEOPLE]
    assert list(tracked_circumstances(GROUPS, waves, [])) == ["Wave"]
    # Twelve interviewers of one interview each explain everything and nothing.
    each = {"interviewer": {p.id: f"name {p.id}" for p in PEOPLE}}
    assert tracked_circumstances(GROUPS, PEOPLE, [], circumstances=each) == {}


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_circumstances_are_named_in_the_language_in_force(language):
    with using_language(language):
        names = tracked_circumstances(
            GROUPS, PEOPLE, [], circumstances={"mode": {p: str(g) for p, g in GROUPS.items()}}
        )
    assert len(names) == 1


def test_what_is_not_known_of_somebody_is_no_value():
    people = [p.model_copy(update={"attributes": {"mode": None if GROUPS[p.id] else "on line"}}) for p in PEOPLE]
    assert tracked_circumstances(GROUPS, people, []) == {}
