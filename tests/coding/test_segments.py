import pytest

from cjm_research.coding.queries import WordIndex, coded_segments
from cjm_research.coding.queries.segments import context_of
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.model import Code, Coding, Memo, Participant, Transcript, Utterance, default_codebook

TEXTS = {
    "a": "I rang them twice. Nobody picked up! Then the courier came.",
    "b": "Dzwoniłam, np. rano. Kurier nie przyszedł… Żadnego kuriera.",
    "c": "Звонила дважды. Курьер не приехал, т. е. вообще.",
}
LANGUAGES = {"a": "en", "b": "pl", "c": "ru"}
BOOK = default_codebook().with_codes(
    {
        "touchpoint/hotline": Code(
            key="touchpoint/hotline", kind="touchpoint", label="hotline", parent="touchpoint/phone", name="Hotline"
        )
    }
)


def talks():
    return [Transcript(id=id, language=LANGUAGES[id], utterances=(Utterance(text=text),)) for id, text in TEXTS.items()]


def coding(who, quote, code, *, status="confirmed", coder="ann", valence=None, stage=None):
    kind, _slash, label = code.partition("/")
    start = TEXTS[who].index(quote)
    return Coding(
        guid=f"{who}-{code}-{coder}-{quote}", transcript=who, participant=who, utterance=0, start=start,
        end=start + len(quote), quote=quote, kind=kind, label=label or None, coder=coder, status=status,
        valence=valence, stage=stage,
    )  # fmt: skip


CODINGS = [
    coding("a", "rang them", "touchpoint/hotline", stage="decision"),
    coding("a", "Nobody picked up", "pain_point", valence=-2, stage="decision"),
    coding("a", "the courier came", "success_point", coder="ben", valence=1, stage="purchase"),
    coding("b", "Dzwoniłam", "touchpoint/phone", stage="awareness"),
    coding("b", "Kurier nie przyszedł", "pain_point", valence=-1),
    coding("b", "Żadnego kuriera", "emotion/anger", status="suggested", coder="machine", valence=-2),
    coding("c", "Звонила дважды", "touchpoint/phone", status="rejected", coder="machine"),
    coding("c", "Курьер не приехал", "barrier", valence=-2),
]
PEOPLE = [
    Participant(id="a", attributes={"age": 30, "city": "Leeds"}),
    Participant(id="b", group="expert", attributes={"age": 41, "city": "Łódź"}),
    Participant(id="c", attributes={"age": 30}),
]


def quotes(**wanted):
    return list(coded_segments(CODINGS, talks(), PEOPLE, codebook=BOOK, **wanted)["quote"])


def test_a_code_finds_those_below_it():
    assert quotes(code="touchpoint/hotline") == ["rang them"]
    assert quotes(code="touchpoint/phone") == ["rang them", "Dzwoniłam"]
    assert quotes(code="touchpoint") == ["rang them", "Dzwoniłam"]
    assert quotes(code=["pain_point", "barrier"], participant=["a", "c"]) == ["Nobody picked up", "Курьер не приехал"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"participant": "c"}, ["Курьер не приехал"]),
        ({"group": "expert", "status": "confirmed"}, ["Dzwoniłam", "Kurier nie przyszedł"]),
        ({"attributes": {"age": 30}, "code": "barrier"}, ["Курьер не приехал"]),
        ({"attributes": {"age": [30, 41], "city": "Łódź"}, "code": "pain_point"}, ["Kurier nie przyszedł"]),
        ({"attributes": {"city": ""}}, ["Курьер не приехал"]),
        ({"stage": "decision"}, ["rang them", "Nobody picked up"]),
        ({"stage": "", "code": "barrier"}, ["Курьер не приехал"]),
        ({"coder": "ben"}, ["the courier came"]),
        ({"status": "rejected"}, ["Звонила дважды"]),
        ({"status": "suggested"}, ["Żadnego kuriera"]),
        ({"valence": -1}, ["Kurier nie przyszedł"]),
        ({"valence": (1, 2)}, ["the courier came"]),
        ({"text": "courier"}, ["the courier came"]),
        ({"text": "kurier", "index": WordIndex()}, ["Kurier nie przyszedł", "Żadnego kuriera"]),
        ({"text": "курьера"}, ["Курьер не приехал"]),
    ],
)
def test_segments_have_everything_that_was_asked_for(wanted, found):
    assert quotes(**wanted) == found


def test_words_beside_the_quote_do_not_count():
    assert quotes(text="twice") == []


def test_a_segment_stands_in_its_sentence():
    table = coded_segments(CODINGS, talks(), PEOPLE, codebook=BOOK).set_index("quote")
    assert table.at["rang them", "context"] == "I rang them twice."
    assert table.at["Dzwoniłam", "context"] == "Dzwoniłam, np. rano."
    assert table.at["Курьер не приехал", "context"] == "Курьер не приехал, т. е. вообще."
    assert context_of("One. Two! Three", 7, 13) == "Two! Three"
    assert context_of("One.", 2, 2) == ""


def test_memos_on_a_coding_stand_beside_it():
    guid = CODINGS[1].guid
    memos = [
        Memo(guid="1", on="coding", target=guid, text="Ask again", coder="ann"),
        Memo(guid="2", on="coding", target=guid, text="Night", coder="ben"),
        Memo(guid="3", on="transcript", target="a", text="Tired", coder="ben"),
    ]
    table = coded_segments(CODINGS, talks(), PEOPLE, memos=memos, participant="a")
    assert list(table["memos"].fillna("")) == ["", "Ask again\nNight", ""]


def test_what_stands_behind_a_segment_is_said():
    table = coded_segments(CODINGS, talks(), PEOPLE, status=None).set_index("quote")
    assert table.at["Żadnego kuriera", "basis"] == "machine"
    assert table.at["rang them", "basis"] == "confirmed"
    assert table["basis"].isna().sum() == 1, "a rejected suggestion has none"
    notes = coded_segments(CODINGS, talks(), PEOPLE, group="expert").attrs["notes"]
    assert notes[0] == "3 segments, told by 1 of 1 people."
    assert notes[1].startswith("1 of them is a suggestion of the machine")


def test_a_lost_coding_keeps_its_words_and_has_no_context():
    lost = CODINGS[0].model_copy(update={"status": "lost", "end": CODINGS[0].start})
    row = coded_segments([lost], talks(), PEOPLE, codebook=BOOK, status="lost").iloc[0]
    assert (row.quote, row.context, row.basis) == ("rang them", "", "confirmed")


def test_order_is_by_place_or_by_what_was_named():
    assert quotes(status="confirmed", order="code")[:3] == ["Dzwoniłam", "rang them", "Nobody picked up"]
    stages = coded_segments(CODINGS, talks(), PEOPLE, status="confirmed", order="stage")["stage"].fillna("")
    assert list(stages) == ["awareness", "decision", "decision", "purchase", "", ""]
    forth = coded_segments(CODINGS, talks(), PEOPLE, order="participant")
    back = coded_segments(CODINGS[::-1], talks()[::-1], PEOPLE[::-1], order="participant")
    assert forth.equals(back), "the order of what comes in does not matter"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"code": "touchpoint/fax"}, "touchpoint/phone"),
        ({"code": "nonsense"}, "pain_point"),
        ({"participant": "z"}, "a, b, c"),
        ({"group": "non_user"}, "customer, expert"),
        ({"attributes": {"shoe": 1}}, "age, city"),
        ({"stage": "never"}, "decision"),
        ({"coder": "carl"}, "ann, ben"),
        ({"status": "open"}, "suggested"),
    ],
)
def test_unknown_names_are_refused_with_those_that_are_known(wanted, names):
    with pytest.raises(UnknownNameError, match=names):
        quotes(**wanted)


@pytest.mark.parametrize("wanted", [{"valence": 3}, {"valence": (1, -1)}, {"order": "length"}, {"text": "?"}])
def test_impossible_values_are_refused(wanted):
    with pytest.raises(BadValueError):
        quotes(**wanted)


def test_an_empty_answer_has_the_columns_of_a_full_one():
    assert list(coded_segments([], []).dtypes) == list(coded_segments(CODINGS, talks()).dtypes)
