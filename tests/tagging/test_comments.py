"""Texts that nobody asked a question for are judged as a whole; interviews are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cjm_research.model import Tag, Transcript, Utterance
from cjm_research.model.scheme import EMOTION_LABELS, EMOTION_VALENCE
from cjm_research.tagging import tag_transcript
from cjm_research.tagging.interview import read_interview
from cjm_research.tagging.learnt import comments
from cjm_research.tagging.learnt.comments import are_comments, judge, leave_feelings, settle
from cjm_research.tagging.learnt.feelings import SIGNS, Feelings
from cjm_research.tagging.learnt.moments import FOUND
from cjm_research.tagging.learnt.senses import load_senses
from cjm_research.tagging.learnt.units import units_of
from cjm_research.tagging.reading import Candidate, Hit, Turn
from cjm_research.tagging.rules.lexicon import load_lexicon
from cjm_research.tagging.rules.scoring import load_weights

LANGUAGES = ("en", "pl", "ru")
BAD = {
    "en": "Terrible service, I am furious. They lost my parcel and lied to me, never again!",
    "pl": "Okropna obsługa, jestem wściekła. Zgubili paczkę i mnie okłamali, nigdy więcej!",
    "ru": "Ужасное обслуживание, я в ярости. Потеряли посылку и обманули меня, больше никогда!",
}
GOOD = {
    "en": "Wonderful shop, I am so happy. Everything came quickly, thank you, highly recommended!",
    "pl": "Wspaniały sklep, jestem bardzo zadowolona. Wszystko szybko doszło, dziękuję, polecam!",
    "ru": "Замечательный магазин, я очень рада. Всё пришло быстро, спасибо, рекомендую!",
}
PIECES = {"en": "It came, it broke, fine.", "pl": "Przyszło, pękło, dobrze.", "ru": "Пришло, сломалось, ладно."}


def transcript(language: str, *texts: str, role: str = "participant") -> Transcript:
    return Transcript(id="x", language=language, utterances=tuple(Utterance(role=role, text=text) for text in texts))


def judged(sign: str, *shown: str, place: tuple[int, int] = (0, 2)) -> Feelings:
    """What the model of feelings would say of a text."""
    return Feelings(
        families={family: 0.8 if family in shown else 0.01 for family in EMOTION_LABELS},
        shown=shown,
        polarity={one: 0.7 if one == sign else 0.1 for one in SIGNS},
        sign=sign,
        neutral=0.0 if shown else 1.0,
        words=dict.fromkeys(shown, (place,)),
        places=dict.fromkeys(shown, place),
    )


def left(language: str, feelings: Feelings, *before: Candidate, odds: np.ndarray | None = None) -> list[Candidate]:
    """The candidates of three pieces after the text was judged."""
    turns = read_interview(transcript(language, PIECES[language]))
    units = units_of(turns, load_senses(language), load_weights(language))
    turns[0].reading.candidates = list(before)
    leave_feelings(turns, units, np.zeros((3, len(FOUND))) if odds is None else odds, {0: feelings})
    return turns[0].reading.candidates


def found(kind: str, start: int = 0, end: int = 1) -> Candidate:
    return Candidate(start, end, kind, None, None, None, 0.5)


def kinds(candidates: list[Candidate] | list[Tag]) -> list[str]:
    return sorted(one.kind for one in candidates)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_without_an_interviewer_are_comments(language):
    assert are_comments(transcript(language, BAD[language], GOOD[language]))
    assert are_comments(transcript(language))
    said = (Utterance(role="interviewer", text="?"), Utterance(role="participant", text=BAD[language]))
    assert not are_comments(Transcript(id="x", language=language, utterances=said))


def test_a_language_whose_feelings_were_not_learnt_has_no_comments():
    assert not are_comments(transcript("de", "Furchtbar!"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("negative", ["pain_point"]),
        ("positive", ["success_point"]),
        ("neutral", []),
        ("ambivalent", ["pain_point", "success_point"]),
    ],
)
def test_what_speaks_ill_holds_a_pain_point_and_what_speaks_well_a_success(language, sign, expected):
    assert kinds(left(language, judged(sign))) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_piece_that_is_likeliest_to_hold_it_is_marked(language):
    odds = np.zeros((3, len(FOUND)))
    odds[1, FOUND.index("pain_point")] = odds[2, FOUND.index("success_point")] = 1.0
    pain, success = left(language, judged("ambivalent"), odds=odds)
    assert (pain.kind, success.kind) == ("pain_point", "success_point")
    assert pain.end <= success.start
    assert pain.score == success.score == 0.7
    assert pain.by_rule is success.by_rule is False


@pytest.mark.parametrize(
    ("sign", "before", "expected"),
    [
        ("negative", ("pain_point",), ["pain_point"]),
        ("negative", ("barrier",), ["barrier"]),
        ("negative", ("success_point",), ["pain_point"]),
        ("positive", ("pain_point", "barrier"), ["success_point"]),
        ("positive", ("success_point",), ["success_point"]),
        ("neutral", ("pain_point", "success_point", "barrier"), []),
        ("ambivalent", ("barrier",), ["barrier", "success_point"]),
    ],
)
def test_trouble_and_praise_agree_with_the_sign_of_the_text(sign, before, expected):
    assert kinds(left("pl", judged(sign), *map(found, before))) == expected


def test_a_feeling_that_tells_the_sign_needs_no_point_beside_it():
    assert kinds(left("en", judged("negative", "anger"))) == ["emotion"]
    assert kinds(left("en", judged("positive", "joy"))) == ["emotion"]
    # Surprise may be good or bad, and anger does not speak well.
    assert kinds(left("en", judged("negative", "surprise"))) == ["emotion", "pain_point"]
    assert kinds(left("en", judged("ambivalent", "anger"))) == ["emotion", "success_point"]


def test_other_kinds_stay_and_feelings_of_pieces_make_way():
    others = [found(kind) for kind in ("touchpoint", "need", "question", "emotion")]
    assert kinds(left("ru", judged("neutral"), *others)) == ["need", "question", "touchpoint"]


def test_a_likely_feeling_that_a_rule_knows_stays():
    entry = next(entry for entry in load_lexicon("en").entries if entry.kind == "emotion")
    for score, stays in ((0.5, True), (0.49, False)):
        known = Candidate(0, 1, "emotion", None, None, None, score, [Hit(entry, entry.patterns[0], 0, 1)])
        assert kinds(left("en", judged("neutral"), known)) == ["emotion"] * stays


def test_a_feeling_of_the_whole_text_is_not_told_twice():
    turn = read_interview(transcript("en", PIECES["en"]))[0]
    whole, piece, other = (Candidate(0, 1, "emotion", label, 1, None, 0.5) for label in ("joy", "joy", "trust"))
    whole.fixed_label = "joy"
    turn.reading.candidates = [whole, piece, other]
    settle([turn], {0: judged("positive", "joy")})
    assert [one is whole or one is other for one in turn.reading.candidates] == [True, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feeling_is_marked_at_its_clause_with_its_words_as_reason(language):
    text = PIECES[language]
    second = (text.index(",") + 2, text.index(",", text.index(",") + 1) + 1)
    (feeling,) = [one for one in left(language, judged("negative", "fear", place=second)) if one.kind == "emotion"]
    turn = read_interview(transcript(language, text))[0]
    words = [word.form for word in turn.reading.words[feeling.start : feeling.end]]
    assert " ".join(words) == text[slice(*second)].strip(",").lower()
    assert (feeling.label, feeling.fixed_label, feeling.score, feeling.by_rule) == ("fear", "fear", 0.8, False)
    assert feeling.words == [(feeling.start, feeling.end)]


@pytest.mark.parametrize("place", [(0, 1), (9, 10), (7, 8), (23, 24), (24, 24)])
def test_a_place_between_words_or_at_the_end_is_still_a_word(place):
    (feeling,) = [one for one in left("en", judged("neutral", "joy", place=place)) if one.kind == "emotion"]
    assert 0 <= feeling.start < feeling.end <= 5


def settled(feelings: Feelings, kind: str, valence: int | None, label: str | None = None) -> Candidate:
    turn = read_interview(transcript("en", PIECES["en"]))[0]
    one = Candidate(0, 1, kind, "trust", valence, None, 0.5)
    one.fixed_label = label
    turn.reading.candidates = [one]
    settle([turn], {0: feelings})
    return one


@pytest.mark.parametrize("family", EMOTION_LABELS)
@pytest.mark.parametrize("sign", SIGNS)
def test_the_valence_of_a_feeling_has_the_sign_of_its_family(family, sign):
    usual = int(np.sign(EMOTION_VALENCE[family]))
    for valence in (None, -2, 0, 2):
        one = settled(judged(sign, family), "emotion", valence, family)
        assert one.label == family
        expected = usual or {"negative": -1, "positive": 1}.get(sign, 0)
        assert np.sign(one.valence) == expected


def test_a_strong_feeling_of_the_right_sign_stays_strong():
    assert settled(judged("negative", "fear"), "emotion", -2, "fear").valence == -2


@pytest.mark.parametrize(
    ("sign", "before", "after"),
    [
        ("negative", 2, -1),
        ("negative", -2, -2),
        ("negative", 0, 0),
        ("positive", -1, 1),
        ("neutral", -2, 0),
        ("ambivalent", -2, -2),
        ("ambivalent", 1, 1),
        ("negative", None, None),
    ],
)
def test_a_contact_is_valued_within_what_the_text_says(sign, before, after):
    assert settled(judged(sign), "touchpoint", before).valence == after


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_participants_with_words_are_judged(language, monkeypatch):
    asked: list[str] = []

    def stub(_language: str, texts: list[str], *, together: bool) -> list[Feelings]:
        asked.extend(texts)
        assert together
        return [judged("neutral")] * len(texts)

    monkeypatch.setattr(comments, "feelings_of", stub)
    turns: list[Turn] = read_interview(
        Transcript(
            id="x",
            language=language,
            utterances=(
                Utterance(role="other", text=BAD[language]),
                Utterance(text=""),
                Utterance(text=GOOD[language]),
                Utterance(text="😡"),
            ),
        )
    )
    assert list(judge(turns, language)) == [2]
    assert asked == [GOOD[language]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sign", SIGNS)
def test_every_text_of_a_transcript_gets_its_own_judgement(language, sign, monkeypatch):
    def stub(_language: str, texts: list[str], *, together: bool) -> list[Feelings]:
        return [judged(sign, "sadness"), *[judged("neutral")] * (len(texts) - 1)]

    monkeypatch.setattr(comments, "feelings_of", stub)
    tags = tag_transcript(transcript(language, PIECES[language], PIECES[language]))
    assert [(tag.utterance, tag.label) for tag in tags if tag.kind == "emotion"] == [(0, "sadness")]
    trouble = {tag.utterance for tag in tags if tag.kind in ("pain_point", "barrier", "success_point")}
    assert 1 not in trouble


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("told", "are_judged"), [(0.9, False), (0.5, False), (0.4, True)])
def test_texts_that_read_like_an_interview_are_not_judged_as_a_whole(language, told, are_judged, monkeypatch):
    one = replace(judged("neutral"), registers={"interviews": told, "reviews": 1 - told})
    monkeypatch.setattr(comments, "feelings_of", lambda _language, texts, together: [one] * len(texts))
    turns = read_interview(transcript(language, BAD[language], GOOD[language]))
    assert list(judge(turns, language)) == ([0, 1] if are_judged else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interview_is_not_judged_as_a_whole(language, monkeypatch):
    monkeypatch.setattr(comments, "feelings_of", lambda *_args, **_kw: pytest.fail("judged as a whole"))
    said = (Utterance(role="interviewer", text="?"), Utterance(role="participant", text=BAD[language]))
    tags = tag_transcript(Transcript(id="x", language=language, utterances=said))
    assert {tag.utterance for tag in tags} == {1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_angry_and_happy_comments_are_told_apart(language):
    tags = tag_transcript(transcript(language, *[BAD[language]] * 3, *[GOOD[language]] * 3))
    ill = [tag for tag in tags if tag.utterance < 3]
    well = [tag for tag in tags if tag.utterance >= 3]
    assert {"pain_point", "barrier", "emotion"} & set(kinds(ill))
    assert {"success_point", "emotion"} & set(kinds(well))
    assert "success_point" not in kinds(ill)
    assert not {"pain_point", "barrier"} & set(kinds(well))
    assert all((tag.valence or 0) <= 0 for tag in ill if tag.kind in ("emotion", "touchpoint"))
    assert all((tag.valence or 0) >= 0 for tag in well if tag.kind in ("emotion", "touchpoint"))
