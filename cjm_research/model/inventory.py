"""The company's side: the touchpoints it runs, the effort it puts in, and what it plans to do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.i18n import _, ngettext
from cjm_research.model.base import Model
from cjm_research.model.channels import Owner, Setting

PlanStatus = Literal["proposed", "planned", "in_progress", "done", "dropped"]


class CompanyTouchpoint(Model):
    """A touchpoint as the company lists it.

    Attributes
    ----------
    key : str
        Tells it apart; letters, digits, hyphen, underscore.
    label : str
        The touchpoint category that matches what people tell; empty where the company's contact fits none.
    stages : tuple of str
        Stages at which the company means it to be met; empty: any.
    present : bool or None
        Presence audit: whether the company is there at all (on the comparison site, at the fair); None: not looked.
    effort : float or None
        What it costs in a year, in any unit that is the same for all: money, hours, people.
    """

    key: str
    name: str
    label: str = ""
    stages: tuple[str, ...] = ()
    setting: Setting = "either"
    owner: Owner = "brand"
    department: str = ""
    present: bool | None = None
    effort: float | None = Field(default=None, ge=0)
    effort_unit: str = ""
    note: str = ""


class PlanItem(Model):
    """One action of the plan: what is to be done, by whom, until when, and by which figure its effect is seen.

    `answers` are keys of entries of journey maps (pains, solutions); `map` the key of the map they stand on. `before`
    and `after` are values of the figure `metric`; `instrument` the survey question it is of, if any.
    """

    key: str
    text: str
    map: str = ""
    answers: tuple[str, ...] = ()
    owner: str = ""
    due: str = Field(default="", description="ISO date, or empty.")
    status: PlanStatus = "proposed"
    metric: str = ""
    instrument: str = ""
    before: float | None = None
    after: float | None = None
    note: str = ""


class InventoryReport(Model):
    """What a list of contacts changed: `n_kept` are contacts of the study that the list does not name."""

    n_added: int = Field(default=0, ge=0)
    n_changed: int = Field(default=0, ge=0)
    n_same: int = Field(default=0, ge=0)
    n_removed: int = Field(default=0, ge=0)
    n_kept: int = Field(default=0, ge=0)
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [
            (self.n_added, ngettext("{n} contact added.", "{n} contacts added.", self.n_added)),
            (self.n_changed, ngettext("{n} contact changed.", "{n} contacts changed.", self.n_changed)),
            (self.n_same, ngettext("{n} contact was known.", "{n} contacts were known.", self.n_same)),
            (self.n_removed, ngettext("{n} contact removed.", "{n} contacts removed.", self.n_removed)),
            (
                self.n_kept,
                ngettext(
                    "{n} contact of the study is not on the list and stays.",
                    "{n} contacts of the study are not on the list and stay.",
                    self.n_kept,
                ),
            ),
        ]
        said = [sentence.format(n=n) for n, sentence in parts if n]
        return "\n".join([" ".join(said) or _("The list is empty."), *self.notes])

    __repr__ = __str__
