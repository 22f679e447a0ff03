"""LAYER 3 - a new study folder: settings, database, start notebook, and the workflow that checks the notebooks."""

from cjm_research.scaffold.folder import create_study_folder

__all__ = ["create_study_folder"]
