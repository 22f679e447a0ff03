"""How much each factor counts in the order of priorities: weights that can be edited, and the formula they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import product

from cjm_research.errors import BadValueError
from cjm_research.i18n import N_, _, format_number

FACTORS = {
    "prevalence": N_("people who have it"),
    "severity": N_("how bad it is for them"),
    "stopping": N_("people whom it stopped"),
    "influence": N_("what the company can change itself"),
}
# How far each weight is moved to see which places hold.
MOVED = (0.5, 1.0, 1.5)


@dataclass(frozen=True)
class Weights:
    """Exponents of the factors, each zero or more; a factor with weight 0 does not count.

    How many people have a pain and how bad it is count alike, for their product is the harm to be expected for anybody
    (0..1 of the worst). That it stopped people counts half as much, for most of them said with their feelings already
    how bad it was. Whether the company can change the contact itself tells what is feasible rather than what is
    needed, and does not count unless somebody wants it to.

    Attributes
    ----------
    prevalence : float
        Share of people who have it, 0..1.
    severity : float
        Their mean severity as a share of the worst, 0.1..1; half where no feeling is coded.
    stopping : float
        Half, and the other half by the share of those whom it stopped or nearly stopped: 0.5..1.
    influence : float
        1 where the company can change the contact itself, else 0.5.
    """

    prevalence: float = 2.0
    severity: float = 2.0
    stopping: float = 1.0
    influence: float = 0.0

    def __post_init__(self) -> None:
        values = self.as_dict().values()
        if any(not 0 <= value <= 100 for value in values) or not sum(values):
            raise BadValueError(_("Weights are numbers from 0 to 100, at least one of them above 0."))

    @classmethod
    def of(cls, values: Mapping[str, float]) -> Weights:
        """The usual weights with some of them set.

        Raises
        ------
        BadValueError
            A name is none of the factors, or a weight is out of range.
        """
        unknown = sorted(set(values) - set(FACTORS))
        if unknown:
            raise BadValueError(
                _("There is no factor “{name}”. Known: {known}.").format(name=unknown[0], known=", ".join(FACTORS))
            )
        return replace(cls(), **values)

    @classmethod
    def parse(cls, text: str) -> Weights:
        """The weights of “prevalence=2,severity=1”.

        Raises
        ------
        BadValueError
            It is not of that form.
        """
        values = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, _equals, number = part.partition("=")
            try:
                values[name.strip()] = float(number)
            except ValueError:
                raise BadValueError(
                    _("“{value}” is no weight. Write name=number, such as prevalence=2,severity=1.").format(value=part)
                ) from None
        return cls.of(values)

    @property
    def total(self) -> float:
        """The sum, by which the exponents are divided."""
        return sum(self.as_dict().values())

    def as_dict(self) -> dict[str, float]:
        """Factor -> weight."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def moved(self) -> tuple[Weights, ...]:
        """These weights with each of those above zero left, halved or raised by half, in every combination."""
        used = [name for name, value in self.as_dict().items() if value]
        return tuple(
            replace(self, **{name: getattr(self, name) * by for name, by in zip(used, moves, strict=True)})
            for moves in product(MOVED, repeat=len(used))
        )

    def formula(self) -> str:
        """The score as a sentence."""
        used = [(_(FACTORS[name]), _number(value)) for name, value in self.as_dict().items() if value]
        parts = " × ".join(f"({name})^{value}" for name, value in used)
        return _(
            "Score = 100 × ({factors})^(1/{total}): a product of shares from 0 to 1; {total} is the sum of the weights."
        ).format(factors=parts, total=_number(self.total))


def _number(value: float) -> str:
    return format_number(value, 0 if float(value).is_integer() else 1)
