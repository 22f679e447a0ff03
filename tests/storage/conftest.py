from __future__ import annotations

import pytest

from cjm_research.storage import ImportBatch, Store
from tests.storage.samples import coding, fixed_clock, new, suggestion, transcript


@pytest.fixture
def store(tmp_path) -> Store:
    return Store.create(tmp_path / "study", clock=fixed_clock)


@pytest.fixture
def coded(store) -> Store:
    """A store with one interview, two suggestions and one coding of anna."""
    interview = transcript()
    store.import_batch(ImportBatch((new(interview, [coding(interview)]),)))
    store.sync_suggestions([suggestion(interview, 2, 6), suggestion(interview, 7, 11)], ["t1"])
    return store
