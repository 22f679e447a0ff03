"""LAYER 3 - what a study and its notebooks still need before anybody relies on them."""

from cjm_research.checking.notebooks import check_notebooks
from cjm_research.checking.running import SANITISING_RULES, execute_notebook
from cjm_research.checking.studies import check_study

__all__ = ["SANITISING_RULES", "check_notebooks", "check_study", "execute_notebook"]
