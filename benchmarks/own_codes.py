"""How codes of a researcher's own are learnt: suggestions in interviews that nobody has coded yet.

python -m benchmarks.own_codes             writes benchmarks/own_codes.csv and prints the tables of docs/learning.md
python -m benchmarks.own_codes --again     the tables from the figures that were written last

In each flagship study (24 interviews) somebody codes the first 8, then 16 interviews with codes of their own, lets the
study learn, and the suggestions in all others are compared with the passages that they would have coded. The codes:

- themes: every coded passage of the corpus, of whatever kind, that has a word of a list ("money", "luggage", "dirt");
- pains: of the passages of a theme those alone that the corpus has as pain points or barriers;
- contacts: touchpoints of the corpus under another kind and name, which the tagger does not know;
- chance: passages of the corpus drawn at random, in which there is nothing to learn.

The interviews were tagged before. "Beside": nobody has decided on any suggestion of the machine, the own codes are all
that is coded. "Through": all else is decided too, as the corpus has it. A suggestion is right where it shares half of
the shorter one's characters with a passage of the code, one to one. By chance a piece of an answer is as often right as
pieces hold the code.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks.evaluate_tagger import load_interviews, part_of_id
from benchmarks.learning_curve import rejected
from benchmarks.score import Mark, matched_pairs, tag_marks
from benchmarks.unseen import CACHE, Unseen, load, make, say
from cjm_research.coding import codings_of, suggestions_from_tags
from cjm_research.model import Coding, Tag, Transcript
from cjm_research.tagging import lemmas
from cjm_research.tagging.learnt.learning import overlaps
from cjm_research.tagging.learnt.moments import LANGUAGES
from cjm_research.tagging.own.learning import learn_own
from cjm_research.tagging.own.pages import read_page, worked_on

FIGURES = Path(__file__).parent / "own_codes.csv"
STEPS = (8, 16)
# Kind, and base forms that make a passage one of the code.
Theme = tuple[str, str]
THEMES: Mapping[str, Mapping[str, Theme]] = {
    "en": {
        "money": ("pain_point", "pound money price cost pay cheap expensive refund fee charge discount deposit bill"),
        "building": ("action", "build screw bolt assemble assembly dowel instruction hammer drill hinge manual"),
        "sleeping": ("need", "sleep asleep mattress bed pillow awake"),
        "waiting": ("pain_point", "wait queue hour minute late hold"),
        "measuring": ("touchpoint", "measure measurement tape centimetre inch wall corner fit gap width"),
        "damage": ("pain_point", "scratch crack break damage chip split wobble snap dent hole"),
    },
    "pl": {
        "money": (
            "pain_point",
            "cena złoty eura euro zapłacić płacić dopłata dopłacić taniej drożej drogo tani drogi opłata koszt "
            "kosztować pieniądz pieniądze rata",
        ),
        "luggage": ("touchpoint", "walizka bagaż waga plecak torba kilogram kilo podręczny"),
        "waiting": ("pain_point", "czekać poczekać kolejka godzina opóźnienie opóźnić spóźnić"),
        "phoning": ("touchpoint", "zadzwonić dzwonić oddzwonić infolinia telefon telefonia słuchawka"),
        "room": ("need", "pokój łóżko ręcznik klimatyzacja łazienka prysznic balkon widok"),
        "noise": ("pain_point", "hałas muzyka głośno głośny cichy cicho cisza spać krzyczeć dyskoteka"),
    },
    "ru": {
        "money": (
            "pain_point",
            "тысяча стоить деньга деньги рассрочка цена процент дорого дешевый дешево дорогой скидка платить заплатить "
            "оплата доплата рубль",
        ),
        "measuring": ("touchpoint", "замерщик замер замерять замерить мерить измерить рулетка миллиметр сантиметр"),
        "noise": ("need", "шум шумно шуметь тихо тишина тихий слышно слышать гул трамвай проспект"),
        "dirt": ("pain_point", "грязь грязный пыль мусор пена убрать убирать подмести тряпка пленка"),
        "waiting": ("pain_point", "ждать дождаться неделя срок опоздать обещать задержка перенести"),
        "cold": ("pain_point", "холод холодно холодный дуть сквозняк мерзнуть замерзнуть тепло теплый зима мороз"),
    },
}
CONTACTS = ("delivery", "phone", "staff", "website", "online_store", "contract_paperwork", "messaging")
PAINS = ("money", "waiting")
# Contacts and pains with fewer passages than this in a study are left out.
LEAST: Mapping[str, int] = {"contact": 20, "pain": 12}
# Codes of passages drawn at random, and how many passages of a study they have.
CHANCE = {"chance-one": 60, "chance-two": 30}
COLUMNS = (
    "language", "code", "sort", "work", "coded", "examples", "used", "passages", "suggestions", "right", "said",
    "by_chance", "seconds",
)  # fmt: skip


def codes_of(language: str, transcripts: Sequence[Transcript]) -> dict[str, list[Coding]]:
    """The codings of each made-up code in all interviews."""
    found: dict[str, list[Coding]] = {}
    everything = {one.id: codings_of(one) for one in transcripts}
    for transcript in transcripts:
        here = everything[transcript.id]
        words = {one.guid: set(lemmas(language, one.quote)) for one in here}
        for label, (kind, listed) in THEMES[language].items():
            chosen = [one for one in here if words[one.guid] & set(listed.split())]
            found.setdefault(f"{kind}/{label}", []).extend(_as(chosen, kind, label))
            if label in PAINS:
                pains = [one for one in chosen if one.is_pain]
                found.setdefault(f"pain_point/pain-{label}", []).extend(_as(pains, "pain_point", f"pain-{label}"))
        for label in CONTACTS:
            chosen = [one for one in here if one.kind == "touchpoint" and one.label == label]
            found.setdefault(f"need/my-{label}", []).extend(_as(chosen, "need", f"my-{label}"))
    pool = sorted((one for ones in everything.values() for one in ones), key=lambda one: crc32(one.guid.encode()))
    first = 0
    for label, n in CHANCE.items():
        found[f"need/{label}"] = _as(pool[first : first + n], "need", label)
        first += n
    return {code: ones for code, ones in found.items() if len(ones) >= LEAST.get(sort_of(code), 0)}


def sort_of(code: str) -> str:
    """What a made-up code is: "theme", "pain", "contact" or "chance"."""
    label = code.partition("/")[2]
    sorts = {"chance": "chance", "my": "contact", "pain": "pain"}
    return sorts.get(label.partition("-")[0], "theme") if "-" in label else "theme"


def _as(codings: Iterable[Coding], kind: str, label: str) -> list[Coding]:
    """The passages under a code of one's own; of passages that share a place the longest."""
    found: list[Coding] = []
    for one in sorted(codings, key=lambda c: (c.transcript, c.utterance, c.start - c.end, c.start)):
        place = (one.transcript, one.utterance)
        same = [other for other in found if (other.transcript, other.utterance) == place]
        if not any(overlaps(one.start, one.end, other.start, other.end) for other in same):
            guid = f"{kind}/{label} {one.guid}"
            values = {"kind": kind, "label": label, "valence": None, "stage": None, "guid": guid, "coder": "ann"}
            found.append(one.model_copy(update={**values, "status": "confirmed", "source": ""}))
    return found


def rows_of_study(language: str, transcripts: Sequence[Transcript], unseen: Unseen) -> Iterable[dict]:
    """A row for each code, way of working and number of interviews coded."""
    tag = partial(unseen.tagger.tags, adjusted=partial(_odds, unseen))
    codes = codes_of(language, transcripts)
    everything = [one for ones in codes.values() for one in ones]
    usual = {one.id: tag(one) for one in transcripts}
    held = {one.id: _holding(one, everything, unseen) for one in transcripts}
    for n in STEPS:
        first = {transcript.id for transcript in transcripts[:n]}
        mine = [one for one in everything if one.transcript in first]
        for work in ("beside", "through"):
            decided = [one for transcript in transcripts for one in _others(transcript, usual, work, first)]
            start = time.perf_counter()
            learnt = learn_own(
                transcripts,
                [*mine, *decided],
                tagger=lambda _language: unseen.tagger,
                adjusted=partial(_odds, unseen),
            )
            seconds = time.perf_counter() - start
            tested = transcripts[n:]
            tags = [one for transcript in tested for one in tag(transcript, own=learnt.own)]
            outcomes = {one.name: one for one in learnt.outcomes}
            for code, codings in codes.items():
                if code in outcomes:
                    gold = [_mark(one) for one in codings if one.transcript not in first]
                    said = tag_marks(one for one in tags if f"{one.kind}/{one.label}" == code)
                    yield {
                        "language": language,
                        "code": code,
                        "sort": sort_of(code),
                        "work": work,
                        "coded": n,
                        "examples": outcomes[code].examples,
                        "used": int(outcomes[code].used),
                        "passages": len(gold),
                        "suggestions": len(said),
                        "right": len(matched_pairs(gold, said)),
                        "said": round(outcomes[code].after, 3),
                        "by_chance": round(float(np.mean([held[one.id].get(code, 0.0) for one in tested])), 4),
                        "seconds": round(seconds, 2),
                    }


def _odds(unseen: Unseen, transcript: Transcript, _turns: object, _units: object, _odds: np.ndarray) -> np.ndarray:
    """What networks said that had not seen the study."""
    return unseen.odds[transcript.id].astype(np.float64)


def _others(
    transcript: Transcript, usual: Mapping[str, Sequence[Tag]], work: str, first: frozenset[str] | set[str]
) -> list[Coding]:
    """What else there is in an interview: open suggestions, or the corpus' codings and what was turned down."""
    tags = usual[transcript.id]
    if work == "through" and transcript.id in first:
        return [*codings_of(transcript), *rejected(transcript, tags)]
    return suggestions_from_tags(tags, [transcript])


def _holding(transcript: Transcript, codings: Sequence[Coding], unseen: Unseen) -> dict[str, float]:
    """The share of the interview's pieces that hold each code."""
    mine = [one for one in codings if one.transcript == transcript.id]
    page = read_page(worked_on([transcript], mine)[0], unseen.tagger) if mine else None
    return {f"{kind}/{label}": float(held.mean()) for (kind, label), held in page.codes.items()} if page else {}


def _mark(coding: Coding) -> Mark:
    return Mark(coding.transcript, coding.utterance, coding.start, coding.end, coding.kind, coding.label, None, None)


def measure() -> list[dict]:
    """All flagship studies."""
    rows = []
    for language in LANGUAGES:
        transcripts = [one for one in load_interviews([language]) if part_of_id(one.id) == "flagship"]
        unseen = load(CACHE, language)[str(transcripts[0].study)]
        for row in rows_of_study(language, transcripts, unseen):
            rows.append(row)
            say(", ".join(f"{value}" for value in row.values()))
    return rows


def table(rows: Sequence[Mapping]) -> str:
    """Sums over codes as Markdown: precision, recall and F1 of those that are suggested."""
    lines = [
        "| codes | work | interviews coded | suggested | passages learnt from | precision | recall | F1 "
        "| precision told | by chance |",
        "| --- " * 10 + "|",
    ]
    for sort in ("theme", "pain", "contact", "chance"):
        for work in ("beside", "through"):
            for n in STEPS:
                here = [r for r in rows if (r["sort"], r["work"], int(r["coded"])) == (sort, work, n)]
                used = [row for row in here if int(row["used"])]
                right, suggestions, passages = (
                    sum(int(row[name]) for row in used) for name in ("right", "suggestions", "passages")
                )
                counts = [int(row["examples"]) for row in here]
                shares = [right / max(1, suggestions), right / max(1, passages)]
                shares += [2 * right / max(1, suggestions + passages)]
                shares += [
                    float(np.mean([float(row[name]) for row in used])) if used else 0.0
                    for name in ("said", "by_chance")
                ]
                figures = " | ".join(f"{share:.2f}" if used else "-" for share in shares)
                lines.append(
                    f"| {sort} | {work} | {n} | {len(used)} of {len(here)} | {min(counts)}-{max(counts)} | {figures} |"
                )
    return "\n".join(lines)


def by_code(rows: Sequence[Mapping], work: str = "beside") -> str:
    """Every theme of its own."""
    lines = ["| language | code | coded | learnt from | suggestions | right | passages |", "| --- " * 7 + "|"]
    for row in rows:
        if row["work"] == work and row["sort"] in ("theme", "pain") and int(row["coded"]) == STEPS[0]:
            shown = row["suggestions"] if int(row["used"]) else "not suggested"
            right = row["right"] if int(row["used"]) else "-"
            name = row["code"].partition("/")[2]
            lines.append(
                f"| {row['language']} | {name} | {row['coded']} | {row['examples']} | {shown} | {right} "
                f"| {row['passages']} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Measure, write, print."""
    if sys.argv[1:] != ["--again"]:
        make(CACHE)
        with FIGURES.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(measure())
    with FIGURES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    say(f"{table(rows)}\n\n{by_code(rows)}")


if __name__ == "__main__":
    main()
