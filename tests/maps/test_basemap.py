"""The constant half of a map: local files only, and nothing that changes."""

from __future__ import annotations

import re

import pytest

from geo.maps import assets, base_map
from geo.resources import data_path

FOREIGN = re.compile(r"""(?:src|href)\s*=\s*["']\s*(?:https?:)?//""")


def _script(made):
    page = made.get_root().render()
    return re.sub(r"[0-9a-f]{32}", "id", page)


def test_no_foreign_address_is_loaded():
    for made in (base_map(asset_url="/served/dateline_assets"), base_map()):
        page = made.get_root().render()
        assert not FOREIGN.search(page)
        assert "cdn" not in page
        assert "openstreetmap" not in page


def test_two_base_maps_are_the_same_map():
    options = {"asset_url": "/a/dateline_assets", "theme": "dark"}
    assert _script(base_map(**options)) == _script(base_map(**options))


def test_online_tiles_are_there_only_when_asked_for():
    made = base_map(asset_url="/a", online_tiles=True).get_root().render()
    assert "tile.openstreetmap.org" in made


def test_install_takes_foreign_addresses_out_of_any_folium_map(monkeypatch):
    import folium

    monkeypatch.setattr(folium.Map, "default_js", folium.Map.default_js)
    monkeypatch.setattr(folium.Map, "default_css", folium.Map.default_css)
    assets.install()
    page = folium.Map(tiles=None).get_root().render()
    assert not FOREIGN.search(page)


@pytest.mark.parametrize("name", [*assets.SCRIPTS, *assets.STYLES, "page.js", "page.css"])
def test_every_file_is_there_and_asks_nobody(name):
    text = (assets.ASSET_DIR / name).read_text(encoding="utf-8")
    assert text.strip()
    assert not re.search(r"@import|importScripts|sourceMappingURL=http", text)
    if not name.startswith(("leaflet/", "heat/")):
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace(
            "/^https?:", ""
        ).replace("http and https", "")


def test_vendored_files_bring_their_licences():
    assert "BSD 2-Clause" in (assets.ASSET_DIR / "leaflet/LICENSE").read_text(encoding="utf-8")
    assert "Redistribution" in (assets.ASSET_DIR / "heat/LICENSE").read_text(encoding="utf-8")


def test_leaflet_is_the_unmodified_release():
    import hashlib

    digests = {
        "leaflet/leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
        "leaflet/leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
        "heat/leaflet-heat.js": "eb952aae5806a1102729f291bab887dde783ace859819a354827a776e73e486a",
    }
    for name, digest in digests.items():
        assert hashlib.sha256((assets.ASSET_DIR / name).read_bytes()).hexdigest() == digest


def test_the_folders_to_serve_exist_and_hold_the_basemap():
    folders = assets.component_folders()
    assert set(folders) == {assets.ASSETS, assets.BASEMAP}
    assert (folders[assets.BASEMAP] / "world.json").is_file()
    assert assets.basemap_url("../geo.app.x.dateline_assets") == "../geo.app.x.dateline_basemap"


def test_the_basemap_stays_small_enough_for_a_repository():
    files = [p for p in data_path("basemap").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) < 15_000_000
