"""How fast boards of notes are in a browser: ``python -m benchmarks.board`` (needs Chromium).

The page is Chromium's, without JupyterLab around it; the other end are the real forms for empathy maps and journey maps
on a real study.
Messages go through the test bridge, which costs a few milliseconds more than a kernel's own connection.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from cjm_research import Study
from cjm_research.model.empathy import CANVAS

NOTES = 300
STAGES = 12
LANES = 14
EDITS = 20

# One move by keyboard. "shown": until style and layout of what it touched are done; "saved": until the kernel said so.
_MOVE = """
async (key) => {
  const { form } = document.querySelector(".cjm-empathy");
  const begin = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, altKey: true, bubbles: true, cancelable: true }));
  document.body.getBoundingClientRect();
  const shown = performance.now() - begin;
  while (form.client.pending.length) await new Promise((done) => setTimeout(done, 1));
  return [shown, performance.now() - begin];
}
"""  # noqa: E501
_REWORD = """
async (text) => {
  const { form } = document.querySelector(".cjm-empathy");
  const id = document.activeElement.dataset.id;
  const begin = performance.now();
  form.board.edit(id, { text });
  form.board.finish(true, { stay: true });
  document.body.getBoundingClientRect();
  const shown = performance.now() - begin;
  while (form.client.pending.length) await new Promise((done) => setTimeout(done, 1));
  return [shown, performance.now() - begin];
}
"""
_PAINTED = """
async () => {
  while (!document.querySelector(".cjm-empathy[data-ready]")) await new Promise(requestAnimationFrame);
  document.body.getBoundingClientRect();
  return [performance.now() - window.begun, document.querySelectorAll(".cjm-empathy *").length];
}
"""


def make_study(folder: Path, n_notes: int) -> Study:
    """The map of 24 interviews with own notes added until it has `n_notes` on its canvas."""
    from cjm_research.demo import corpus_folder, demo_study

    study = Study.create(folder / "study", languages=["en"])
    study.import_transcripts(*sorted((corpus_folder() / "en" / demo_study("en").folder).glob("*.json")))
    standing = study.empathy_map().in_form("canvas").notes
    for note in standing[n_notes:]:
        study.remove_empathy_note("all", note.key)
    for n in range(n_notes - len(standing)):
        study.add_empathy_note("all", CANVAS[n % len(CANVAS)], f"A note that somebody wrote, number {n}")
    return study


def make_journey(study: Study, n_notes: int) -> None:
    """The map "planned" of `STAGES` stages, with `n_notes` entries in `LANES` lanes."""
    from cjm_research.model import StageModel
    from cjm_research.model.lanes import LANES as ALL
    from cjm_research.model.stages import StageDefinition

    stages = tuple(StageDefinition(key=f"stage-{n}", phase="before", pivot=()) for n in range(STAGES))
    study.add_stage_model(StageModel(key="twelve", stages=stages))
    study.add_journey_story("planned", "A planned journey", stage_model="twelve")
    for n in range(n_notes):
        lane = ALL[n // STAGES % LANES]
        study.add_journey_item("planned", f"stage-{n % STAGES}", lane, f"An entry that somebody wrote, number {n}")


def measure(form: Any, browser: Any, first: str) -> dict[str, float]:
    """Milliseconds and bytes of painting and of edits: the middle and the worst; `first` is the area of the edits."""
    from tests.widgets.bare import Pane

    pane = Pane(browser, form)
    pane.page.evaluate(_PAINTED.replace("performance.now() - window.begun", "0"))
    # Once more on the page as it is: the browser has its code by now, as after the first run of a cell.
    pane.remove_view()
    pane.page.evaluate("() => { window.begun = performance.now(); }")
    pane.add_view()
    painted, nodes = pane.page.evaluate(_PAINTED)
    content = max(len(text) for _direction, text in pane.wire)
    pane.page.locator(f'.bd-area[data-area="{first}"] .bd-card').first.focus()
    pane.page.evaluate(_MOVE, "ArrowRight")
    before = len(pane.wire)
    edits = []
    for n in range(EDITS):
        step = (_MOVE, ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"][n % 4]) if n % 2 else (_REWORD, f"text {n}")
        edits.append(pane.page.evaluate(*step))
        pane.page.wait_for_timeout(50)
    size = sum(len(text.encode()) for _direction, text in pane.wire[before:])
    notes = pane.page.locator(".bd-card").count()
    pane.widget.close()
    pane.close()
    shown, saved = [edit[0] for edit in edits], [edit[1] for edit in edits]
    return {
        "notes": notes,
        "painted": painted,
        "nodes": nodes,
        "content": content,
        "shown": statistics.median(shown),
        "shown_worst": max(shown),
        "saved": statistics.median(saved),
        "saved_worst": max(saved),
        "bytes": size / EDITS,
    }


def report() -> list[str]:
    """The table for ``results.md``; a sentence where there is no browser."""
    from tests.widgets.bare import CHROMIUM_FLAGS, find_chromium

    path = find_chromium()
    if path is None:
        return ["Not measured: there is no Chromium on this machine."]
    from playwright.sync_api import sync_playwright

    from cjm_widgets import EmpathyMapForm, JourneyForm

    with sync_playwright() as tools, tempfile.TemporaryDirectory() as folder:
        browser = tools.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        study = make_study(Path(folder), NOTES)
        empathy = measure(EmpathyMapForm(study), browser, "does")
        make_journey(study, NOTES)
        journey = measure(JourneyForm(study, "planned", lanes="full"), browser, "action.stage-4")
        browser.close()
    return [
        "| map | notes | painted, ms | edit shown, ms (worst) | edit saved, ms (worst) | bytes an edit | content, kB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        _row("empathy", empathy),
        _row(f"journey, {STAGES} stages", journey),
    ]


def _row(name: str, m: dict[str, float]) -> str:
    return (
        f"| {name} | {m['notes']:.0f} | {m['painted']:.0f} | {m['shown']:.1f} ({m['shown_worst']:.1f}) "
        f"| {m['saved']:.1f} ({m['saved_worst']:.1f}) | {m['bytes']:,.0f} | {m['content'] / 1000:,.0f} |"
    )


def main() -> None:
    """Print the table."""
    print("\n".join(report()))


if __name__ == "__main__":
    main()
