"""HTML to PDF with WeasyPrint: off line, and the same bytes for the same page."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
from functools import cache
from typing import Any, Literal

from cjm_research.errors import MissingDependencyError
from cjm_research.i18n import _

_log = logging.getLogger(__name__)

Backend = Literal["weasyprint", "vl_convert"]


@cache
def pdf_backend() -> Backend:
    """Which library draws PDFs here: WeasyPrint, or vl-convert where the system lacks Pango.

    With vl-convert only maps that exist as SVG can become PDFs, on one page.
    """
    try:
        _weasyprint()
    except MissingDependencyError as error:
        _log.warning("%s", error)
        return "vl_convert"
    return "weasyprint"


def html_to_pdf(html: str) -> bytes:
    """The page as PDF. Nothing but ``data:`` addresses is ever fetched.

    Raises
    ------
    MissingDependencyError
        WeasyPrint does not find its system libraries.
    """
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=html, base_url=None, url_fetcher=_fetcher(weasyprint))
    # The identifier would be random otherwise.
    identifier = hashlib.sha256(html.encode("utf-8")).hexdigest()[:32].encode("ascii")
    return document.write_pdf(pdf_identifier=identifier, pdf_tags=True)


def _weasyprint() -> Any:
    try:
        # WeasyPrint prints a banner when Pango is missing; the error below says it better.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
    except (ImportError, OSError) as error:  # OSError: the Python part is there, Pango is not
        raise MissingDependencyError(
            _(
                "WeasyPrint does not find the Pango library of this system. Install it: apt-get install libpango-1.0-0 "
                "libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu), brew install pango (macOS), or "
                "conda install -c conda-forge weasyprint."
            )
        ) from error
    return weasyprint


@cache
def _fetcher(weasyprint: Any) -> Any:
    return weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
