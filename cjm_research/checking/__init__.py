"""LAYER 3 - what a study, its journey maps, notebooks and files still need before anybody relies on them."""

from cjm_research.checking.maps import blocks_final, check_map, check_study_maps
from cjm_research.checking.notebooks import check_notebooks
from cjm_research.checking.privacy import check_files, check_personal_data, check_proposals, files_to_look_through
from cjm_research.checking.running import SANITISING_RULES, execute_notebook
from cjm_research.checking.studies import check_study

__all__ = [
    "SANITISING_RULES",
    "blocks_final",
    "check_files",
    "check_map",
    "check_notebooks",
    "check_personal_data",
    "check_proposals",
    "check_study",
    "check_study_maps",
    "execute_notebook",
    "files_to_look_through",
]
