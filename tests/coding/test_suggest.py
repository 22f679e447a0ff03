import pytest

from cjm_research.coding import codings_of, suggestions_from_tags
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import MACHINE_CODER, Tag, Transcript

TEXTS = {
    "en": "I rang them. I rang again 🙂",
    "pl": "Zadzwoniłem do nich 🙂 dwa razy",
    "ru": "Я позвонила им 🙂 дважды",
}
QUOTES = {"en": "rang again", "pl": "dwa razy", "ru": "дважды"}


def transcript(language, **coding):
    return Transcript.model_validate(
        {
            "id": f"{language}_1",
            "language": language,
            "utterances": [{"text": TEXTS[language]}],
            "gold": [{"u": 0, "kind": "touchpoint", "label": "phone", "stage": "decision", **coding}],
        }
    )


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_codings_of_a_file_are_confirmed_and_placed_in_code_points(language):
    (coding,) = codings_of(transcript(language, quote=QUOTES[language]), coder="ann")
    assert TEXTS[language][coding.start : coding.end] == coding.quote == QUOTES[language]
    assert (coding.status, coding.coder, coding.participant) == ("confirmed", "ann", f"{language}_1")


def test_the_coder_named_in_the_file_wins():
    (coding,) = codings_of(transcript("en", quote="rang", coder="bob"), coder="ann")
    assert coding.coder == "bob"


def test_guids_are_stable_and_tell_identical_codings_apart():
    source = transcript("en", quote="rang")
    twice = source.model_copy(update={"codings": source.codings * 2})
    first, second = (coding.guid for coding in codings_of(twice))
    assert first != second
    assert [coding.guid for coding in codings_of(twice)] == [first, second]
    assert codings_of(source)[0].guid in (first, second)


def test_words_that_do_not_occur_are_refused():
    with pytest.raises(BadValueError, match="do not occur"):
        codings_of(transcript("en", quote="never said"))


def tag(**fields):
    values = {"transcript": "en_1", "utterance": 0, "start": 2, "end": 6, "quote": "rang", "kind": "touchpoint"}
    return Tag(**{**values, "label": "phone", "score": 0.8, "source": "rule:phone", "why": "rang", **fields})


def test_tags_become_suggestions_of_the_machine_with_their_reason():
    (coding,) = suggestions_from_tags([tag()], [transcript("en", quote="rang")])
    assert (coding.coder, coding.status) == (MACHINE_CODER, "suggested")
    assert (coding.score, coding.source, coding.why) == (0.8, "rule:phone", "rang")


def test_the_same_tag_twice_is_one_suggestion():
    assert len(suggestions_from_tags([tag(), tag()], [transcript("en", quote="rang")])) == 1


def test_a_tag_of_an_unknown_transcript_is_refused():
    with pytest.raises(UnknownNameError, match="elsewhere"):
        suggestions_from_tags([tag(transcript="elsewhere")], [transcript("en", quote="rang")])
