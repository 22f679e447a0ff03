"""Which version of the schema a database has, and the way to the present one.

Opening a study of the present version costs one look-up; Alembic is imported only where there is something to do.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from cjm_research.errors import StudyNotFoundError, StudyVersionError
from cjm_research.i18n import _

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def known_versions() -> tuple[str, ...]:
    """The versions this package knows, oldest first: the numbers that begin the names of the migrations."""
    return tuple(sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


def upgrade(connection: Connection) -> None:
    """Bring the database to the present version, inside the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def stamped_version(connection: Connection) -> str | None:
    """The version written in the database; None where it holds no study."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def needs_upgrade(connection: Connection, location: str) -> bool:
    """Whether an older package wrote this study.

    Raises
    ------
    StudyNotFoundError
        The database holds no study.
    StudyVersionError
        A newer package wrote it.
    """
    version = stamped_version(connection)
    if version is None:
        raise StudyNotFoundError.at(
            location,
            _("This database holds no study."),
            hint=_("Name the folder of a study. A new one is made with: {command}").format(command="cjm new DIR"),
        )
    if version not in known_versions():
        raise StudyVersionError.at(
            location,
            _("A newer cjm-research wrote this study (version {found}).").format(found=version),
            expected=_("This one knows versions up to {known}.").format(known=known_versions()[-1]),
            hint=_("Update it: pip install --upgrade cjm-research"),
        )
    return version != known_versions()[-1]
