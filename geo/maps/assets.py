"""The files a map needs in the browser, all of them ours or vendored: no map names another host.

Leaflet and Leaflet.heat are the unmodified npm releases with their licences beside them
(``static/leaflet``, ``static/heat``); the rest of ``static/`` is Dateline's own. The basemap lies
in ``data/basemap``. Three ways lead to the browser:

- an app serves the two folders of ``component_folders()`` and gives the address of the first to
  ``base_map(asset_url=…)``. In Streamlit, one ``declare_component(name, path=folder)`` each does
  it; seen from the map's frame the address is then ``"../<declaring module>.dateline_assets"``;
- ``inline_links()`` carries everything as ``data:`` links (notebooks, ``make_map``);
- ``geo.maps.html`` writes everything into one file.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Final

from geo.resources import data_path

#: Served under this name: scripts, styles, images.
ASSETS: Final = "dateline_assets"
#: Served under this name: the basemap's polygons and labels.
BASEMAP: Final = "dateline_basemap"
#: In the order in which they must run.
SCRIPTS: Final = (
    "leaflet/leaflet.js",
    "heat/leaflet-heat.js",
    "words.js",
    "atlas.js",
    "labels.js",
    "marks.js",
    "player.js",
    "picture.js",
    "looking.js",
    "events.js",
)
STYLES: Final = ("leaflet/leaflet.css", "dateline.css")
BASEMAP_FILES: Final = ("world.json", "labels.json")
#: Languages in which places are named beside the data's own: ``names.<language>.json``.
NAMED: Final = ("ru",)

ASSET_DIR: Final = Path(__file__).resolve().parent / "static"


def component_folders(data_dir: Path | None = None) -> dict[str, Path]:
    """Name -> folder of what an app has to serve, e.g. with ``declare_component(name, path=…)``."""
    return {ASSETS: ASSET_DIR, BASEMAP: data_path("basemap", override=data_dir)}


def install() -> None:
    """Take the addresses of foreign hosts out of folium's map class, once a process.

    ``base_map`` does not need them; this guards every other folium map made beside it.
    """
    import folium

    folium.Map.default_js = []
    folium.Map.default_css = []


def links(asset_url: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Scripts and styles below ``asset_url`` as (name, address) pairs, as folium wants them."""
    base = asset_url.rstrip("/")
    return (
        [(name, f"{base}/{name}") for name in SCRIPTS],
        [(name, f"{base}/{name}") for name in STYLES],
    )


def basemap_url(asset_url: str) -> str:
    """Where the basemap is served, given where the assets are."""
    return asset_url.rstrip("/").replace(ASSETS, BASEMAP)


def text(name: str) -> str:
    """One script or style as text."""
    return (ASSET_DIR / name).read_text(encoding="utf-8")


def basemap_script(data_dir: Path | None = None, *, language: str = "en") -> str:
    """A script that holds the basemap itself, for pages that cannot fetch."""
    names = (f"names.{language}.json",) if language in NAMED else ()
    files = (*BASEMAP_FILES, *names)
    parts = [f"Dateline.inline[{name!r}]={_file(name, data_dir)};" for name in files]
    return "\n".join(parts)


def inline_links(
    data_dir: Path | None = None,
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Scripts and styles as ``data:`` links, basemap included: nothing is fetched, about 4 MB.

    Base 64 keeps them out of the reach of folium's templates.
    """
    scripts = [(name, _data("text/javascript", text(name))) for name in SCRIPTS]
    scripts.append(("basemap", _data("text/javascript", basemap_script(data_dir))))
    return scripts, [(name, _data("text/css", text(name))) for name in STYLES]


def _file(name: str, data_dir: Path | None) -> str:
    return data_path("basemap", name, override=data_dir).read_text(encoding="utf-8")


def _data(kind: str, content: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{base64.b64encode(content.encode()).decode()}"
