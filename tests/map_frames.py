"""Small frames for the map's tests, and the strings that have broken maps before."""

from __future__ import annotations

from geo.frame import frame_from_rows

HOSTILE = (
    "{{7*7}}",
    "{% of",
    "{# no end",
    "{{cycler.__init__.__globals__.os.getpid()}}",
    "${window.owned=1}",
    "`+(window.owned=1)+`",
    "\\`${window.owned=1}",
    "<img src=x onerror='window.owned=1'>",
    "</script><script>window.owned=1</script>",
    "<!--<script>",
    "javascript:window.owned=1",
    "'\";window.owned=1;//",
    "\u2028window.owned=1\u2029",
    "]]></script>",
    "\u202egnp.exe\u202c",
    "nul\x00byte",
    "=cmd|' /C calc'!A0",
    "https://evil.example/x.png",
    "url(https://evil.example/x.css)",
    "&lt;img src=x onerror=window.owned=1&gt;",
    "х" * 400,
)

_PLACES = {
    "Almaty": ("city", 43.25249, 76.9115, "gn:1526384", "KAZ", "Kazakhstan", None),
    "Kyiv": ("city", 50.45466, 30.5238, "gn:703448", "UKR", "Ukraine", None),
    "Kazakhstan": ("country", 48.0, 68.0, "gn:1522867", "KAZ", "Kazakhstan", 1500.0),
    "Mangystau": ("admin1", 44.2, 53.5, "gn:608879", "KAZ", "Kazakhstan", 320.0),
    "Donbas": ("region", 48.2, 38.5, "dl:donbas", "UKR", "Ukraine", 150.0),
}


def rows(place: str | None, event_type: str, n: int = 1, **more):
    """``n`` rows of one type at one of the places, or at none."""
    base = {"event_type": event_type, "precision": "none", "confidence": 0.8, "evidence": "Told."}
    if place is not None:
        precision, lat, lon, place_id, iso3, country, radius = _PLACES[place]
        base |= {
            "precision": precision,
            "location": place,
            "latitude": lat,
            "longitude": lon,
            "place_id": place_id,
            "iso3": iso3,
            "country": country,
            "geo_radius_km": radius,
        }
    return [base | more for _ in range(n)]


def frame_of(*groups):
    """A frame of rows with ids in order: e0, e1 …"""
    flat = [dict(row) for group in groups for row in group]
    for i, row in enumerate(flat):
        row.setdefault("event_id", f"e{i}")
    return frame_from_rows(flat)


def few_events():
    """Two towns, a region, a country, a physical region, and two events without a place."""
    return frame_of(
        rows("Almaty", "PROTEST", 3),
        rows("Almaty", "COERCE", 2),
        rows("Kyiv", "CONSULT"),
        rows("Mangystau", "PROTEST", 2),
        rows("Kazakhstan", "CONCEDE", 4),
        rows("Donbas", "ASSAULT", 6, disputed="UKR; RUS (occupier)"),
        rows(None, "PROTEST", 2),
    )


def hostile_events():
    """Every text column of every row holds an attack."""
    groups = []
    for text in HOSTILE:
        told = {
            "location": text, "country": text, "admin1": text, "evidence": text, "title": text,
            "source": text, "url": text, "actor1": text, "actor2": text, "mode": text,
            "disputed": text, "quantity_text": text, "trigger": text,
        }  # fmt: skip
        groups += [rows(place, "PROTEST", **told) for place in ("Almaty", "Kazakhstan", "Donbas")]
    return frame_of(*groups)
