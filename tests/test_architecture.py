"""The architecture as a table: who may import whom, and which library has which home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Folder or module of cjm_research -> its layer. A layer imports only layers below it.
LAYERS = {
    "errors": 0,
    "i18n": 0,
    "model": 0,
    "readers": 1,
    "tagging": 1,
    "storage": 1,
    "exchange": 1,
    "privacy": 1,
    "frames": 1,
    "coding": 2,
    "personas": 2,
    "journey": 2,
    "empathy": 2,
    "measures": 2,
    "charts": 3,
    "rendering": 3,
    "checking": 3,
    "scaffold": 3,
    "study": 4,
    "demo": 5,
    "cli": 6,
    "cjm_widgets": 6,
    "__main__": 7,
}

# Folders of one layer that may import each other, and why.
SIDEWAYS = {
    ("errors", "i18n"),  # messages are worded in the interface language
    ("model", "errors"),
    ("model", "i18n"),  # display names
    ("personas", "coding"),  # the matrix of participants and codes
    ("personas", "measures"),
    ("journey", "coding"),
    ("journey", "measures"),
    ("empathy", "coding"),
    ("empathy", "measures"),
    ("coding", "measures"),
    ("rendering", "charts"),  # reports hold charts
}

# Library -> the only places that may import it.
HOMES = {
    "spacy": {"tagging"},
    "simplemma": {"tagging", "privacy"},
    "pymorphy3": {"tagging", "privacy"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "sklearn": {"personas", "journey", "tagging"},  # tagging: learning only, never to tag
    "altair": {"charts"},
    "vl_convert": {"charts", "rendering"},
    "jinja2": {"rendering"},
    "weasyprint": {"rendering"},
    "typer": {"cli"},
    "rich": {"cli"},
    "openpyxl": {"exchange", "readers"},
    "docx": {"exchange", "readers"},
    "pptx": {"exchange"},
    "pyarrow": {"exchange"},
    "cryptography": {"privacy"},
    "sqlite3": {"exchange"},  # other tools' files
    "odf": {"readers"},
    "bs4": {"readers"},
    "pdfminer": {"readers"},
    "webvtt": {"readers"},
    "srt": {"readers"},
    "striprtf": {"readers"},
    "markdown_it": {"readers"},
    "charset_normalizer": {"readers"},
    "py3langid": {"readers"},
    "anywidget": {"cjm_widgets"},
    "ipywidgets": {"cjm_widgets"},
    "babel": {"i18n"},
}

# Importing these anywhere would open a door that stays shut.
FORBIDDEN = {"pickle", "requests", "httpx", "urllib3", "socket", "joblib", "shelve", "marshal"}


def _modules() -> Iterator[tuple[Path, str]]:
    for package, top in (("cjm_research", ROOT), ("cjm_widgets", ROOT / "widgets")):
        for path in sorted((top / package).rglob("*.py")):
            inside = path.relative_to(top / package)
            if inside == Path("__init__.py") and package == "cjm_research":
                continue
            part = package if package == "cjm_widgets" else inside.parts[0].removesuffix(".py")
            yield path, part


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _part_of(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] == "cjm_widgets":
        return "cjm_widgets"
    if parts[0] == "cjm_research" and len(parts) > 1 and parts[1] in LAYERS:
        return parts[1]
    return None


MODULES = list(_modules())


def test_every_folder_has_a_layer():
    assert {part for _path, part in MODULES} <= set(LAYERS)


@pytest.mark.parametrize(("path", "part"), MODULES, ids=[str(path.relative_to(ROOT)) for path, _part in MODULES])
def test_imports_flow_down_and_libraries_stay_at_home(path: Path, part: str):
    wrong = []
    for line, module in _imports(path):
        target = _part_of(module)
        if target and target != part and LAYERS[target] >= LAYERS[part] and (part, target) not in SIDEWAYS:
            wrong.append(f"{path}:{line} {part} imports {module}, which lies not below it")
        library = module.split(".")[0]
        if library in HOMES and part not in HOMES[library]:
            wrong.append(f"{path}:{line} {library} belongs to {', '.join(sorted(HOMES[library]))}")
        if library in FORBIDDEN:
            wrong.append(f"{path}:{line} {library} is not used in this project")
    assert not wrong, "\n".join(wrong)


def test_nothing_calls_eval_or_exec():
    calls = [
        f"{path}:{node.lineno}"
        for path, _part in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    assert not calls


def test_every_folder_states_its_layer():
    missing = []
    for init in sorted((ROOT / "cjm_research").glob("*/__init__.py")):
        docstring = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))) or ""
        if not docstring.startswith(f"LAYER {LAYERS[init.parent.name]}"):
            missing.append(str(init))
    assert not missing


def test_no_place_of_one_machine_is_written_down():
    """No path of one machine and no address of a package index stands in any file."""
    suffixes = {".py", ".md", ".toml", ".lock", ".yml", ".yaml", ".ipynb", ".cfg", ".html", ".css", ".js", ".csv"}
    words = [left + right for left, right in (("/ho", "me/"), ("/ro", "ot/"), ("pypi", ".org"), ("python", "hosted"))]
    files = [
        path
        for folder in ("cjm_research", "widgets", "tests", "notebooks", "benchmarks", "docs", ".ci", ".")
        for path in (sorted((ROOT / folder).glob("*")) if folder == "." else sorted((ROOT / folder).rglob("*")))
        if path.is_file() and (path.suffix in suffixes or path.name in {"Makefile", "run"})
    ]
    assert len(files) > 50
    found = [f"{p}: {w}" for p in files for w in words if w in p.read_text(encoding="utf-8", errors="ignore")]
    assert not found


def test_standard_library_names_are_not_shadowed():
    shadowed = [
        str(path)
        for path, _part in MODULES
        if path.stem in sys.stdlib_module_names and path.parent.name == "cjm_research"
    ]
    assert not shadowed
