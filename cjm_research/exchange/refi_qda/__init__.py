"""REFI-QDA: projects (.qdpx) and codebooks (.qdc), as NVivo, MAXQDA, ATLAS.ti and others read and write them."""

from cjm_research.exchange.refi_qda.plain import GUID_NAMESPACE, XML_NAMESPACE, guid_of, write_project, write_qdpx

__all__ = ["GUID_NAMESPACE", "XML_NAMESPACE", "guid_of", "write_project", "write_qdpx"]
