"""Subtitles and whisper: cues become turns; a file without speakers is honest about it."""

import json

import pytest

from cjm_research.readers import read_transcript
from tests.readers.builders import SAMPLES, put, sides, texts

WHISPER = ["whisper.json", "whisper.lrc", "whisper.tsv", "whisper_stamped.txt", "no_voices.vtt"]


@pytest.mark.parametrize("name", WHISPER)
def test_a_talk_without_speakers_has_no_sides_and_says_so(name):
    result = read_transcript(SAMPLES / name)
    assert set(sides(result.transcript)) == {"O"}
    assert any("--speakers guess" in note for note in result.notes)


@pytest.mark.parametrize("name", WHISPER)
def test_sides_are_guessed_on_request_only(name):
    result = read_transcript(SAMPLES / name, speakers="guess")
    assert set(sides(result.transcript)) == {"I", "P"}
    assert all(u.text.endswith("?") for u in result.transcript.utterances if u.role == "interviewer")
    assert any("check it" in note for note in result.notes)


@pytest.mark.parametrize("name", WHISPER)
def test_one_person_can_tell_it_all(name):
    assert set(sides(read_transcript(SAMPLES / name, speakers="single").transcript)) == {"P"}


@pytest.mark.parametrize("name", WHISPER[:-1])
def test_whispers_forms_agree_in_text_and_times(name):
    transcript = read_transcript(SAMPLES / name).transcript
    assert texts(transcript)[0] == "Hello everyone and welcome to the show. How did it start?"
    assert transcript.utterances[0].start_s == 43.81
    assert transcript.utterances[-1].start_s in (59.0, 60.0)


def test_cues_of_one_voice_are_one_turn_from_its_first_start_to_its_last_end():
    first, second, third, last = read_transcript(SAMPLES / "voice_tags.vtt").transcript.utterances
    assert (first.speaker, first.text, first.start_s, first.end_s) == ("Anna", "How did you find the shop?", 1.0, 6.5)
    assert second.text == "I looked it up & went there."
    assert (third.text, third.start_s) == ("Why?", 6.5)
    assert (last.start_s, last.end_s) == (9.0, 11.0)


def test_speaker_numbers_of_a_diarised_whisper_are_used(tmp_path):
    segments = [
        {"start": 0, "end": 2, "text": " How was", "speaker": "SPEAKER_01"},
        {"start": 2, "end": 3, "text": " it?", "speaker": "SPEAKER_01"},
        {"start": 3, "end": 6, "text": " Slow. They never came.", "speaker": "SPEAKER_00"},
        {"start": 6, "end": 7, "text": " Why?", "speaker": "SPEAKER_01"},
        {"start": 7, "end": 9, "text": " No idea.", "speaker": "SPEAKER_00"},
    ]
    path = put(tmp_path, "t.json", json.dumps({"segments": segments}))
    transcript = read_transcript(path).transcript
    assert sides(transcript) == "IPIP"
    assert (transcript.utterances[0].text, transcript.utterances[0].end_s) == ("How was it?", 3.0)


def test_whisper_cpp_counts_milliseconds(tmp_path):
    items = [{"offsets": {"from": 1500, "to": 4000}, "text": " It was slow and they never came to us."}]
    (turn,) = read_transcript(put(tmp_path, "t.json", json.dumps({"transcription": items}))).transcript.utterances
    assert (turn.start_s, turn.end_s) == (1.5, 4.0)


def test_rolling_captions_are_not_doubled(tmp_path):
    text = (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nwe waited<00:00:01.000><c> for</c>\n\n"
        "00:00:02.000 --> 00:00:04.000\nwe waited for\ntwo<00:00:03.000><c> weeks and nobody came.</c>\n"
    )
    (turn,) = read_transcript(put(tmp_path, "t.vtt", text), speakers="single").transcript.utterances
    assert turn.text == "we waited for two weeks and nobody came."


def test_a_story_of_one_person_is_a_participants(tmp_path):
    text = "Jechaliśmy trzy tygodnie. Było zimno.\n\nPracowałam przy wyrębie lasu. Nikt nam nie pomagał.\n"
    result = read_transcript(put(tmp_path, "t.txt", text))
    assert set(sides(result.transcript)) == {"P"}
    assert result.notes == ("No speakers are named; everything was taken as one participant's.",)
