"""REFI-QDA: projects (.qdpx) and codebooks (.qdc), as NVivo, MAXQDA, ATLAS.ti and others read and write them."""

from cjm_research.exchange.refi_qda.codebook_files import read_codebook, write_codebook
from cjm_research.exchange.refi_qda.fragments import thing_of, xml_of
from cjm_research.exchange.refi_qda.identifiers import GUID_NAMESPACE, XML_NAMESPACE, guid_key, guid_of
from cjm_research.exchange.refi_qda.reading import ProjectFile, open_project
from cjm_research.exchange.refi_qda.targets import TARGETS, Target
from cjm_research.exchange.refi_qda.writing import ProjectWriter

__all__ = [
    "GUID_NAMESPACE",
    "TARGETS",
    "XML_NAMESPACE",
    "ProjectFile",
    "ProjectWriter",
    "Target",
    "guid_key",
    "guid_of",
    "open_project",
    "read_codebook",
    "thing_of",
    "write_codebook",
    "xml_of",
]
