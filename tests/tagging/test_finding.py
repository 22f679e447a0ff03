"""From log-odds to candidates: which words are marked, barrier or pain, what spoke for it."""

from __future__ import annotations

import numpy as np
import pytest

from cjm_research.model import Transcript, Utterance
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt.finding import LONG_CONTACT, MomentFinder, leave_candidates, load_finder
from cjm_research.tagging.learnt.linear import LinearModel
from cjm_research.tagging.learnt.moments import BARRIER, FOUND, LANGUAGES, Link, Moments, Network, Said, surroundings
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.learnt.units import units_of
from cjm_research.tagging.pipeline import load_pipeline
from cjm_research.tagging.reading import SPANS_KEY, Candidate, Turn, reading_of
from cjm_research.tagging.rules.scoring import load_weights

K = len(FOUND)


def learnt(words: dict[str, float] | None = None, rules: dict[str, float] | None = None, kind: str = "pain_point"):
    """What was learnt by hand: weights of word forms and of plain numbers, for one kind."""
    vocabulary = {"form": dict.fromkeys(words or {}, 0), "plain": dict.fromkeys(rules or {}, 0)}
    amounts = [*(words or {}).values(), *(rules or {}).values()]
    for row, (block, name) in enumerate((block, name) for block, rows in vocabulary.items() for name in rows):
        vocabulary[block][name] = row
    weights = np.zeros((len(amounts), K + 1), dtype=np.float32)
    weights[:, FOUND.index(kind)] = amounts
    first = LinearModel(
        (*FOUND, BARRIER), {"form": 1.0, "plain": 0.0}, vocabulary, np.ones(len(amounts)), weights, np.zeros(K + 1)
    )
    width = 1
    return Moments(
        language="en",
        first=first,
        network=Network(np.zeros((width, 1)), np.zeros(1), np.zeros((1, K)), np.zeros(K)),
        centre=np.zeros(width),
        spread=np.ones(width),
        thresholds=dict.fromkeys(FOUND, 0.0),
        links=dict.fromkeys(FOUND, Link(np.array([0.0, 4.0]), np.array([0.1, 0.9]))),
        barrier=1.0,
    )


def turns_of(language: str, *texts: str) -> list[Turn]:
    utterances = tuple(Utterance(role="participant", text=text) for text in texts)
    return read_interview(Transcript(id="x", language=language, utterances=utterances))


def candidates(
    language: str,
    text: str,
    odds: dict[str, list[float]],
    *,
    barriers: list[float] | None = None,
    moments: Moments | None = None,
) -> tuple[list[Candidate], Turn]:
    """The candidates of a text whose pieces have these log-odds, by kind."""
    turns, moments = turns_of(language, text), moments or learnt()
    units = units_of(turns, load_senses(language), load_weights(language))
    table = np.full((len(units), K), -9.0)
    for kind, values in odds.items():
        table[:, FOUND.index(kind)] = values
    said = Said(
        moments.first.matrix([unit.item for unit in units]),
        table,
        np.array(barriers or [-9.0] * len(units)),
    )
    leave_candidates(turns, units, said, moments, load_weights(language), load_senses(language))
    return turns[0].reading.candidates, turns[0]


def marked(turn: Turn, place: tuple[int, int]) -> str:
    return " ".join(word.form for word in turn.reading.words[slice(*place)])


def place(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, candidate.end


LONG = {
    "en": "On the first sunny Monday of that long and rainy month I rang the hotline from our old kitchen.",
    "pl": "W pierwszy słoneczny poniedziałek tamtego długiego, deszczowego miesiąca zadzwoniłam wreszcie na infolinię "
    "z naszej starej kuchni na górze.",
    "ru": "В первый солнечный понедельник того длинного, дождливого месяца я наконец позвонила на горячую линию "
    "из нашей старой кухни.",
}
NAMED = {"en": "rang the hotline", "pl": "zadzwoniłam", "ru": "позвонила"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contact_in_a_long_passage_is_narrowed_to_the_words_that_name_it(language):
    text = LONG[language].replace(",", "")
    (contact,), turn = candidates(language, text, {"touchpoint": [1.0]})
    n = len(turn.reading.words)
    assert n > LONG_CONTACT
    assert NAMED[language] in marked(turn, place(contact))
    assert contact.end - contact.start < LONG_CONTACT / 2
    # What is no contact is marked as it was found, with or without a rule.
    (pain,), _turn = candidates(language, text, {"pain_point": [1.0]})
    assert place(pain) == (0, n)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contact_in_a_short_passage_is_marked_whole(language):
    text = " ".join(LONG[language].replace(",", "").split()[-10:])
    (contact,), turn = candidates(language, text, {"touchpoint": [1.0]})
    assert contact.hits
    assert place(contact) == (0, len(turn.reading.words))


def test_a_contact_that_no_rule_names_keeps_its_piece():
    (contact,), turn = candidates("en", "We met at the lighthouse, fine.", {"touchpoint": [1.0, -9.0]})
    assert (marked(turn, place(contact)), contact.hits) == ("we met at the lighthouse", [])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was late, but nobody came.", "nobody came"),
        ("pl", "Było późno, ale nikt nie przyszedł.", "nikt nie przyszedł"),
        ("ru", "Было поздно, но никто не пришёл.", "никто не пришел"),
    ],
)
def test_the_conjunction_in_front_is_left_out(language, text, expected):
    (pain,), turn = candidates(language, text, {"pain_point": [-9.0, 1.0]})
    assert marked(turn, place(pain)) == expected


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Fine, because."), ("pl", "Dobrze, ale."), ("ru", "Хорошо, но.")]
)
def test_a_piece_that_is_a_conjunction_alone_keeps_it(language, text):
    (pain,), _turn = candidates(language, text, {"pain_point": [-9.0, 1.0]})
    assert place(pain) == (1, 2)


@pytest.mark.parametrize(("barrier", "kind"), [(1.0, "barrier"), (0.99, "pain_point")])
def test_a_barrier_is_told_from_a_pain_point(barrier, kind):
    found, _turn = candidates("en", "It hung, I left.", {"pain_point": [1.0, 2.0]}, barriers=[-9.0, barrier])
    assert [one.kind for one in found] == [kind]


def test_nothing_but_a_pain_point_becomes_a_barrier():
    found, _turn = candidates("en", "It hung, I left.", {"emotion": [2.0, 1.0]}, barriers=[9.0, 9.0])
    assert [one.kind for one in found] == ["emotion"]


def test_a_barrier_outside_the_passage_does_not_count():
    found, _turn = candidates("en", "It hung. Fine. I left.", {"pain_point": [2.0, -9, 1.0]}, barriers=[9.0, 9.0, -9])
    assert [one.kind for one in found] == ["barrier", "pain_point"]


def test_the_score_is_the_share_that_the_link_of_the_kind_gives():
    (pain,), _turn = candidates("en", "It hung, I left.", {"pain_point": [2.0, 1.0]})
    assert pain.score == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "They charged me twice for nothing.", "twice"),
        ("pl", "Policzyli mi podwójnie za nic.", "podwójnie"),
        ("ru", "С меня взяли дважды за пустое.", "дважды"),
    ],
)
def test_reasons_point_to_the_words_that_weigh_most(language, text, word):
    moments = learnt({word: 2.0, text.split()[0].lower(): -1.0})
    (pain,), turn = candidates(language, text, {"pain_point": [1.0]}, moments=moments)
    assert [marked(turn, one) for one in pain.words] == [word]
    assert pain.by_rule is False


def test_neighbouring_words_are_one_reason_and_the_strongest_comes_first():
    moments = learnt({"charged": 1.0, "me": 1.1, "nothing": 1.5})
    (pain,), turn = candidates("en", "They charged me twice for nothing.", {"pain_point": [1.0]}, moments=moments)
    assert [marked(turn, one) for one in pain.words] == ["charged me", "nothing"]


def test_words_that_weigh_little_are_not_named():
    moments = learnt({"charged": 1.0, "nothing": 0.4})
    (pain,), turn = candidates("en", "They charged me twice for nothing.", {"pain_point": [1.0]}, moments=moments)
    assert [marked(turn, one) for one in pain.words] == ["charged"]


def test_a_pair_of_words_is_shared_by_both():
    moments = learnt({"charged me": 1.0})
    (pain,), turn = candidates("en", "They charged me twice.", {"pain_point": [1.0]}, moments=moments)
    assert [marked(turn, one) for one in pain.words] == ["charged me"]


def test_the_words_are_those_of_the_surest_piece():
    moments = learnt({"it": 1.0, "left": 1.0})
    (pain,), turn = candidates("en", "It hung, I left.", {"pain_point": [1.0, 2.0]}, moments=moments)
    assert [marked(turn, one) for one in pain.words] == ["left"]
    assert place(pain) == (0, 4)


WAITED = {"en": "I waited forty minutes.", "pl": "Czekałam czterdzieści minut.", "ru": "Я ждала сорок минут."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_that_outweighs_the_wording_found_it(language):
    word = WAITED[language].split()[1].lower()
    rules = {"kind action": 3.0, "kind pain_point": 3.0, "kind touchpoint": 3.0}
    for weight, by_rule in ((0.5, True), (9.0, False)):
        moments = learnt({word: weight}, rules)
        (pain,), _turn = candidates(language, WAITED[language], {"pain_point": [1.0]}, moments=moments)
        assert pain.by_rule is by_rule
        assert pain.words


def test_rules_of_the_question_and_the_layout_are_no_rules_of_the_piece():
    moments = learnt(rules={"first": 5.0, "last": 5.0, "words": 9.0})
    (pain,), _turn = candidates("en", "We met there.", {"pain_point": [1.0]}, moments=moments)
    assert (pain.by_rule, pain.words) == (False, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_hits_are_those_of_the_kind_the_best_first(language):
    weights = load_weights(language)
    text = {
        "en": "I rang the hotline and nobody picked up the phone.",
        "pl": "Zadzwoniłam na infolinię i nikt nie odebrał telefonu.",
        "ru": "Я позвонила на горячую линию и никто не взял трубку.",
    }[language]
    found, _turn = candidates(language, text, {"touchpoint": [1.0], "pain_point": [1.0]}, barriers=[9.0])
    by_kind = {one.kind: one.hits for one in found}
    assert {hit.entry.kind for hit in by_kind["touchpoint"]} == {"touchpoint"}
    assert {hit.entry.kind for hit in by_kind["barrier"]} <= {"pain_point", "barrier"}
    for hits in by_kind.values():
        worth = [weights.worth(hit.entry, hit.pattern) for hit in hits]
        assert worth == sorted(worth, reverse=True) != []


def test_candidates_of_before_are_replaced():
    turns = turns_of("en", "It hung.")
    turns[0].reading.candidates = [Candidate(0, 1, "need", None, None, None, 1.0)]
    said = Said(learnt().first.matrix([]), np.zeros((0, K)), np.zeros(0))
    leave_candidates(turns, [], said, learnt(), load_weights("en"), load_senses("en"))
    assert turns[0].reading.candidates == []


def test_candidates_come_in_the_order_of_the_text():
    text = "It hung there, I left. Then I rang them, all was fine."
    found, _turn = candidates("en", text, {kind: [1.0, -9, -9, 1.0] for kind in FOUND})
    keys = [(one.start, one.end, FOUND.index(one.kind)) for one in found]
    assert keys == sorted(keys)
    assert len(found) == 2 * K


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_odds_of_other_sources_change_what_is_found(language):
    finder, turns = load_finder(language), turns_of(language, WAITED[language])
    assert isinstance(finder, MomentFinder)
    finder.together(turns, lambda units, odds: np.full_like(odds, -99.0))
    assert all(one.by_rule and one.hits for one in turns[0].reading.candidates), "only what rules are sure of"
    units, said = finder.together(turns, lambda units, odds: np.full_like(odds, 99.0))
    assert {one.kind for one in turns[0].reading.candidates} | {BARRIER} == {*FOUND, BARRIER}
    assert said.odds.shape == (len(units), K)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_component_shows_spans_that_are_those_of_the_turn(language):
    text = WAITED[language]
    doc = load_finder(language)(load_pipeline(language)(text, disable=["cjm_spans"]))
    shown = sorted((span.start_char, span.end_char, span.label_) for span in doc.spans[SPANS_KEY])
    reading = reading_of(doc)
    assert shown == sorted(
        (reading.places[one.start][0], reading.places[one.end - 1][1], one.kind) for one in reading.candidates
    )
    assert shown


@pytest.mark.parametrize("language", ["de", "", "xx"])
def test_a_language_of_which_nothing_was_learnt_has_no_finder(language):
    assert load_finder(language) is None


def test_what_is_learnt_by_hand_has_the_shape_of_what_is_shipped():
    units = units_of(turns_of("en", "It hung, I left."), load_senses("en"), load_weights("en"))
    shipped = load_finder("en").moments
    assert surroundings(units, np.zeros((2, K))).shape[1] == len(shipped.centre) == len(shipped.spread)
    assert shipped.first.outputs == learnt().first.outputs
