"""LAYER 5 - the bundled studies: three large ones and four small ones to play with, and the whole chain over them."""

from cjm_research.demo.corpus import corpus_folder
from cjm_research.demo.samples import SAMPLES, open_sample
from cjm_research.demo.studies import DEMO_STUDIES, demo_study, open_demo

__all__ = ["DEMO_STUDIES", "SAMPLES", "corpus_folder", "demo_study", "open_demo", "open_sample"]
