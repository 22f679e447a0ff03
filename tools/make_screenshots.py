"""Takes the pictures of the guides: real forms over the bundled studies, in Chromium.

Run from the repository: ``python -m tools.make_screenshots [NAME...]``. It writes ``docs/img-*.png``, one for each form
that the guides `coding`, `personas`, `empathy-maps` and `journey-maps` show, or those named. Look at them before you
keep them.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cjm_research import Study, open_demo
from cjm_research.demo import open_sample
from cjm_research.i18n import set_language
from cjm_widgets import (
    CodebookEditor,
    CoderComparison,
    EmpathyMapForm,
    JourneyDashboard,
    JourneyForm,
    MemoList,
    PersonaForm,
    SpanCoder,
    persona_form,
)
from tests.widgets.bare import CHROMIUM_FLAGS, Pane, find_chromium

ROOT = Path(__file__).parent.parent
CORPUS, DOCS = ROOT / "corpus", ROOT / "docs"
WIDTH, LARGEST = 1280, 250_000


def first_look(language: str, folder: Path) -> Study:
    """A study of two interviews that only the machine has read."""
    study = Study.create(folder / language, languages=[language], interface_language=language)
    names = {
        "en": ("en_201.docx", "en_205.vtt"),
        "pl": ("pl_201.odt", "pl_205.txt"),
        "ru": ("ru_201.rtf", "ru_205.txt"),
    }
    (files,) = (CORPUS / "files" / language).iterdir()
    study.import_transcripts(*(files / name for name in names[language]))
    study.tag()
    return study


def pane(browser: Any, folder: Path) -> bytes:
    """The coding pane with a suggestion chosen, in English."""
    shown = Pane(browser, SpanCoder(first_look("en", folder), coder="anna"), width=WIDTH, height=760)
    shown.page.wait_for_selector(".cjm-pane[data-ready]")
    shown.page.locator(".cjm-text").first.click()
    press(shown, "j", "r", "a", "r", "r", "r")
    return picture(shown)


def palette(browser: Any, folder: Path) -> bytes:
    """Words marked with the mouse, and the list of codes, in Polish."""
    study = first_look("pl", folder)
    shown = Pane(browser, SpanCoder(study, coder="anna"), width=WIDTH, height=760, lang="pl")
    shown.page.wait_for_selector(".cjm-pane[data-ready]")
    words = "alert na maila"
    start = study.transcript("pl_201").utterances[3].text.index(words)
    shown.select(shown.page.locator('.cjm-turn[data-turn="3"] .cjm-text').first, start, start + len(words))
    shown.page.wait_for_selector(".cjm-chooser")
    shown.page.keyboard.type("mail")
    return picture(shown)


def codebook(browser: Any, _folder: Path) -> bytes:
    """The codebook with a code of one's own, in Russian."""
    study = open_demo("ru")
    study.add_code(
        "Скрытая цена",
        kind="pain_point",
        definition="Сумма, о которой узнают, когда уже решились.",
        use_when="Доплата появляется после первой цены.",
        use_not="Дорого, но сказано сразу.",
        colour="#D55E00",
    )
    study.split_code("pain_point", list(study.segments("pain_point", text="тысяча")["guid"]), name="Тысячи")
    study.merge_codes("pain_point/тысячи", into="pain_point/скрытая_цена")
    shown = Pane(browser, CodebookEditor(study, coder="anna"), width=WIDTH, height=760, lang="ru")
    shown.page.locator(".cjm-codebook[data-ready]").wait_for()
    shown.page.locator('[role=treeitem][data-key="pain_point"]').click()
    shown.page.keyboard.press("ArrowRight")
    shown.page.locator('[role=treeitem][data-key="pain_point/скрытая_цена"]').click()
    shown.page.wait_for_timeout(500)
    return picture(shown)


def memos(browser: Any, _folder: Path) -> bytes:
    """All memos of a study, in Polish."""
    study = open_demo("pl")
    found = study.segments("pain_point", text="dopłata")
    study.write_memo("Koszt czy zaskoczenie? Zapytać, kiedy padła ta kwota.", on="coding", target=found["guid"][0])
    study.write_memo("Porównać z tymi, którzy kupili w biurze.", on="code", target="pain_point")
    study.write_memo("Mówi o cenach tak, jakby czytała tabelę.", on="participant", target="pl_201")
    study.write_memo("W następnej fali pytać każdego o ostatnią stronę przed zapłatą.")
    shown = Pane(browser, MemoList(study, coder="anna"), width=WIDTH, height=620, lang="pl")
    shown.page.wait_for_timeout(800)
    return picture(shown)


def comparison(browser: Any, folder: Path) -> bytes:
    """Two coders' work on one interview, in English."""
    study = Study.create(folder / "both", languages=["en"], interface_language="en")
    other = Study.create(folder / "other", languages=["en"], interface_language="en")
    study.import_transcripts(CORPUS / "en" / "flat-pack-furniture" / "en_203.json", coder="anna")
    other.import_transcripts(CORPUS / "second_coder" / "en_203.json", coder="ben")
    study.merge(other)
    shown = Pane(browser, CoderComparison(study, "en_203", coder="anna"), width=WIDTH, height=760)
    shown.root.locator(".cc-turns").focus()
    press(shown, "n", "2", "1", "2")
    return picture(shown)


def personas(browser: Any, folder: Path) -> bytes:
    """The persona form with a statement of one's own, in English."""
    study = open_demo("en", folder / "personas")
    key = study.settle_personas(coder="anna").personas[0].key
    study.add_statement(key, "Buys again where the first delivery came on time.", section="needs", coder="anna")
    persona_form.AT_ONCE = 60.0  # the page of the picture is answered in one thread
    shown = Pane(browser, PersonaForm(study, coder="anna"), width=WIDTH, height=860)
    shown.page.locator(".pf-column").first.wait_for(timeout=60_000)
    shown.page.wait_for_timeout(500)
    return picture(shown, most=1000)


def empathy(browser: Any, folder: Path) -> bytes:
    """The board of an empathy map, in Polish."""
    study = open_demo("pl", folder / "empathy")
    study.add_empathy_note("pl_203", "thinks", "Boi się, że o czymś zapomni przy rezerwacji.", coder="anna")
    form = EmpathyMapForm(study, "pl_203", form="canvas", coder="anna")
    shown = Pane(browser, form, width=WIDTH, height=860, lang="pl")
    shown.page.locator(".cjm-empathy[data-ready]").wait_for(timeout=60_000)
    return picture(shown, most=1000)


# GUIDE-WHAT -> language and how it is taken; the file is docs/img-GUIDE-WHAT.png, shown in docs/GUIDE.md.
def journey(browser: Any, folder: Path) -> bytes:
    """The board of a journey map, in English."""
    form = JourneyForm(open_sample("flight", folder / "flight"), lanes="minimal", coder="anna")
    shown = Pane(browser, form, width=WIDTH, height=900)
    shown.page.locator(".cjm-journey[data-ready]").wait_for()
    return picture(shown, most=900)


def dashboard(browser: Any, _folder: Path) -> bytes:
    """The dashboard with the quotes behind a pain, in English."""
    shown = Pane(browser, JourneyDashboard(open_sample("flight")), width=WIDTH, height=860)
    shown.page.locator('.jd[data-ready="journey"]').wait_for()
    shown.page.frame_locator(".jd-frame").locator('[id*="pain-"] .text').first.click()
    shown.page.locator(".jd-drawer h2").wait_for()
    return picture(shown)


PICTURES: dict[str, tuple[str, Callable[[Any, Path], bytes]]] = {
    "coding-pane": ("en", pane),
    "coding-palette": ("pl", palette),
    "coding-codebook": ("ru", codebook),
    "coding-memos": ("pl", memos),
    "coding-comparison": ("en", comparison),
    "personas-form": ("en", personas),
    "empathy-maps-board": ("pl", empathy),
    "journey-maps-form": ("en", journey),
    "journey-maps-dashboard": ("en", dashboard),
}


def press(shown: Pane, *keys: str) -> None:
    """Press keys one by one, each when what came before is saved."""
    for key in keys:
        shown.page.keyboard.press(key)
        shown.page.wait_for_selector('.cjm-saved[data-status="saved"]')


def picture(shown: Pane, most: int = 10_000) -> bytes:
    """The form as it stands on the page, with a margin, at most so high; the page is closed."""
    shown.page.wait_for_timeout(500)
    box = shown.root.bounding_box()
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(most, box["y"] + box["height"] + box["x"])}
    png = shown.page.screenshot(animations="disabled", clip=clip)
    problems = shown.problems
    shown.close()
    if problems:
        raise RuntimeError(f"the page had problems: {problems}")
    return png


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser of this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for name in names or PICTURES:
            language, take = PICTURES[name]
            set_language(language)
            png = take(browser, Path(folder))
            if len(png) > LARGEST:
                raise RuntimeError(f"{name} has {len(png)} bytes, more than {LARGEST}")
            (DOCS / f"img-{name}.png").write_bytes(png)


if __name__ == "__main__":
    main(sys.argv[1:])
