"""Ways of writing a talk: each sample is read with the right side for every turn."""

import pytest

from cjm_research.errors import UnreadableFileError
from cjm_research.readers import read_transcript
from tests.readers.builders import SAMPLES, put, sides, texts

EXPECTED = {
    "bold_question_plain_answer.md": "IPIPIP",
    "bold_question_two_interviewees.md": "IPPOIPPIP",
    "bold_question_with_include.php": "IPIPIP",
    "dialogue_dashes.txt": "IPIPIP",
    "emphasis_and_audience.md": "IPIPIPIP",
    "initials_after_full_name.md": "IPIPIPIP",
    "interviewer_numbered_no_blank.txt": "IPIPIPIP",
    "label_on_own_line_ru.txt": "IPIP",
    "labelled.srt": "IPIP",
    "letters_pl.txt": "IPIP",
    "letters_ru.txt": "IPIP",
    "meeting_program.txt": "IPIP",
    "moderator_only.txt": "IPOIOIPIPIPOIPIP",
    "name_then_cue_times.md": "IPIP",
    "otter.txt": "OIPIP",
    "participant_only.txt": "IPIPIP",
    "question_as_list_item_answer_quoted.md": "IPIPIPIPIPIPIP",
    "stamps_inside_text.md": "IPIPIP",
    "titled_stories.php": "PP",
    "voice_tags.vtt": "IPIP",
    "wintermoor_stamps.md": "IPIP",
    "wrapped_with_margin_numbers.txt": "IPIPIP",
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_right_side_speaks_each_turn(name):
    assert sides(read_transcript(SAMPLES / name).transcript) == EXPECTED[name]


@pytest.mark.parametrize("name", ["report_without_turns.md", "notes_of_the_moderator.txt"])
def test_reports_and_notes_are_refused_with_advice(name):
    with pytest.raises(UnreadableFileError, match=r"reads like notes or a report.*--speakers single"):
        read_transcript(SAMPLES / name)


def test_notes_are_read_as_one_persons_words_on_request():
    transcript = read_transcript(SAMPLES / "notes_of_the_moderator.txt", speakers="single").transcript
    assert set(sides(transcript)) == {"P"}


def test_unlabelled_lines_go_on_with_the_turn_above():
    spoken = texts(read_transcript(SAMPLES / "interviewer_numbered_no_blank.txt").transcript)
    assert spoken[1] == (
        "Sure. I work as a data scientist in a small company.\nWe build models for demand.\n"
        "Mostly tabular data, so nothing fancy."
    )
    assert spoken[-1].endswith("Question: who looks at it? Nobody.")


def test_wrapped_lines_are_joined_by_a_blank_and_margin_numbers_are_gone():
    spoken = texts(read_transcript(SAMPLES / "wrapped_with_margin_numbers.txt").transcript)
    assert spoken[0] == "Could you tell me how you found the company in the first place, and what you expected?"
    assert "they are quick, and Tuesday: that was the day they promised, nobody came. I waited 2 weeks." in spoken[1]


def test_initials_are_led_back_to_the_full_name():
    transcript = read_transcript(SAMPLES / "initials_after_full_name.md").transcript
    assert {u.speaker for u in transcript.utterances} == {"Jacek Zadrożny", "Anna Kowalska"}


def test_polish_digraphs_count_as_initials():
    transcript = read_transcript(SAMPLES / "emphasis_and_audience.md").transcript
    assert transcript.utterances[3].speaker == "Wiktoria Choręziak"


def test_time_stamps_become_times_and_never_text():
    transcript = read_transcript(SAMPLES / "stamps_inside_text.md").transcript
    assert [u.start_s for u in transcript.utterances] == [106.0, None, None, None, 301.0, None]
    assert not any("[0" in text for text in texts(transcript))
    assert "half past 10:30 every night" in transcript.utterances[3].text  # bare times are speech
    assert transcript.utterances[1].text.startswith("[laughs] Well")


def test_cue_times_below_a_name_become_the_turns_times():
    first = read_transcript(SAMPLES / "name_then_cue_times.md").transcript.utterances[0]
    assert (first.start_s, first.end_s, first.text) == (0.039, 2.099, "Is the product complete?")


def test_a_summary_below_the_talk_is_left_out_and_reported():
    result = read_transcript(SAMPLES / "name_then_cue_times.md")
    assert "Deployment" not in " ".join(texts(result.transcript))
    assert any("left out" in note for note in result.notes)


def test_otter_times_are_read_with_hours_and_a_name_without_time_is_still_a_name():
    transcript = read_transcript(SAMPLES / "otter.txt").transcript
    assert [u.start_s for u in transcript.utterances] == [3.0, 5.0, 3731.0, None, None]
    assert transcript.utterances[-1].text == "No reason."  # the service's own line is no speech


def test_link_definitions_and_figures_are_no_speech():
    spoken = " ".join(texts(read_transcript(SAMPLES / "bold_question_plain_answer.md").transcript))
    assert "http" not in spoken
    assert "кафедра и первая работа" in spoken


def test_the_interviewer_can_be_set(tmp_path):
    path = put(tmp_path, "a.txt", "Anna: I see.\nJan: Do you? Really?\nAnna: Yes, I do.\nJan: What else is there?\n")
    assert sides(read_transcript(path).transcript) == "PIPI"
    assert sides(read_transcript(path, interviewer="anna").transcript) == "IPIP"
    with pytest.raises(ValueError, match=r"Nobody in the file is called “Eva”.*Anna, Jan"):
        read_transcript(path, interviewer=["Eva"])


def test_a_guess_by_questions_is_said_with_its_figures(tmp_path):
    path = put(tmp_path, "a.txt", "Anna: How was it?\nJan: Bad, they never came.\nAnna: Why?\nJan: Who knows.\n")
    (note,) = read_transcript(path).notes
    assert "Anna was taken as the interviewer, because 100%" in note


@pytest.mark.parametrize(
    ("asks", "tells", "language"),
    [
        ("Interviewer 1", "Participant", "en"),
        ("I", "P", "en"),
        ("Q", "A", "en"),
        ("UX Researcher", "User 3", "en"),
        ("Moderator", "Respondent", "pl"),
        ("M", "R", "pl"),
        ("B", "K", "pl"),
        ("P", "O", "pl"),
        ("Anna Nowak (badaczka)", "Jan Kot", "pl"),
        ("Ведущая", "Собеседник", "ru"),
        ("В", "О", "ru"),
        ("М", "Р", "ru"),
    ],
)
def test_label_words_tell_the_interviewer_even_without_a_question(tmp_path, asks, tells, language):
    lines = f"{asks}: Tak.\n{tells}: No i wtedy zadzwoniłam.\n{asks}: Rozumiem.\n{tells}: Tak było.\n"
    path = put(tmp_path, "a.txt", lines)
    result = read_transcript(path, language=language)
    assert sides(result.transcript) == "IPIP"
    assert result.notes == ()


def test_a_header_naming_the_interviewer_is_no_turn(tmp_path):
    head = "Interviewer: Anna Nowak\nParticipant: P7\nDate: 2024-02-03\n\n"
    talk = "Anna Nowak: Go on.\nJan: They did not come. Can you believe it?\nAnna Nowak: No.\nJan: Why would they?\n"
    transcript = read_transcript(put(tmp_path, "a.txt", head + talk)).transcript
    assert sides(transcript) == "IPIP"
    assert transcript.utterances[0].text == "Go on."


def test_words_before_a_colon_inside_speech_are_no_speakers(tmp_path):
    talk = (
        "Interviewer: How was it?\n\nP01: I told them:\nListen: this is not what I ordered.\nAnd they said:\n"
        "Madam: we are sorry.\n\nInterviewer: And then?\n\nP01: Nothing.\n"
    )
    transcript = read_transcript(put(tmp_path, "a.txt", talk)).transcript
    assert sides(transcript) == "IPIP"
    assert "Madam: we are sorry." in transcript.utterances[1].text


def test_italic_questions_with_plain_answers(tmp_path):
    text = "*How did it start?*\n\nWith a friend.\n\n*And then?*\n\nI left. It was hard.\n"
    assert sides(read_transcript(put(tmp_path, "a.md", text)).transcript) == "IPIP"


def test_headings_that_ask_are_the_interviewers(tmp_path):
    text = "# Talk\n\n## How did it start?\n\nWith a friend.\n\nA good one.\n\n## And then?\n\nI left. It was hard.\n"
    transcript = read_transcript(put(tmp_path, "a.md", text)).transcript
    assert sides(transcript) == "IPIP"
    assert transcript.utterances[1].text == "With a friend.\nA good one."
