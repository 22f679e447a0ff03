"""Measure speed and quality, and write ``benchmarks/results.md``: ``python -m benchmarks`` (``make bench``).

Speed is reported as a ratio within this run, beside the absolute figure of this machine: absolute figures of two
machines, or of two moods of one machine, cannot be compared.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks import (
    board,
    evaluate_tagger,
    exchange,
    journey,
    large_survey,
    leave_one_out,
    pane,
    persona_machine_tags,
    persona_robustness,
    persona_simulation,
    privacy,
    saturation_forecasts,
    speed,
)
from cjm_research.demo import open_demo

RESULTS = Path(__file__).parent / "results.md"


def start_times() -> list[str]:
    """How long a fresh interpreter takes for what a person waits for, beside an empty one."""
    steps = {
        "python alone": "pass",
        "import cjm_research": "import cjm_research",
        "load one tagger": "from cjm_research.tagging import lemmas; lemmas('pl', 'Zamówiłam')",
        "cjm --help": "from cjm_research.cli import main; main(['--help'])",
    }
    lines = ["| step | seconds | beyond python alone |", "| --- | --- | --- |"]
    base = None
    for name, code in steps.items():
        times = []
        for _repeat in range(3):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
            times.append(time.perf_counter() - begin)
        base = min(times) if base is None else base
        lines.append(f"| {name} | {min(times):.2f} | {min(times) - base:.2f} |")
    return lines


def chain_times() -> list[str]:
    """Seconds of processor time of each step over one bundled study, and its share of the whole."""
    steps: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        begin = time.process_time()
        study = open_demo("en", Path(folder) / "study")
        steps["import 24 interviews and tag them"] = time.process_time() - begin
        for name, work in {
            "personas": study.personas,
            "journey map, HTML": lambda: study.write_map("all", format="html"),
            "journey map, SVG": lambda: study.write_map("all", format="svg"),
            "journey map, PDF": lambda: study.write_map("all", format="pdf"),
            "report": study.report,
            "REFI-QDA project": lambda: study.export(Path(folder) / "study.qdpx"),
        }.items():
            begin = time.process_time()
            work()
            steps[name] = time.process_time() - begin
    whole = sum(steps.values())
    rows = [f"| {name} | {seconds:.1f} | {seconds / whole:.0%} |" for name, seconds in steps.items()]
    return ["| step | seconds | share |", "| --- | --- | --- |", *rows]


def tagger_scores() -> list[str]:
    """The whole tagger on studies that it has not seen (as `make eval` left it), then the rules alone."""
    lines = ["### Each study by a tagger that has not seen it", "", "Tags written by `make eval`.", "", "```"]
    lines += [leave_one_out.report(leave_one_out.read_tags()), "```", "", "### The rules alone", "", "```"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        evaluate_tagger.main(["--studies", "held"])
    return [*lines, printed.getvalue().rstrip(), "```"]


def tagger_speed() -> list[str]:
    """Words a second, load time and memory."""
    return [*speed.one_core(), "", *speed.two_cores(), "", *speed.loading()]


SECTIONS = (
    ("What the tagger finds", tagger_scores),
    ("How fast it tags", tagger_speed),
    ("How long one waits at the start", start_times),
    ("How long the chain takes", chain_times),
    ("How fast the coding pane is", pane.report),
    ("How fast a board of notes is", board.report),
    ("How fast a large journey map is made", journey.report),
    ("How long a large survey takes", large_survey.report),
    ("How fast a large REFI-QDA project comes and goes", exchange.report),
    ("How much personal data is found", privacy.report),
    ("Whether personas are found, and only where there are any", persona_simulation.report),
    ("Whether the corpus's personas are found, from codings and from tags", partial(persona_machine_tags.report, 1)),
    ("Whether they are found in changed studies", persona_robustness.report),
    ("Whether forecasts of new codes come true", saturation_forecasts.report),
)


def main() -> None:
    """Run every section and write the results."""
    parts = [
        "# Measured",
        "",
        "Written by `make bench`. Seconds are those of the machine that ran it (2 cores); compare ratios.",
        "",
    ]
    for title, measure in SECTIONS:
        print(f"{title} ...", file=sys.stderr)
        parts += [f"## {title}", "", *measure(), ""]
    RESULTS.write_text("\n".join(parts), encoding="utf-8")
    print(RESULTS)


if __name__ == "__main__":
    main()
