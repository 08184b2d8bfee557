"""Distances on the globe, and the 1° × 1° cells by which the gazetteer finds what is near a point."""

from __future__ import annotations

import math

#: Mean radius.
EARTH_KM = 6371.0088


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two WGS 84 points on a sphere of the mean radius."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def cells_within(lat: float, lon: float, km: float) -> list[int]:
    """Cells that a circle may touch (its box in degrees; the whole row near a pole)."""
    dlat = math.degrees(km / EARTH_KM)
    rows = range(max(0, int(lat - dlat + 90)), min(179, int(lat + dlat + 90)) + 1)
    farthest = min(89.9, abs(lat) + dlat)
    ratio = math.sin(km / EARTH_KM / 2) / math.cos(math.radians(farthest))
    dlon = 180.0 if ratio >= 1 else math.degrees(2 * math.asin(ratio))
    first, last = math.floor(lon - dlon + 180), math.floor(lon + dlon + 180)
    columns = sorted({column % 360 for column in range(first, min(last, first + 359) + 1)})
    return [row * 360 + column for row in rows for column in columns]
