"""A bare page with a real form: its JavaScript in Chromium, its Python here, no JupyterLab between them."""

from __future__ import annotations

import json
import re
import shutil
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

ADDRESS = "http://localhost/"
PAGE = Path(__file__).with_name("bare_page.html")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@cache
def theme(*, dark: bool) -> str:
    """The variables of JupyterLab's own theme."""
    name = f"theme-{'dark' if dark else 'light'}-extension"
    path = Path(sys.prefix) / "share/jupyter/lab/themes/@jupyterlab" / name / "index.css"
    css = path.read_text(encoding="utf-8")
    return "\n".join(block for block in re.findall(r":root\s*\{[^}]*\}", css) if "--jp-layout-color1" in block)


class Pane:
    """A form on a bare page.

    Attributes
    ----------
    page : playwright page
    root : locator of the first view
    problems : list of str
        Errors and warnings of the console, and requests that leave the page.
    wire : list of (direction, text)
        Every message, "up" to Python or "down" to the page, as JSON.
    """

    def __init__(
        self, browser: Any, widget: Any, *, width: int = 1280, height: int = 800, dark: bool = False, lang: str = "en"
    ) -> None:
        self.dark = dark
        self.problems: list[str] = []
        self.wire: list[tuple[str, str]] = []
        self._widgets: list[Any] = []
        self._out: list[tuple[int, dict]] = []  # what Python said while it was not its turn to speak
        self._answering = False
        self._thread = threading.get_ident()
        self._alive = self._heard = True
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale=lang, color_scheme="dark" if dark else "light"
        )
        self.context.expose_function("toKernel", self._to_kernel)
        self.context.route("**/*", self._serve)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self._go()
        self.show(widget)

    @property
    def widget(self) -> Any:
        """The form that is shown."""
        return self._widgets[-1]

    @property
    def root(self) -> Any:
        return self.view(0)

    def view(self, index: int) -> Any:
        """A view of the form, in the order of the page."""
        return self.page.locator("#out > .view").nth(index)

    # What can happen to a form

    def show(self, widget: Any) -> None:
        """Show a form below what is there."""
        number = len(self._widgets)
        self._widgets.append(widget)
        widget.send = lambda content, buffers=None: self._say(number, {"custom": content})
        names = list(self._traits(widget))
        widget.observe(lambda change: self._say(number, {"trait": change["name"], "value": change["new"]}), names)
        self._open(number)

    def run_again(self, widget: Any) -> None:
        """What running the cell again does: a new form in place of the old one. The kernel is alive after it."""
        old = len(self._widgets) - 1
        self.revive()
        for _view in range(self.page.evaluate("(n) => window.pane.views(n)", old)):
            self.page.evaluate("(n) => window.pane.removeView(n, 0)", old)
        self.show(widget)

    def add_view(self) -> Any:
        """Show the form a second time."""
        return self.view(self.page.evaluate("(n) => window.pane.addView(n)", len(self._widgets) - 1))

    def remove_view(self, index: int = 0) -> None:
        self.page.evaluate("([n, i]) => window.pane.removeView(n, i)", [len(self._widgets) - 1, index])

    def reload(self) -> None:
        """Load the page anew; kernel and form stay."""
        self.page.reload()
        self.page.wait_for_function("window.pane")
        self._open(len(self._widgets) - 1)

    def kill(self, *, after_work: bool = False) -> None:
        """Let no message through any more; with `after_work`, only the answers are lost."""
        self._alive, self._heard = after_work, False

    def revive(self) -> None:
        """Let messages through again."""
        self._alive = self._heard = True

    def pump(self) -> None:
        """Deliver what other threads have said."""
        out, self._out = self._out, []
        for number, message in out:
            self.page.evaluate("([n, m]) => window.pane.deliver(n, m)", [number, [message]])

    def select(self, locator: Any, start: int, end: int) -> str:
        """Select text as a person does; see `select_text`."""
        return select_text(self.page, locator, start, end)

    def close(self) -> None:
        self.context.close()

    # How it works

    def _go(self) -> None:
        self.page.goto(ADDRESS)
        self.page.wait_for_function("window.pane")

    def _open(self, number: int) -> None:
        self.page.evaluate(
            "([n, traits]) => window.pane.open(n, traits)", [number, self._traits(self._widgets[number])]
        )

    @staticmethod
    def _traits(widget: Any) -> dict[str, Any]:
        state = widget.get_state()
        return {name: state[name] for name in state if not name.startswith("_") and name not in _NOT_OURS}

    def _serve(self, route: Any) -> None:
        url = route.request.url
        path = url.removeprefix(ADDRESS)
        if not url.startswith(ADDRESS):
            self.problems.append(f"request to {url}")
            route.abort()
        elif path == "":
            body = PAGE.read_text(encoding="utf-8")
            if self.dark:
                body = body.replace("<body>", '<body data-jp-theme-light="false">')
            route.fulfill(body=body, content_type="text/html")
        elif path == "theme.css":
            route.fulfill(body=theme(dark=self.dark), content_type="text/css")
        elif match := re.fullmatch(r"widget/(\d+)\.(js|css)", path):
            state = self._widgets[int(match[1])].get_state(["_esm", "_css"])
            kind = {"js": ("_esm", "text/javascript"), "css": ("_css", "text/css")}[match[2]]
            route.fulfill(body=str(state.get(kind[0], "")), content_type=kind[1])
        else:
            self.problems.append(f"request to {url}")
            route.fulfill(status=404)

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def _to_kernel(self, number: int, kind: str, text: str) -> str:
        self.wire.append(("up", text))
        if not self._alive:
            return "[]"
        widget = self._widgets[number]
        self._answering = True
        try:
            if kind == "custom":
                widget._handle_custom_msg(json.loads(text), [])
            else:
                widget.set_state(json.loads(text))
        finally:
            self._answering = False
        mine = [message for owner, message in self._out if owner == number]
        self._out = [(owner, message) for owner, message in self._out if owner != number]
        return json.dumps(mine)

    def _say(self, number: int, message: dict) -> None:
        text = json.dumps(message.get("custom", message))
        if not self._heard:
            return
        self.wire.append(("down", text))
        self._out.append((number, message))
        # Playwright may be spoken to from one thread only, and not while it waits for an answer of ours.
        if not self._answering and threading.get_ident() == self._thread:
            self.pump()


_NOT_OURS = {"layout", "tabbable", "tooltip", "comm"}

# Two points between which the mouse selects the text [start, end) of an element.
_POINTS = """
(node, [start, end]) => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let at = 0; walker.nextNode(); at += walker.currentNode.data.length) pieces.push([at, walker.currentNode]);
  const place = (offset, last) => {
    const [at, text] = pieces.findLast(([at, text]) => last ? at < offset : at <= offset && text.data.length);
    return [text, offset - at];
  };
  const range = document.createRange();
  range.setStart(...place(start, false));
  range.setEnd(...place(end, true));
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const boxes = [...range.getClientRects()].filter((box) => box.width);
  const [first, last] = [boxes[0], boxes.at(-1)];
  return [[first.left + 0.5, first.top + first.height / 2], [last.right - 0.5, last.top + last.height / 2]];
}
"""


def select_text(page: Any, locator: Any, start: int, end: int) -> str:
    """Drag the mouse over the text [start, end) of an element, in UTF-16 units. What is selected then."""
    first, last = locator.evaluate(_POINTS, [start, end])
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*last, steps=4)
    # Asked before the button is let go: what a form opens then may take the selection.
    selected = page.evaluate("String(getSelection())")
    page.mouse.up()
    return selected


@cache
def _axe_source() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Any, within: str = ".cjm") -> list[str]:
    """What axe-core finds wrong in the forms of a page, a line each: rule, what it wants, and where."""
    page.evaluate(_axe_source())
    found = page.evaluate("(within) => axe.run({ include: [within] }, { resultTypes: ['violations'] })", within)
    return [
        f"{violation['id']}: {violation['help']} at {node['html'][:200]} ({node.get('failureSummary', '')})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
