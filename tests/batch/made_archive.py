"""A small archive, and what its events come to."""

from __future__ import annotations

from tests.builders import make_article

CITIES = ["Almaty", "Nairobi", "Lima", "Minsk", "Khartoum", "Dhaka"]
WIRE = "A car bomb killed 14 people outside a market in Peshawar on Monday, police said. Copy {}."


def archive():
    """Six towns with an arrest each, and one bombing that ten papers tell, one in each part."""
    arrests = [
        make_article(f"Police arrested about {n + 2}0 protesters in {city} on Wednesday.")
        for n, city in enumerate(CITIES)
    ]
    copies = [make_article(WIRE.format(n), source=f"Paper {n}") for n in range(10)]
    return [a for pair in zip(copies, [*arrests, *[None] * 4], strict=True) for a in pair if a]


def told(frame):
    return {row.event_id: (row.n_sources, row.evidence) for row in frame.itertuples()}
