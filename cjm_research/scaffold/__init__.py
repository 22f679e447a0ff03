"""LAYER 3 - a new study folder: settings, database, start notebook, and the workflow that checks the notebooks."""

from cjm_research.scaffold.folder import create_study_folder
from cjm_research.scaffold.workflows import WORKFLOWS

__all__ = ["WORKFLOWS", "create_study_folder"]
