"""The bundled articles, the first thing a newcomer sees, are coded as a reader reads them."""

import importlib.util
import sys
from pathlib import Path

import pytest

from geo.pipeline import Pipeline
from geo.settings import Settings

ROOT = Path(__file__).parents[2]
#: What ``python bench/samples.py`` measured; they only go up.
FLOORS = {
    "found": 0.76, "shown": 0.87, "drawn": 0.81, "silent": 0.85, "actors": 0.84,
    "recipients": 0.79, "mode": 0.84, "place": 0.73, "date": 0.91, "day": 0.82, "number": 0.95,
}  # fmt: skip


@pytest.fixture(scope="module")
def tally():
    spec = importlib.util.spec_from_file_location("samples", ROOT / "bench" / "samples.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["samples"] = module  # its data classes look themselves up there
    spec.loader.exec_module(module)
    return module.measure(Pipeline(Settings()))


@pytest.mark.parametrize("figure", FLOORS)
def test_what_a_newcomer_sees_is_right(tally, figure):
    assert tally.share(figure) >= FLOORS[figure], [w for w in tally.words if w.startswith("  ")]
