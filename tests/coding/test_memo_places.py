import pytest

from cjm_research.coding.memo_places import memo_places, memos_as_markdown
from cjm_research.i18n import using_language
from cjm_research.model import Code, Coding, Memo, default_codebook

BOOK = default_codebook().with_codes(
    {"need/calm": Code(key="need/calm", kind="need", label="calm", parent="need", name="Peace & <b>quiet</b>")}
)
CODING = Coding(
    guid="c1", transcript="anna", participant="anna", utterance=11, start=4, end=20, quote="# I *called* <i>\ntwice",
    kind="touchpoint", label="phone", coder="ann",
)  # fmt: skip
MEMOS = [
    Memo(guid="m1", on="code", target="need/calm", text="broad", coder="ann"),
    Memo(guid="m2", on="coding", target="c1", text="odd\n# not a heading\n---\n<script>x</script>", coder="ben"),
    Memo(guid="m3", on="participant", target="anna", text="tired", coder="ann", at="2026-03-04T10:00:00Z"),
    Memo(guid="m4", on="transcript", target="anna", text="noisy", coder="ann"),
    Memo(guid="m5", on="study", text="aim", coder="ann"),
    Memo(guid="m6", on="coding", target="gone", text="kept", coder="ann"),
    Memo(guid="m7", on="transcript", target="berta", text="later", coder="ann"),
]


def places():
    return memo_places(MEMOS, codebook=BOOK, codings=[CODING], transcripts=["berta", "anna"], participants=["anna"])


def test_memos_stand_in_the_order_of_their_places():
    assert [place.memo.guid for place in places()] == ["m5", "m7", "m4", "m2", "m6", "m3", "m1"]


def test_a_memo_on_a_coding_leads_to_its_words():
    place = next(place for place in places() if place.memo.guid == "m2")
    assert (place.transcript, place.utterance, place.quote) == ("anna", 11, CODING.quote)


def test_memos_outlive_what_they_were_on():
    assert [place.memo.guid for place in places() if place.gone] == ["m6"]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_markdown_holds_every_memo_once_and_obeys_none_of_them(language):
    with using_language(language):
        text = memos_as_markdown(places(), title="Sofas *new*")
        assert BOOK.name_of("touchpoint/phone") in text
    assert all(text.count(memo.text.splitlines()[0]) == 1 for memo in MEMOS)
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert len(headings) == 1 + 6 + 6
    assert "\\# not a heading" in text
    assert "\n---" not in text
    assert "<script>" not in text.replace("\\<", "")
    assert "<b>" not in text.replace("\\<", "")
    assert "*called*" not in text
    assert "2026-03-04" in text


def test_no_memos_make_a_text_that_says_so():
    with using_language("en"):
        assert memos_as_markdown([], title="Empty") == "# Empty\n\n0 memos\n"
