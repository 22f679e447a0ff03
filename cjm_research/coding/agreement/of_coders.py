"""How far coders agree on the codings of a study: the figures of each code and of all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cjm_research.coding.agreement.data import Material, material, people
from cjm_research.coding.agreement.figures import Figures
from cjm_research.coding.agreement.ratings import Reason
from cjm_research.coding.agreement.report import LEVELS, UNITS, AgreementReport, Level, Unit
from cjm_research.errors import BadValueError, UnknownNameError
from cjm_research.i18n import _, format_share
from cjm_research.model import Coding, Transcript

DEFAULT_DRAWS = 1000
DEFAULT_SEED = 20260101


def coder_agreement(
    transcripts: Sequence[Transcript],
    codings: Iterable[Coding],
    *,
    unit: Unit = "character",
    level: Level = "kind",
    coders: Sequence[str] | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    names: Mapping[str, str] | None = None,
) -> AgreementReport:
    """Agreement of people on what they coded, in the words of participants only.

    Confirmed codings of people count, in interviews that two or more of the coders have coded ("unitizing": all of
    them). Intervals come from resampling interviews, or turns where there are fewer than five interviews.

    Parameters
    ----------
    transcripts, codings
        The interviews, and their codings whatever their status.
    unit : {"character", "sentence", "turn", "overlap", "unitizing"}
        What one judgement is about: each character marked or not (comparable to NVivo), the set of codes of each
        sentence or turn, pairs of codings that share half of the shorter one, or stretches on the line of the text.
    level : {"kind", "code"}
        What makes two codings alike.
    coders : sequence of str, optional
        Whom to compare; all people who have coded where not named.
    draws : int
        How many resamples; 0 for figures without intervals.
    seed : int
        Of the resampling: the same seed and codings give the same intervals.
    names : dict, optional
        Code -> name, of the codes that the researcher has named.

    Raises
    ------
    BadValueError
        There is no such unit or level.
    UnknownNameError
        A coder has not coded anything.
    """
    _check(unit, UNITS, _("“{name}” is no unit of agreement. Choose one of: {known}."))
    _check(level, LEVELS, _("“{name}” is no level of agreement. Choose one of: {known}."))
    codings = tuple(codings)
    chosen = _chosen(people(codings), coders)
    given = material(transcripts, codings, chosen, level=level, everybody=unit == "unitizing")
    report = AgreementReport(
        unit=unit,
        level=level,
        coders=chosen,
        interviews=tuple(given.worked),
        alone=tuple(given.alone.items()),
        n_turns=len(given.turns),
        n_characters=given.n_characters,
        left_turns=given.left_turns,
        left_characters=given.left_characters,
        left_codings=given.left_codings,
        warnings=_warnings(codings, given),
        reason=_reason(given, unit),
        names=dict(names or {}),
    )
    if report.reason:
        return report
    return report.model_copy(update=Figures(given, unit, draws, seed).all())


def _check(name: str, known: Sequence[str], message: str) -> None:
    if name not in known:
        raise BadValueError(message.format(name=name, known=", ".join(known)))


def _chosen(known: Sequence[str], coders: Sequence[str] | None) -> tuple[str, ...]:
    if coders is None:
        return tuple(known)
    chosen = tuple(dict.fromkeys(coders))
    for coder in chosen:
        if coder not in known:
            raise UnknownNameError(
                _("“{coder}” has no confirmed codings. Coders: {known}.").format(
                    coder=coder, known=", ".join(known) or "–"
                )
            )
    return chosen


def _reason(given: Material, unit: Unit) -> Reason:
    if len(given.coders) < 2:
        return "few_coders"
    if not given.worked:
        return "same_text_needed" if unit == "unitizing" and len(given.coders) > 2 else "nothing_shared"
    return "" if given.marks else "nobody_coded"


def _warnings(codings: Sequence[Coding], given: Material) -> tuple[str, ...]:
    here = [c for c in codings if c.status == "confirmed" and c.coder in given.coders and c.transcript in given.worked]
    total = Counter(coding.coder for coding in here)
    taken = Counter(coding.coder for coding in here if coding.is_of_machine)
    return tuple(
        _(
            "{coder} took over machine suggestions ({share} codings): agreement is then not that of people who coded "
            "independently."
        ).format(coder=coder, share=format_share(taken[coder], total[coder]))
        for coder in given.coders
        if taken[coder]
    )
