"""What every export says of itself: time, version, filters, licences."""

from __future__ import annotations

from datetime import UTC, datetime

import geo
from geo.filters import Filters

ATTRIBUTION = (
    "Places: GeoNames (geonames.org), CC BY 4.0. Outlines: Natural Earth, public domain. "
    "Events: coded automatically by Dateline; read the evidence before you rely on one."
)


def export_metadata(
    filters: Filters | None = None, *, count: int, generated_at: datetime | None = None
) -> dict[str, str | int]:
    """Describe an export.

    Parameters
    ----------
    filters
        The filters that made the selection; None for none.
    count
        How many events it holds.
    generated_at
        Moment of making, with time zone; now (UTC) when None.
    """
    moment = generated_at or datetime.now(UTC)
    return {
        "generator": "Dateline",
        "version": geo.__version__,
        "generated_at": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "filters": filters.to_query() if filters else "",
        "events": count,
        "crs": "EPSG:4326",
        "attribution": ATTRIBUTION,
    }


def metadata_line(filters: Filters | None = None, *, count: int) -> str:
    """The same as one line of text, for what is read and not parsed."""
    told = export_metadata(filters, count=count)
    return " · ".join(f"{name}: {value or 'none'}" for name, value in told.items())
