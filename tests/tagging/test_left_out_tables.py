"""The tables of what the tagger gets right and wrong, on interviews small enough to count by hand."""

from __future__ import annotations

import csv

import pytest

from benchmarks.left_out_failures import example_rows, failure_rows, failures
from benchmarks.left_out_marks import compared, kind_said
from benchmarks.left_out_tables import (
    agreement_rows,
    as_csv,
    calibration_rows,
    confusion_rows,
    curve_rows,
    score_rows,
    write_tables,
)
from cjm_research.model import Tag, Transcript

TEXT = "I rang them, nobody picked up, I was so cross. The lad wore a blue hat. Did I go to the shop? It came in May."


def transcript(name, codings, language="en", study="one", text=TEXT):
    return Transcript.model_validate(
        {
            "id": name,
            "language": language,
            "study": study,
            "utterances": [{"text": text}],
            "gold": [{"u": 0, "quote": quote, "kind": kind, **rest} for quote, kind, rest in codings],
        }
    )


def tag(quote, kind, score=0.6, transcript="en_107", text=TEXT, **rest):
    start = text.index(quote)
    return Tag(
        transcript=transcript, utterance=0, start=start, end=start + len(quote), quote=quote, kind=kind, score=score,
        source="model:moments", why="", **rest,
    )  # fmt: skip


CODINGS = [
    ("I rang them", "touchpoint", {"label": "phone", "valence": -1, "stage": "purchase"}),
    ("nobody picked up", "barrier", {"stage": "purchase"}),
    ("I was so cross", "emotion", {"label": "anger", "valence": -2, "stage": "experience"}),
    ("The lad wore a blue hat", "success_point", {"stage": "experience"}),
]
TAGS = [
    tag("I rang them", "touchpoint", 0.9, label="staff", valence=1, stage="experience"),
    tag("nobody picked up", "need", 0.4),
    tag("so", "emotion", 0.7, label="anger", valence=-1, stage="purchase"),
    tag("go to the shop", "touchpoint", 0.5, label="store", valence=0, stage="purchase"),
    tag("It came in May", "goal", 0.1),
]
HELD = transcript("en_107", CODINGS)


def side(*transcripts, tags=TAGS):
    return compared(transcripts or (HELD,), tags)


def rows_of(rows, **wanted):
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def test_scores_count_by_study_and_kind():
    other = transcript("en_101", [("I rang them", "touchpoint", {})], study="two")
    rows = list(score_rows([side(HELD, other)]))
    touchpoint, elsewhere = rows_of(rows, kind="touchpoint")
    assert (touchpoint["study"], touchpoint["part"]) == ("one", "held")
    assert (elsewhere["study"], elsewhere["part"]) == ("two", "dev")
    assert [touchpoint[key] for key in ("codings", "tags", "matched", "label_n", "label_ok")] == [1, 2, 1, 1, 0]
    assert [elsewhere[key] for key in ("codings", "tags", "matched")] == [1, 0, 0]
    # The barrier counts as a pain point.
    assert rows_of(rows, kind="pain_point", study="one")[0]["codings"] == 1


def test_agreement_sets_the_machine_beside_the_second_coder():
    second = transcript("en_107", CODINGS[:2])
    rows = agreement_rows([HELD, transcript("en_108", CODINGS)], [second], TAGS)
    matched = {(row["coder"], row["kind"]): (row["codings"], row["tags"], row["matched"]) for row in rows}
    assert matched["second", "touchpoint"] == (1, 1, 1)
    assert matched["machine", "touchpoint"] == (1, 2, 1)
    assert matched["second", "emotion"] == (1, 0, 0)


def test_the_curve_loses_tags_as_the_least_score_rises():
    rows = list(curve_rows([side()]))
    core = {row["least_score"]: row for row in rows_of(rows, language="all", kind="core")}
    assert [core[least]["tags"] for least in (0.0, 0.5, 0.55, 0.75, 0.95)] == [3, 3, 2, 1, 0]
    assert (core[0.0]["codings"], core[0.0]["matched"]) == (4, 2)
    assert core[0.0]["precision"] == pytest.approx(2 / 3)
    assert core[0.55]["recall"] == 0.5
    assert rows_of(rows, language="en", kind="core") == [{**row, "language": "en"} for row in core.values()]


def test_calibration_counts_right_tags_of_each_tenth():
    rows = rows_of(calibration_rows([side()]), language="en", kind="all")
    assert [(row["low"], row["tags"], row["right"]) for row in rows] == [
        (0.1, 1, 0),
        (0.4, 1, 0),
        (0.5, 1, 0),
        (0.7, 1, 1),
        (0.9, 1, 1),
    ]


def test_a_sure_score_of_one_belongs_to_the_last_tenth():
    sure = side(tags=[tag("I rang them", "touchpoint", 1.0, label="phone")])
    assert [row["low"] for row in rows_of(calibration_rows([sure]), language="en", kind="all")] == [0.9]


def test_confusions_say_what_stood_where_a_coding_stands():
    found = {(r["kind"], r["what"], r["coder"], r["machine"]): r["n"] for r in confusion_rows([side()])}
    assert found == {
        ("touchpoint", "kind", "touchpoint", "touchpoint"): 1,
        ("touchpoint", "label", "phone", "staff"): 1,
        ("touchpoint", "stage", "purchase", "experience"): 1,
        ("touchpoint", "valence", "negative", "positive"): 1,
        ("pain_point", "kind", "pain_point", "need"): 1,
        ("emotion", "kind", "emotion", "emotion"): 1,
        ("emotion", "label", "anger", "anger"): 1,
        ("emotion", "stage", "experience", "purchase"): 1,
        ("emotion", "valence", "negative", "negative"): 1,
        ("success_point", "kind", "success_point", ""): 1,
    }


def test_the_surest_rival_counts_and_quotes_to_remember_are_none():
    tags = [tag("nobody picked up", kind, score) for kind, score in (("need", 0.2), ("goal", 0.3), ("quote_worthy", 1))]
    assert kind_said(side(tags=tags))[1] == "goal"


def test_every_way_to_fail_is_counted():
    counts = {(row["of"], row["type"]): (row["n"], row["all"]) for row in failure_rows([side()])}
    assert {key: n for key, (n, _all) in counts.items() if n} == {
        ("coding", "right"): 2,
        ("coding", "other_kind"): 1,
        ("coding", "no_sign"): 1,
        ("tag", "right"): 2,
        ("tag", "other_kind"): 1,
        ("tag", "not_told"): 1,
        ("tag", "not_coded"): 1,
        ("match", "wrong_channel"): 1,
        ("match", "wrong_sign"): 1,
        ("match", "too_short"): 1,
        ("match", "stage_too_late"): 1,
        ("match", "stage_too_early"): 1,
    }
    assert {all_ for (of, _type), (_n, all_) in counts.items() if of == "tag"} == {5}


def test_a_missed_coding_with_a_known_sign_is_told_from_one_without():
    types = {CODINGS[f.gold][0]: f.type for f in failures(side(tags=[]))}
    assert types["I rang them"] == "weak_sign"
    assert types["The lad wore a blue hat"] == "no_sign"


def test_a_second_tag_beside_a_matched_coding_is_no_new_mistake():
    doubled = [*TAGS, tag("nobody picked", "pain_point", 0.9), tag("picked up", "pain_point", 0.8)]
    counts = {(row["of"], row["type"]): row["n"] for row in failure_rows([side(tags=doubled)])}
    assert counts["tag", "beside"] == 1


def test_an_example_tells_both_sides_and_the_words_around():
    row = rows_of(example_rows([side()]), type="wrong_channel")[0]
    assert (row["coder"], row["machine"]) == ("touchpoint/phone@purchase", "touchpoint/staff@experience")
    assert (row["coder_valence"], row["machine_valence"], row["score"]) == (-1, 1, 0.9)
    assert row["coder_quote"] == row["machine_quote"] == "I rang them"
    assert row["context"].startswith("I rang them, nobody")
    assert row["context"].endswith(" …")


def test_examples_take_all_studies_in_turn_and_the_surest_first():
    names = {"en_107": "one", "en_108": "one", "en_119": "two"}
    texts = [transcript(name, CODINGS[:1], study=study) for name, study in names.items()]
    scores = {"en_107": 0.5, "en_108": 0.8, "en_119": 0.1}
    tags = [tag("I rang them", "touchpoint", scores[name], transcript=name, label="staff") for name in names]
    rows = rows_of(example_rows([side(*texts, tags=tags)]), type="wrong_channel")
    assert [row["transcript"] for row in rows] == ["en_108", "en_119", "en_107"]


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "Did I go to the shop? Yes.", "go to the shop"),
        ("pl", "A czy ja byłam w sklepie? Nie pamiętam.", "byłam w sklepie"),
        ("ru", "А была ли я в магазине? Не помню.", "была ли я в магазине"),
    ],
)
def test_what_is_only_asked_is_known_in_each_language(language, text, quote):
    asked = transcript(f"{language}_107", [], language=language, text=text)
    tags = [tag(quote, "touchpoint", transcript=asked.id, text=text, label="store")]
    row = rows_of(example_rows([side(asked, tags=tags)]), type="not_told")[0]
    assert (row["machine_quote"], row["coder"], row["language"]) == (quote, "", language)


def test_examples_come_from_development_studies_and_counts_from_the_others(tmp_path):
    dev = transcript("en_101", CODINGS, study="two")
    tags = [*TAGS, *(one.model_copy(update={"transcript": "en_101"}) for one in TAGS)]
    write_tables([HELD, dev], tags, tmp_path)
    tables = {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in tmp_path.iterdir()
    }
    assert {row["transcript"] for row in tables["failures"]} == {"en_101"}
    assert {row["all"] for row in tables["failure_counts"] if row["of"] == "tag"} == {"5"}
    assert {row["study"] for row in tables["scores"]} == {"one", "two"}


def test_equal_tags_in_any_order_give_equal_bytes(tmp_path):
    write_tables([HELD], TAGS, tmp_path / "a")
    write_tables([HELD], TAGS[::-1], tmp_path / "b")
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(names) == 7
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_csv_has_plain_line_ends_and_shares_of_four_decimals():
    assert as_csv([{"name": 'a "b", c', "share": 1 / 3}]) == 'name,share\n"a ""b"", c",0.3333\n'
