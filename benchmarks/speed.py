"""How fast the tagger is, how long it takes to load, and how much memory it needs: ``python -m benchmarks.speed``.

Words are those of the participants of the bundled studies. Seconds are those of the processor, so that other programs
on the machine count for little; two processes are measured by the clock, against one process by the clock, in turn.
Each section runs in a process of its own in which libraries for numbers keep to one thread.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks import evaluate_tagger
from cjm_research.model import Transcript

LANGUAGES = ("en", "pl", "ru")
# The bundled study that many times over: long enough for two processes to pay.
COPIES = 8
_LOAD = """
import sys, time, resource
begin = time.perf_counter(), time.process_time()
from cjm_research.model import Transcript, Utterance
from cjm_research.tagging import load_pipeline, tag_transcript
tag_transcript(Transcript(language=sys.argv[1], utterances=(Utterance(text="Hm."),)))
print(time.perf_counter() - begin[0], time.process_time() - begin[1])
if len(sys.argv) > 2:
    from benchmarks import evaluate_tagger
    for transcript in evaluate_tagger.load_interviews(sys.argv[2:], "flagship"):
        tag_transcript(transcript)
try:  # getrusage counts the parent of a new process too on Linux
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 10 if sys.platform == "darwin" else 1)
print(peak / (1 << 10))
"""


def words_of(transcripts: Sequence[Transcript]) -> int:
    """The words of the participants."""
    return sum(len(u.text.split()) for t in transcripts for u in t.utterances if u.role == "participant")


def shortest(work: Callable[[], object], clock: Callable[[], float] = time.process_time, repeats: int = 3) -> float:
    """Seconds of the shortest of several runs."""
    times = []
    for _repeat in range(repeats):
        begin = clock()
        work()
        times.append(clock() - begin)
    return min(times)


def one_core() -> list[str]:
    """Words a second on one core: everything, the rules alone, and spaCy's bare tokenizer with sentence splitter."""
    import spacy

    from cjm_research.tagging import load_pipeline, tag_transcripts
    from cjm_research.tagging.pipeline import SPANS
    from cjm_research.tagging.rules.scoring import load_weights
    from cjm_research.tagging.rules.spans import SpanMaker

    lines = [
        "| language | words | everything, words/s | rules alone, words/s | tokenizer + sentencizer, words/s "
        "| everything : bare | rules : bare |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for language in LANGUAGES:
        transcripts = evaluate_tagger.load_interviews([language], "flagship")
        texts = [u.text for t in transcripts for u in t.utterances if u.role == "participant"]
        words = words_of(transcripts)
        nlp = load_pipeline(language)
        bare = spacy.blank(language)
        bare.add_pipe("sentencizer")
        tag_transcripts(transcripts)  # the first run fills caches
        everything = words / shortest(lambda given=transcripts: tag_transcripts(given))
        maker = SpanMaker(load_weights(language))
        rules = words / shortest(
            lambda nlp=nlp, texts=texts, maker=maker: [maker(doc) for doc in nlp.pipe(texts, disable=[SPANS])]
        )
        plain = words / shortest(lambda bare=bare, texts=texts: list(bare.pipe(texts)))
        lines.append(
            f"| {language} | {words:,} | {everything:,.0f} | {rules:,.0f} | {plain:,.0f} "
            f"| {everything / plain:.2f} | {rules / plain:.2f} |"
        )
    return lines


def two_cores() -> list[str]:
    """One process and two by the clock, the start of the second included; and spaCy's own way of sharing."""
    from cjm_research.tagging import load_pipeline, tag_transcripts
    from cjm_research.tagging.parallel import usable_cores

    study = evaluate_tagger.load_interviews(["en"], "flagship")
    transcripts = study * COPIES
    words = words_of(transcripts)
    tag_transcripts(study)
    times: dict[int, list[float]] = {1: [], 2: []}
    for _repeat in range(3):
        for processes, found in times.items():
            found.append(
                shortest(lambda n=processes: tag_transcripts(transcripts, processes=n), time.perf_counter, repeats=1)
            )
    one, two = min(times[1]), min(times[2])
    texts = [u.text for t in study for u in t.utterances]
    nlp = load_pipeline("en")
    alone = shortest(lambda: list(nlp.pipe(texts)), time.perf_counter, repeats=2)
    shared = shortest(lambda: list(nlp.pipe(texts, n_process=2)), time.perf_counter, repeats=2)
    return [
        "| processes | words | seconds | words/s | times as fast |",
        "| --- | --- | --- | --- | --- |",
        f"| 1 | {words:,} | {one:.1f} | {words / one:,.0f} | 1 |",
        f"| 2 | {words:,} | {two:.1f} | {words / two:,.0f} | {one / two:.2f} |",
        "",
        f"Cores that this process may use: {usable_cores()}. spaCy's own `nlp.pipe(n_process=2)`, which sends every "
        f"document through a pipe: {alone / shared:.2f} times as fast as one process.",
    ]


def loading() -> list[str]:
    """Seconds until the first words are tagged in a fresh interpreter, and the most memory that it took."""
    lines = [
        "| language | seconds by the clock | seconds of the processor | memory, MB | memory after a study, MB |",
        "| --- | --- | --- | --- | --- |",
    ]
    for language in LANGUAGES:
        runs = [_fresh(language) for _repeat in range(3)]
        clock, processor, memory = (min(run[i] for run in runs) for i in range(3))
        after = _fresh(language, language)[2]
        lines.append(f"| {language} | {clock:.2f} | {processor:.2f} | {memory:.0f} | {after:.0f} |")
    everything = _fresh("en", *LANGUAGES)[2]
    lines.append(f"| all three | | | | {everything:.0f} |")
    return lines


def _fresh(*arguments: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", _LOAD, *arguments], check=True, capture_output=True, text=True)
    return [float(number) for number in done.stdout.split()]


_MEASURES = {"one_core": one_core, "two_cores": two_cores, "loading": loading}
TITLES = {"one_core": "Words a second on one core", "two_cores": "Two cores", "loading": "Loading and memory"}


def section(name: str) -> list[str]:
    """The lines of one section, measured in a fresh process."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", name],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **one_thread},
    )
    return done.stdout.rstrip().splitlines()


def report() -> list[str]:
    """All sections, ready for ``results.md``."""
    return [line for name, title in TITLES.items() for line in (f"### {title}", "", *section(name), "")]


def main() -> None:
    """Print one section, or all of them."""
    print("\n".join(_MEASURES[sys.argv[1]]() if len(sys.argv) > 1 else report()))


if __name__ == "__main__":
    main()
