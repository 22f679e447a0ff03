"""How often a forecast of new codes comes true: forecasts from some interviews against the interviews that follow.

``python -m benchmarks.saturation_forecasts`` draws interviews of the three studies of 24 in random order, and studies
made from a model in which codes differ in frequency and people in talkativeness. For each size it prints how many of
the 95% intervals held the number of new codes that came, how wide they were, and the mean error of the expected number.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from cjm_research.measures.more_interviews import forecast_new_codes
from cjm_research.model import Transcript

CORPUS = Path(__file__).parent.parent / "corpus"
STUDIES = ("en/flat-pack-furniture", "pl/wakacje-z-lotem", "ru/okna-v-kvartiru")
SIZES = (6, 12, 18)
MORE = (2, 5)
# Codes of a made study, and how much people differ in talkativeness (standard deviation of its logarithm).
CODES, TALKATIVENESS = 80, (0.0, 0.6)


def table_of(study: str) -> np.ndarray:
    """Interviews x codes at their stage, presence."""
    shown = []
    for file in sorted((CORPUS / study).glob("*.json")):
        transcript = Transcript.model_validate_json(file.read_text(encoding="utf-8"))
        shown.append({(c.kind, c.label, c.stage) for c in transcript.codings})
    codes = sorted(set().union(*shown), key=str)
    return np.array([[code in here for code in codes] for here in shown])


def drawn(random: np.random.Generator, table: np.ndarray, n: int) -> np.ndarray:
    """`n` interviews of a study in random order."""
    return table[random.permutation(len(table))[:n]]


def made_study(random: np.random.Generator, n: int, spread: float) -> np.ndarray:
    """A table of `n` people: chances of codes from Beta(0.5, 3), odds multiplied by each person's talkativeness."""
    chances = random.beta(0.5, 3, CODES)
    odds = chances / (1 - chances) * random.lognormal(0, spread, (n, 1))
    return random.random((n, CODES)) < odds / (1 + odds)


def tried(draw: Callable[[int], np.ndarray], before: int, more: int, times: int) -> tuple[float, float, float]:
    """Share of forecasts that came true, mean width of their intervals, mean error of the expected number."""
    right, width, error = [], [], []
    for _time in range(times):
        table = draw(before + more)
        seen, later = table[:before].any(axis=0), table[before:].any(axis=0)
        came = int((later & ~seen).sum())
        forecast = forecast_new_codes(table[:before], more, seed=1, draws=400)
        low, high = forecast.bounds(more)
        right.append(low <= came <= high)
        width.append(high - low)
        error.append(forecast.mean[more - 1] - came)
    return float(np.mean(right)), float(np.mean(width)), float(np.mean(error))


def report(times: int = 60) -> list[str]:
    """The table, of so many forecasts in each line."""
    random = np.random.default_rng(20260101)
    sources: dict[str, Callable[[int], np.ndarray]] = {}
    for study in STUDIES:
        sources[study] = partial(drawn, random, table_of(study))
    for spread in TALKATIVENESS:
        sources[f"made, talkativeness {spread}"] = partial(made_study, random, spread=spread)
    lines = [
        f"{times} forecasts in each line (`python -m benchmarks.saturation_forecasts --times 300` for more).",
        "",
        "| interviews from | known + coming | 95% intervals that held | mean width | mean error |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, draw in sources.items():
        for before in SIZES:
            for more in MORE:
                share, width, error = tried(draw, before, more, times)
                lines.append(f"| {name} | {before} + {more} | {share:.0%} | {width:.1f} | {error:+.1f} |")
    return lines


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=300, help="forecasts for each line")
    print("\n".join(report(parser.parse_args().times)))


if __name__ == "__main__":
    main()
