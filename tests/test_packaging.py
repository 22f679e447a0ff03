"""pyproject.toml, the lock and environment.yml tell the same story."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent

# conda-forge spells these differently.
CONDA_NAMES = {"pdfminer-six": "pdfminer.six"}


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _requirements() -> dict[str, Requirement]:
    project = _project()
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return {Requirement(text).name: Requirement(text) for text in listed}


def _environment() -> list[str]:
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    return [line.strip().removeprefix("- ").strip('"') for line in lines if re.match(r"\s+- ", line)]


def test_environment_lists_what_the_project_needs():
    names = {re.split(r"[<>=! ]", entry)[0] for entry in _environment()} - {"conda-forge", "python", "pip", "pip:"}
    assert names == {CONDA_NAMES.get(name, name) for name in _requirements()}


def test_environment_states_the_same_versions():
    entries = {re.split(r"[<>=! ]", entry)[0]: entry for entry in _environment()}
    for name, requirement in _requirements().items():
        entry = entries[CONDA_NAMES.get(name, name)]
        assert Requirement(entry.replace(" ", "")).specifier == requirement.specifier, name


def test_environment_states_the_same_python():
    python = next(entry for entry in _environment() if entry.startswith("python "))
    assert Requirement(python.replace(" ", "")).specifier == Requirement(f"x{_project()['requires-python']}").specifier


def test_every_dependency_is_pinned_in_the_lock():
    pinned = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;]+)", line):
            pinned.setdefault(match[1], []).append(match[2])
    for name, requirement in _requirements().items():
        assert name in pinned, f"{name} is not in requirements.lock; run make lock"
        assert all(requirement.specifier.contains(version) for version in pinned[name]), name
