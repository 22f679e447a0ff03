"""The index page over several studies: what was found in each, and the way to its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cjm_research.i18n import _, format_number, language_name
from cjm_research.measures import count_of
from cjm_research.model import Basis, Count, term
from cjm_research.model.base import Model
from cjm_research.rendering.environment import render
from cjm_research.rendering.report_content import ReportContent


class StudySummary(Model):
    """A study in a few lines.

    `href` is where its report lies, relative to the index page; `language` is that of its report, in which `title`,
    `purpose`, persona titles and `top_pain` are worded; `files` are (name, address) of what else was written.
    """

    title: str
    purpose: str = ""
    href: str
    language: str = ""
    n: int
    n_codings: int = 0
    basis: Basis = "confirmed"
    verdict: str
    personas: tuple[tuple[str, Count], ...] = ()
    top_pain: str = ""
    top_pain_count: Count | None = None
    files: tuple[tuple[str, str], ...] = ()


class MapExample(Model):
    """A finished map to look at: what it is of, and (name, address) of its views, relative to the index page."""

    title: str
    purpose: str = ""
    language: str = ""
    files: tuple[tuple[str, str], ...] = ()


def summarise(content: ReportContent, href: str, *, files: Sequence[tuple[str, str]] = ()) -> StudySummary:
    """The summary of a study from the content of its report."""
    draft = content.personas
    pain = next((p for p in content.top_pains if p.touchpoint), None) or next(iter(content.top_pains), None)
    grouped = draft.personas if len(draft.personas) > 1 else ()
    return StudySummary(
        title=content.settings.title,
        purpose=content.settings.purpose,
        href=href,
        language=content.settings.interface_language,
        n=content.n,
        n_codings=len(content.codings),
        basis=content.basis,
        verdict=draft.verdict,
        personas=tuple((p.title, count_of(len(p.members), draft.n)) for p in grouped),
        top_pain=pain.text if pain else "",
        top_pain_count=pain.count if pain else None,
        files=tuple(files),
    )


def render_overview(
    summaries: Sequence[StudySummary], *, title: str = "", note: str = "", examples: Sequence[MapExample] = ()
) -> str:
    """One self-contained page in the language in force with a card for each study, in the order given.

    Parameters
    ----------
    summaries : sequence of StudySummary
        The studies.
    title : str
        Heading of the page; “Studies” by default.
    note : str
        A remark for all studies, such as the origin of the material.
    examples : sequence of MapExample
        Finished maps, listed below the studies.
    """
    cards = [_card(summary) for summary in summaries]
    return render("overview.html", title=title or _("Studies"), note=note, cards=cards, examples=examples)


def write_overview(
    path: str | Path,
    summaries: Sequence[StudySummary],
    *,
    title: str = "",
    note: str = "",
    examples: Sequence[MapExample] = (),
) -> Path:
    """Write the index page (UTF-8) and return its path; see `render_overview`."""
    path = Path(path)
    page = render_overview(summaries, title=title, note=note, examples=examples)
    path.write_bytes(page.encode("utf-8", "replace"))
    return path


@dataclass(frozen=True)
class OverviewCard:
    """A summary ready to be laid out."""

    summary: StudySummary
    facts: tuple[tuple[str, str], ...]


def _card(summary: StudySummary) -> OverviewCard:
    facts = [
        (_("People interviewed"), format_number(summary.n)),
        (_("Codings counted"), format_number(summary.n_codings)),
        (_("Basis of the counts"), term("basis", summary.basis)),
    ]
    if summary.language:
        facts.append((_("Language of the report"), language_name(summary.language)))
    return OverviewCard(summary, tuple(facts))
