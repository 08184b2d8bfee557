"""The public names: there, lazily imported, and no more than promised."""

from __future__ import annotations

import subprocess
import sys

import pytest

import geo

PROMISED = {
    "read_articles", "geoparse", "geocode", "code_events", "events_to_gdf", "filter_events",
    "make_map", "to_geojson", "Article", "Event", "Filters", "Settings", "__version__",
}  # fmt: skip


def test_public_names_are_those_of_the_design():
    assert set(geo.__all__) == PROMISED


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_each_public_name_resolves_and_is_documented(name):
    value = getattr(geo, name)
    assert name == "__version__" or value.__doc__


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nope"):
        _ = geo.nope


def test_import_geo_pulls_in_nothing_heavy():
    code = "import sys, geo; print(*sorted(m.partition('.')[0] for m in sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pandas", "geopandas", "numpy", "folium", "streamlit", "shapely", "sqlalchemy"}
    assert not heavy & set(out.stdout.split())
