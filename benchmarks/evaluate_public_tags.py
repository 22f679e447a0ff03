"""The whole tagger on public sets, through nothing but its tags: emotions and signs of texts, spans of talk."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.evaluate_public import FLOORS, by_label, macro_f1, native_labels, parts_of
from benchmarks.public_sets import LabelledSet, training_sets, wccrs
from benchmarks.score import Mark, matched_pairs, tag_marks
from benchmarks.train_feelings import SIGNS, sign_of
from cjm_research.model import Tag, Transcript, Utterance
from cjm_research.tagging import tag_transcripts

PAIN_CODES = (" complex", "not clear", "not useful or confusing", "System issue")
SUCCESS_CODES = (" useful", " clear", " simple", "Overall positive")
# It often marks what the person does ("reads the task again"), not what she says.
LEFT_OUT = "Task sequence complex"
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*")


def one_transcript(name: str, language: str, texts: Sequence[str]) -> Transcript:
    """A transcript without an interviewer, one text an utterance."""
    utterances = [Utterance(speaker="P", role="participant", text=text) for text in texts]
    return Transcript(id=name, language=language, utterances=tuple(utterances))


def by_text(tags: Sequence[Tag], n_texts: int) -> tuple[list[set[str]], list[str]]:
    """Families and the one sign that the tags of each text give."""
    families: list[set[str]] = [set() for _text in range(n_texts)]
    signs: list[set[int]] = [set() for _text in range(n_texts)]
    for tag in tags:
        if tag.kind == "emotion" and tag.label:
            families[tag.utterance].add(tag.label)
        value = {"pain_point": -1, "barrier": -1, "success_point": 1}.get(tag.kind, 0) or (tag.valence or 0)
        if value:
            signs[tag.utterance].add(1 if value > 0 else -1)
    names = {(): "neutral", (-1,): "negative", (1,): "positive", (-1, 1): "ambivalent"}
    return families, [names[tuple(sorted(found))] for found in signs]


def _sign_row(name: str, gold: Sequence[str], found: Sequence[str]) -> str:
    numbers = [np.array([SIGNS.index(sign) for sign in side]) for side in (gold, found)]
    macro = macro_f1(*numbers, range(len(SIGNS)))
    return f"{name:48} {macro:6.3f}  accuracy {(numbers[0] == numbers[1]).mean():.3f}"


def set_rows(language: str, one: LabelledSet) -> Iterator[str]:
    """Figures of one set, label by label."""
    tags = tag_transcripts([one_transcript(one.name, language, [row.text for row in one.rows])])
    families, signs = by_text(tags, len(one.rows))
    wanted, labels, back = native_labels(one)
    for part, rows in parts_of(one).items():
        each = by_label([wanted[i] for i in rows], [back(sorted(families[i])) for i in rows], labels)
        floor = FLOORS.get((language, part))
        single = ", ".join(f"{label} {value:.2f}" for label, value in each.items())
        yield f"{language} {part:45} {np.mean(list(each.values())):6.3f}  floor {floor or '-'}  ({single})"
        gold = [sign_of(one.rows[i].labels) for i in rows]
        yield _sign_row(f"{language} {part}: four signs", gold, [signs[i] for i in rows])


def serdif_text(path: Path) -> str:
    """The text that the coder's offsets count in: without the first line and all tags."""
    body = path.read_text(encoding="utf-8").partition("\n")[2]
    return html.unescape(re.sub(r"<[^>]+>", "", body))


def serdif_marks(folder: Path, name: str, text: str) -> list[Mark]:
    """The human spans of one session as pain and success points, in code points of the whole text."""
    raw = text.encode("utf-8")
    marks = []
    with (folder / "human_codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            pain = any(word in code for word in PAIN_CODES) and code != LEFT_OUT
            success = not pain and any(word in code for word in SUCCESS_CODES) and code != LEFT_OUT
            if row["participant"] == name and (pain or success):
                start, end = (len(raw[: int(row[key])].decode("utf-8", "ignore")) for key in ("start", "end"))
                if "MODERATOR" not in text[start:end]:
                    kind = "pain_point" if pain else "success_point"
                    marks.append(Mark(name, 0, start, end, kind, None, None, None))
    return marks


def serdif_tags(name: str, text: str) -> list[Mark]:
    """What the tagger finds in a session, line by line, the moderator's lines being the interviewer's."""
    utterances, starts = [], []
    for line in re.finditer(r"[^\n]+", text):
        said = line[0]
        role = "interviewer" if said.lstrip().startswith("MODERATOR") else "participant"
        utterances.append(Utterance(speaker=role, role=role, text=said))
        starts.append(line.start())
    transcript = Transcript(id=name, language="en", utterances=tuple(utterances))
    return [
        Mark(name, 0, starts[m.utterance] + m.start, starts[m.utterance] + m.end, m.kind, None, None, None)
        for m in tag_marks(tag_transcripts([transcript]))
        if m.group in ("pain_point", "success_point")
    ]


def lexicon_marks(name: str, text: str, worth: dict[str, float]) -> list[Mark]:
    """Sentences of the participant as pain or success by the sum of a sentiment list."""
    marks = []
    for line in re.finditer(r"[^\n]+", text):
        if line[0].lstrip().startswith("MODERATOR"):
            continue
        for sentence in _SENTENCE.finditer(line[0]):
            total = sum(worth.get(word, 0.0) for word in re.findall(r"[a-z']+", sentence[0].lower()))
            if total:
                start, end = line.start() + sentence.start(), line.start() + sentence.end()
                kind = "pain_point" if total < 0 else "success_point"
                marks.append(Mark(name, 0, start, end, kind, None, None, None))
    return marks


def word_list(path: Path) -> dict[str, float]:
    """Words and their worth: a tab between them."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {row[0]: float(row[1]) for row in rows}


def span_figures(gold: list[Mark], found: list[Mark], kind: str) -> str:
    """Precision, recall, F1 of one kind, for pairs that share half of the shorter one."""
    gold, found = [m for m in gold if m.group == kind], [m for m in found if m.group == kind]
    n = len(matched_pairs(gold, found))
    precision, recall = n / max(1, len(found)), n / max(1, len(gold))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{kind:14} gold {len(gold):4} found {len(found):5} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def serdif_rows(data: Path) -> Iterator[str]:
    """The tagger and two sentiment lists against the human coder."""
    folder = data / "interviews" / "serdif_usability_en"
    lists = {
        "VADER": word_list(data / "lexicons" / "en_vader_lexicon.txt"),
        "AFINN": word_list(data / "lexicons" / "en_afinn_165.txt"),
    }
    gold: list[Mark] = []
    found: dict[str, list[Mark]] = {"tagger": [], **{name: [] for name in lists}}
    for path in sorted((folder / "transcripts_html").glob("*.html")):
        text = serdif_text(path)
        gold += serdif_marks(folder, path.stem, text)
        found["tagger"] += serdif_tags(path.stem, text)
        for name, worth in lists.items():
            found[name] += lexicon_marks(path.stem, text, worth)
    for name, marks in found.items():
        for kind in ("pain_point", "success_point"):
            yield f"SERDIF {name:8} {span_figures(gold, marks, kind)}"


def report(data: Path, languages: Sequence[str], *, tags: bool, serdif: bool) -> None:
    """Print what was asked for."""
    if tags:
        print("The shipped model has learnt from these texts, except WCCRS: figures flatter and show the path only.")
    for language in languages if tags else ():
        for one in training_sets(language, data):
            if one.name != "interviews":
                for row in set_rows(language, one):
                    print(row, flush=True)
        if language == "pl":
            rows = wccrs(data)
            _families, signs = by_text(
                tag_transcripts([one_transcript("WCCRS", "pl", [text for text, *_ in rows])]), len(rows)
            )
            print(_sign_row("pl WCCRS: four signs (floor .618)", [sign for _text, sign, _domain in rows], signs))
    if serdif:
        for row in serdif_rows(data):
            print(row)
