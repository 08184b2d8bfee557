"""Which gazetteer entry is which polygon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from geo.maps.build.natural_earth import Unit


def gazetteer_ids(units: Sequence[Unit], polygons: np.ndarray) -> dict[int, str]:
    """Place of the unit in the file -> gazetteer id."""
    return {}
