from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

from cjm_research.storage import ImportBatch, Store
from tests.storage.samples import new, transcript

N_INTERVIEWS = 60

# Imports the same batch into one copy of the study after another; a line on standard output when each begins and ends.
IMPORTER = f"""
import sys
from cjm_research.storage import ImportBatch, Store
from tests.storage.samples import coding, new, transcript

def batch():
    for number in range({N_INTERVIEWS}):
        one = transcript(f"n{{number}}", ("en", "pl", "ru")[number % 3])
        yield new(one, [coding(one, start, start + 3) for start in range(20)])

ready = ImportBatch(tuple(batch()))
for place in sys.argv[1:]:
    store = Store.open(place)
    print("begin", flush=True)
    store.import_batch(ready)
    print("end", flush=True)
"""


def test_import_killed_at_any_moment_leaves_the_study_as_before(tmp_path, root):
    places = [str(tmp_path / f"study{n}") for n in range(5)]
    for place in places:
        Store.create(place).import_batch(ImportBatch((new(transcript("old")),)))
    took_s = _import(places[0], root, None)
    assert _found(places[0]) == 1 + N_INTERVIEWS
    chance = random.Random(20260101)
    for place in places[1:]:
        _import(place, root, took_s * chance.uniform(0.0, 0.9))
    found = [_found(place) for place in places[1:]]
    assert set(found) <= {1, 1 + N_INTERVIEWS}
    assert 1 in found, "every import was over before it was killed"


def _import(place: str, root, kill_after_s: float | None) -> float:
    """Import in a process of its own, and kill it if asked; the seconds the import took."""
    process = subprocess.Popen([sys.executable, "-c", IMPORTER, place], stdout=subprocess.PIPE, text=True, cwd=root)
    with process:
        assert process.stdout.readline() == "begin\n"
        began = time.perf_counter()
        if kill_after_s is None:
            process.stdout.readline()
        else:
            time.sleep(kill_after_s)
            process.send_signal(signal.SIGKILL)
        return time.perf_counter() - began


def _found(place: str) -> int:
    """How many interviews the study holds, all of them whole."""
    store = Store.open(place)
    ids = [one.id for one in store.transcripts()]
    assert ids[0] == "old"
    assert len(store.codings()) == 20 * (len(ids) - 1)
    return len(ids)
