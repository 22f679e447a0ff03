"""Draw the pictures of journey maps in README and guides: ``python -m tools.make_map_pictures`` (needs pdftoppm)."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cjm_research import Study
from cjm_research.demo import open_demo, open_sample

DOCS = Path(__file__).parent.parent / "docs"
# Dots an inch: an A3 sheet is then 1,400 pixels wide.
RESOLUTION = 85
LANES = ("action", "touchpoint", "emotion", "pain", "success", "turning", "quote")
# File -> the study, whose map, and how it is drawn.
PICTURES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "journey-map": ("furniture", "P1", {"kind": "journey", "lanes": LANES}),
    "img-journey-maps-wheel": ("flight", "all", {"kind": "wheel"}),
    "img-journey-maps-process": ("furniture", "P2", {"kind": "process"}),
    "img-journey-maps-timeline": ("flight", "all", {"kind": "timeline"}),
    "img-journey-maps-person": ("furniture", "en_221", {"kind": "participant"}),
    "img-journey-maps-compare": ("furniture", "P1", {"kind": "compare", "other": "P2"}),
}


def main() -> None:
    """Draw them all."""
    with tempfile.TemporaryDirectory() as place:
        studies: dict[str, Study] = {
            "furniture": open_demo("en", Path(place) / "furniture"),
            "flight": open_sample("flight", Path(place) / "flight"),
        }
        for name, (study, key, options) in PICTURES.items():
            sheet = studies[study].write_map(key, format="pdf", page="A3", out=Path(place) / f"{name}.pdf", **options)
            _to_png(sheet, DOCS / f"{name}.png")


def _to_png(pdf: Path, png: Path) -> None:
    """The first page."""
    words = ["pdftoppm", "-r", str(RESOLUTION), "-png", "-singlefile", str(pdf), str(png.with_suffix(""))]
    subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
