"""``python -m geo.maps.build``: make the basemap of the checkout anew, and say what it holds."""

from __future__ import annotations

import sys

from geo.maps.build import build_basemap
from geo.resources import data_dir

for what, number in build_basemap(data_dir() / "basemap").items():
    sys.stdout.write(f"{number:>10,} {what}\n")
