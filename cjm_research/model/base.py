"""The base class of everything the package hands around."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value: equal when its fields are equal, changed only by making a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OpenModel(Model):
    """A frozen value that keeps fields it does not know, so that files of others survive a round trip."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)
