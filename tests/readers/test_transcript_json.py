"""Transcript JSON: kept as it is, its offsets moved with the text."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.errors import UnreadableFileError
from cjm_research.readers import read_transcript
from cjm_research.readers.cleaning import clean, clean_offset
from tests.readers.builders import put, sides


def test_a_coded_interview_keeps_its_codings_and_unknown_fields(corpus):
    path = corpus / "pl" / "wakacje-z-lotem" / "pl_201.json"
    transcript = read_transcript(path).transcript
    source = json.loads(path.read_text(encoding="utf-8"))
    assert len(transcript.codings) == len(source["gold"]) > 0
    assert transcript.model_extra["industry"] == "travel"
    assert [u.text for u in transcript.utterances] == [u["text"] for u in source["utterances"]]


def test_only_text_is_required(tmp_path):
    data = {"utterances": [{"text": "I waited for two weeks and nobody ever called me back."}]}
    result = read_transcript(put(tmp_path, "P3.json", json.dumps(data)))
    assert (result.transcript.id, sides(result.transcript)) == ("P3", "P")
    assert "No speakers are named" in result.notes[0]


def test_missing_roles_are_found_and_given_ones_kept(tmp_path):
    turns = [("Anna", "How was it?"), ("Jan", "Slow, and nobody came."), ("Anna", "Why?"), ("Jan", "No idea at all.")]
    data = {"utterances": [{"speaker": name, "text": text} for name, text in turns]}
    assert sides(read_transcript(put(tmp_path, "a.json", json.dumps(data))).transcript) == "IPIP"
    data["utterances"][0]["role"] = "other"
    assert sides(read_transcript(put(tmp_path, "b.json", json.dumps(data))).transcript)[0] == "O"


def test_offsets_move_when_the_text_is_normalised(tmp_path):
    text = unicodedata.normalize("NFD", "Źle było, żałuję że zadzwoniłam.")
    start = text.index(unicodedata.normalize("NFD", "żałuję"))
    end = start + len(unicodedata.normalize("NFD", "żałuję"))
    coding = {"u": 0, "start": start, "end": end, "kind": "emotion", "label": "sadness"}
    data = {"utterances": [{"text": text}], "codings": [coding], "language": "pl"}
    transcript = read_transcript(put(tmp_path, "a.json", json.dumps(data))).transcript
    begin, stop = transcript.locate(transcript.codings[0])
    assert transcript.utterances[0].text[begin:stop] == "żałuję"


@given(st.text(max_size=40), st.text(max_size=40))
def test_clean_is_idempotent_and_offsets_stay_in_range(before, after):
    text = before + after
    assert clean(clean(text)) == clean(text)
    assert 0 <= clean_offset(text, len(before)) <= len(clean(text)) + 1
    clean(text).encode("utf-8")


def test_clean_keeps_emoji_joiners_and_odd_blanks():
    assert clean("👩‍👧 \u00a0 a\u0301\r\nb\x00") == "👩‍👧 \u00a0 á\nb"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no valid JSON"),
        ('{"utterances": []}', "holds no transcript"),
        ('{"utterances": [{"speaker": "A"}]}', "utterances.0.text"),
        ('{"utterances": [{"text": 3}]}', "utterances.0.text"),
        ('{"utterances": [{"text": "a", "start_s": NaN}]}', "no valid JSON"),
        ('{"utterances": [{"text": "a"}], "codings": [{"u": 0, "kind": "nonsense"}]}', "codings.0.kind"),
        ("[" * 100_000, "no valid JSON"),
        ("[1, 2]", "does not fit"),
        ('{"segments": [{"text": " "}]}', "No segment"),
    ],
)
def test_broken_json_is_told_with_its_place(tmp_path, content, message):
    with pytest.raises(UnreadableFileError, match=message):
        read_transcript(put(tmp_path, "a.json", content))


def test_half_surrogates_do_not_survive(tmp_path):
    data = '{"language": "en", "utterances": [{"text": "bad \\ud83d half"}]}'
    (turn,) = read_transcript(put(tmp_path, "a.json", data)).transcript.utterances
    assert turn.text == "bad \ufffd half"
