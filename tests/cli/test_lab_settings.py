from __future__ import annotations

import json
from pathlib import Path

from jupyter_core.paths import jupyter_path

from cjm_research import cli


def test_the_lab_saves_no_state_of_widgets_and_asks_for_no_news():
    settings = json.loads((Path(cli.__file__).parent / "lab_settings" / "overrides.json").read_text("utf-8"))
    assert settings["@jupyter-widgets/jupyterlab-manager:plugin"] == {"saveState": False}
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_the_setting_is_one_that_the_installed_widget_manager_knows():
    name = "labextensions/@jupyter-widgets/jupyterlab-manager/schemas/@jupyter-widgets/jupyterlab-manager/plugin.json"
    (schema, *_others) = [path / name for path in map(Path, jupyter_path()) if (path / name).exists()]
    assert "saveState" in json.loads(schema.read_text("utf-8"))["properties"]
