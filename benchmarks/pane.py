"""How fast the coding pane is in a browser: ``python -m benchmarks.pane`` (needs Chromium).

The page is Chromium's, without JupyterLab around it; the other end is the real form on a real study. Messages go
through the test bridge, which costs a few milliseconds more than a kernel's own connection.
"""

from __future__ import annotations

import json
import random
import statistics
import tempfile
from pathlib import Path
from typing import Any

from cjm_research import Study
from cjm_research.model.scheme import KINDS, TOUCHPOINT_LABELS

EDITS = 20
_WORDS = ["we", "then", "rang", "about", "that", "old", "window", "because", "nobody", "in", "this", "shop", "again"]

# One edit, by the key that widens a coding by a word. "shown": until the frame with it is done; "saved": until the
# kernel has said so.
_EDIT = """
async (key) => {
  const { pane } = document.querySelector(".cjm-pane");
  const begin = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const handled = performance.now() - begin;
  // Style and layout of what the edit touched, which the frame would do.
  document.activeElement.getBoundingClientRect();
  const shown = performance.now() - begin;
  while (pane.client.pending.length) await new Promise((done) => setTimeout(done, 1));
  return [handled, shown, performance.now() - begin];
}
"""
_PAINTED = """
async (all) => {
  while (!document.querySelector(".cjm-pane[data-ready]")) await new Promise(requestAnimationFrame);
  const { pane } = document.querySelector(".cjm-pane");
  const seen = performance.now() - window.begun;
  // Asking at every frame would leave no idle time to paint in.
  while (all && pane.root.dataset.painted !== "all") await new Promise((done) => setTimeout(done, 10));
  return [seen, performance.now() - window.begun, document.querySelectorAll(".cjm-pane *").length];
}
"""


def make_study(folder: Path, turns: list[int], n_codings: int, *, seed: int = 20260101) -> Study:
    """A study of one interview: words in each turn, and codings of one to eight words spread over them."""
    dice = random.Random(seed)
    texts = [" ".join(dice.choice(_WORDS) for _ in range(n)) + "." for n in turns]
    codings: list[dict[str, Any]] = []
    for _n in range(n_codings):
        u = dice.randrange(len(texts))
        first = dice.randrange(turns[u])
        starts = _starts(texts[u])
        last = min(first + dice.randrange(8), turns[u] - 1)
        kind = dice.choice(KINDS)
        label = dice.choice(TOUCHPOINT_LABELS) if kind == "touchpoint" else None
        end = starts[last] + len(texts[u][starts[last] :].split(" ", 1)[0].rstrip("."))
        codings.append({"u": u, "start": starts[first], "end": end, "kind": kind, "label": label, "valence": -1})
    utterances = [{"speaker": "P1", "role": "participant", "text": text} for text in texts]
    file = folder / "talk.json"
    file.write_text(json.dumps({"id": "P1", "language": "en", "utterances": utterances, "codings": codings}))
    study = Study.create(folder / "study", languages=["en"])
    study.import_transcripts(file)
    return study


def _starts(text: str) -> list[int]:
    starts = [0]
    for at, char in enumerate(text):
        if char == " ":
            starts.append(at + 1)
    return starts


def measure(study: Study, browser: Any, *, repeats: int = 3) -> dict[str, float]:
    """Milliseconds and bytes: the best of `repeats` for painting, the middle and the worst of the edits."""
    from cjm_widgets import SpanCoder
    from tests.widgets.bare import Pane

    painted: list[list[float]] = []
    for _repeat in range(repeats):
        pane = Pane(browser, SpanCoder(study))
        pane.page.evaluate(_PAINTED, True)
        # Once more on the page as it is: the browser has its code by now, as after the first run of a cell.
        pane.remove_view()
        pane.page.evaluate("() => { window.begun = performance.now(); }")
        pane.add_view()
        painted.append(pane.page.evaluate(_PAINTED, True))
        if _repeat < repeats - 1:
            _close(pane)
    state = max(len(text) for _direction, text in pane.wire)
    middle = len(study.codings) // 2
    coding = study.codings[middle]
    pane.widget.show(coding.transcript, utterance=coding.utterance, guid=coding.guid)
    pane.page.wait_for_selector(".cjm-chip.cjm-now")
    pane.page.wait_for_timeout(300)
    pane.page.evaluate(_EDIT, "]")
    before = len(pane.wire)
    edits = []
    for n in range(EDITS):
        edits.append(pane.page.evaluate(_EDIT, "[]{}+-"[n % 6]))
        pane.page.wait_for_timeout(50)
    sizes = [len(text.encode()) for _direction, text in pane.wire[before:]]
    _close(pane)
    shown, saved = [edit[1] for edit in edits], [edit[2] for edit in edits]
    return {
        "painted": min(row[0] for row in painted),
        "all": min(row[1] for row in painted),
        "nodes": painted[-1][2],
        "state": state,
        "shown": statistics.median(shown),
        "shown_worst": max(shown),
        "saved": statistics.median(saved),
        "saved_worst": max(saved),
        "bytes": sum(sizes) / EDITS,
    }


def _close(pane: Any) -> None:
    pane.widget.close()
    pane.close()


CASES = {
    "2,000 turns of 40 words, 5,000 codings": ([40] * 2000, 5000),
    "one turn of 300,000 characters, 2,000 codings": ([60_000], 2000),
    "an interview: 100 turns of 60 words, 400 codings": ([60] * 100, 400),
}


def report() -> list[str]:
    """The table for ``results.md``; a sentence where there is no browser."""
    from tests.widgets.bare import CHROMIUM_FLAGS, find_chromium

    path = find_chromium()
    if path is None:
        return ["Not measured: there is no Chromium on this machine."]
    from playwright.sync_api import sync_playwright

    lines = [
        "| interview | first screen, ms | all painted, ms | edit shown, ms (worst) | edit saved, ms (worst) "
        "| bytes an edit | content, kB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        for name, (turns, n_codings) in CASES.items():
            with tempfile.TemporaryDirectory() as folder:
                m = measure(make_study(Path(folder), turns, n_codings), browser)
            lines.append(
                f"| {name} | {m['painted']:.0f} | {m['all']:.0f} | {m['shown']:.1f} ({m['shown_worst']:.1f}) "
                f"| {m['saved']:.1f} ({m['saved_worst']:.1f}) | {m['bytes']:,.0f} | {m['state'] / 1000:,.0f} |"
            )
        browser.close()
    return lines


def main() -> None:
    """Print the table."""
    print("\n".join(report()))


if __name__ == "__main__":
    main()
