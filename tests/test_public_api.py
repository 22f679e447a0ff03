"""The names that notebooks of users rest on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cjm_research

ROOT = Path(__file__).parent.parent

HEAVY = ("spacy", "sklearn", "pandas", "altair", "sqlalchemy", "weasyprint", "jinja2", "ipywidgets", "alembic", "scipy")


def test_the_public_names_are_these():
    assert cjm_research.__all__ == ["Study", "__version__", "open_demo"]
    assert dir(cjm_research) == cjm_research.__all__


def test_every_public_name_is_there():
    for name in cjm_research.__all__:
        assert getattr(cjm_research, name) is not None


def test_importing_the_package_loads_nothing_heavy():
    code = f"import cjm_research, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"
