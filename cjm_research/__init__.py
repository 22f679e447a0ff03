"""Interviews become personas, empathy maps and customer journey maps whose every cell leads back to quotes.

>>> import cjm_research
>>> cjm_research.__all__
['Study', '__version__', 'open_demo']
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.6.0"
__all__ = ["Study", "__version__", "open_demo"]

if TYPE_CHECKING:
    from cjm_research.demo import open_demo
    from cjm_research.study import Study


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for, so that importing the package stays light."""
    if name == "Study":
        from cjm_research.study import Study

        return Study
    if name == "open_demo":
        from cjm_research.demo import open_demo

        return open_demo
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
