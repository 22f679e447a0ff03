"""The documents say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cjm_research.cli.app import COMMANDS
from tests.test_architecture import LAYERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "corpus/README.md"]


def _shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"```(?:bash|sh|console)?\n(.*?)```", text, flags=re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_named_in_documents_exist(document: str):
    text = (ROOT / document).read_text(encoding="utf-8")
    known = {command.__name__.rstrip("_") for command, _help, _example in COMMANDS}
    named = set(re.findall(r"(?:^|`)cjm ([a-z]+)", text, flags=re.MULTILINE))
    named |= {line.split()[1] for line in _shell_lines(text) if line.startswith("cjm ")}
    assert named <= known


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_named_in_documents_exist(document: str):
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", MAKEFILE, flags=re.MULTILINE))
    named = set(re.findall(r"`make ([a-z0-9]+)`", text))
    named |= {line.split()[1] for line in _shell_lines(text) if re.match(r"make [a-z]", line)}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_inside_the_repository_lead_somewhere(document: str):
    path = ROOT / document
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize(
    ("command", "help_text", "example"), COMMANDS, ids=lambda value: getattr(value, "__name__", "")
)
def test_every_command_has_help_and_an_example(command, help_text: str, example: str, capsys: pytest.CaptureFixture):
    from cjm_research.cli import main

    name = command.__name__.rstrip("_")
    assert main([name, "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert help_text in shown
    assert example.startswith(f"cjm {name}")
    assert example in shown


def test_readme_shows_every_command():
    missing = [
        c.__name__.rstrip("_") for c, _help, _example in COMMANDS if f"cjm {c.__name__.rstrip('_')}" not in README
    ]
    assert not missing


def test_architecture_names_every_folder():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = [path.name for path in (ROOT / "cjm_research").iterdir() if (path / "__init__.py").exists()]
    assert [name for name in folders if f"{name}/" not in text] == []
    assert set(folders) <= set(LAYERS)


def test_make_help_lists_the_commands_that_the_readme_promises():
    targets = dict(re.findall(r"^([a-z][a-z0-9-]*):.*## (.+)$", MAKEFILE, flags=re.MULTILINE))
    for target in ("demo", "lab", "test", "notebooks", "lint", "types", "check", "bench", "models", "help"):
        assert target in targets


def test_ci_runs_the_readme_test_command():
    assert "make test" in README
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_changelog_begins_with_the_version_of_the_package():
    import cjm_research

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", text, flags=re.MULTILINE)
    assert newest
    assert newest[1] == cjm_research.__version__


def test_the_table_of_features_has_a_row_for_each_and_its_tests_exist():
    rows = re.findall(
        r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", (ROOT / "docs/journey-features.md").read_text("utf-8"), re.M
    )
    assert [int(number) for number, *_rest in rows] == list(range(1, 127))
    missing = [
        (number, test)
        for number, _what, _where, tests in rows
        for test in tests.split(", ")
        if test != "–" and not (ROOT / "tests" / test).is_file()
    ]
    assert missing == []
