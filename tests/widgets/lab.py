"""JupyterLab and Voila for tests: a server of each, and a notebook in a browser. Their class names stand here alone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).parent.parent.parent

SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
}
LAB = [
    "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--ServerApp.port_retries=0", "--allow-root",
    "--IdentityProvider.token=", "--expose-app-in-browser",
]  # fmt: skip
# The page of Voila links icons on a server far away; with this header a browser fetches nothing from outside.
VOILA_HEADERS = {
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; frame-ancestors 'self'"
}
VOILA = ["voila", "--no-browser", "--Voila.ip=127.0.0.1", "--Voila.port_retries=0"]


class Server:
    """A server on this machine: its address, and the folder that it serves."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder

    def ask(self, path: str, *, method: str = "GET") -> Any:
        """What its interface answers."""
        request = urllib.request.Request(self.address + path, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode("utf-8")
        return json.loads(text) if text.startswith(("{", "[")) else text


@contextlib.contextmanager
def serve(folder: Path, words: list[str], ready: str) -> Iterator[Server]:
    """Run ``python -m WORDS`` in `folder` on a free port until `ready` answers; end it and its kernels afterwards."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    files = {f"settings/{name}": values for name, values in SETTINGS.items()}
    files["config/voila.json"] = {"Voila": {"tornado_settings": {"headers": VOILA_HEADERS}}}
    for name, values in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    port = _free_port()
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words, f"--port={port}"],
            cwd=notebooks, env=_environment(folder), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        server = Server(f"http://127.0.0.1:{port}/", notebooks)
        try:
            _wait(server, ready, process, folder / "log.txt")
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the person's own Jupyter, and nothing left behind in it."""
    places = {
        "HOME": "home",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    paths = [str(ROOT), str(ROOT / "widgets"), os.environ.get("PYTHONPATH", "")]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTEST"))},
        **{name: str(folder / place) for name, place in places.items()},
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "OMP_NUM_THREADS": "1",
    }


def _wait(server: Server, path: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        with contextlib.suppress(OSError):
            server.ask(path)
            return
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the server did not come up:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook of code cells for the kernel of this environment."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, path)
    return path


def watch(context: Any, address: str) -> list[str]:
    """The addresses that pages of `context` ask for outside of the server; such requests are stopped."""
    outside: list[str] = []

    def check(route: Any) -> None:
        if route.request.url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", check)
    return outside


class Notebook:
    """A notebook open in JupyterLab.

    Attributes
    ----------
    page : playwright page
    outside : list of str
        Requests that wanted to leave the machine.
    """

    def __init__(self, browser: Any, server: Server, path: Path) -> None:
        self.server = server
        self.path = path
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.outside = watch(self.context, server.address)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.open()

    def open(self) -> None:
        """Load the page, again if it is open, and wait for the kernel."""
        self.page.goto(f"{self.server.address}lab/tree/{self.path.name}?reset")
        self.page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
        self.wait_idle()

    def wait_idle(self) -> None:
        # The indicator alone says idle before there is a kernel; a cell run then would bring up a question.
        self.page.wait_for_function(
            "() => { const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;"
            " return kernel?.connectionStatus === 'connected' && kernel.status === 'idle'; }"
        )
        self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()

    def command(self, name: str) -> None:
        """Carry out a command of JupyterLab, and wait until it is done."""
        self.page.evaluate("(name) => window.jupyterapp.commands.execute(name)", name)

    def start_command(self, name: str) -> None:
        """Carry out a command of JupyterLab, and wait for nothing."""
        self.page.evaluate("(name) => { window.jupyterapp.commands.execute(name); }", name)

    def choose(self, number: int) -> None:
        """Make a cell the present one."""
        self.page.evaluate(
            "(number) => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = number; }", number
        )

    def run(self, number: int) -> None:
        """Run one cell to its end."""
        self.choose(number)
        self.command("notebook:run-cell")

    def start(self, number: int) -> None:
        """Run one cell without waiting for its end."""
        self.choose(number)
        self.start_command("notebook:run-cell")

    def restart_kernel(self) -> None:
        """Another kernel in place of the one that runs, which forgets everything."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        self.wait_idle()

    def cells(self) -> list[str]:
        """Type and source of each cell, as the page holds them."""
        return self.page.evaluate(
            "() => [...window.jupyterapp.shell.currentWidget.content.model.cells]"
            ".map((cell) => `${cell.type}: ${cell.sharedModel.getSource()}`)"
        )

    def save(self) -> str:
        """Save; the text of the file then."""
        self.command("docmanager:save")
        return self.path.read_text(encoding="utf-8")

    def close(self) -> None:
        """Close the page and end the kernel."""
        self.context.close()
        for session in self.server.ask("api/sessions"):
            if session["path"] == self.path.name:
                with contextlib.suppress(OSError):
                    self.server.ask(f"api/sessions/{session['id']}", method="DELETE")
