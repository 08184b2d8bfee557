"""A small archive, and what its events come to."""

from __future__ import annotations

from tests.builders import make_article

CITIES = ["Almaty", "Nairobi", "Lima", "Minsk", "Khartoum", "Dhaka"]
WIRE = "A car bomb killed 14 people outside a market in Peshawar on Monday, police said. Copy {}."
#: A protest that one paper tells, and the force against it that only another tells.
RALLY = "Thousands of protesters rallied in Peshawar on Monday."
FORCE = "Police fired tear gas at protesters in Peshawar on Monday."


def archive():
    """Six towns with an arrest each, and one bombing that ten papers tell, one in each part."""
    arrests = [
        make_article(f"Police arrested about {n + 2}0 protesters in {city} on Wednesday.")
        for n, city in enumerate(CITIES)
    ]
    copies = [make_article(WIRE.format(n), source=f"Paper {n}") for n in range(10)]
    for n, more in enumerate((RALLY, FORCE)):
        copies[n] = make_article(f"{WIRE.format(n)} {more}", source=f"Paper {n}")
    return [a for pair in zip(copies, [*arrests, *[None] * 4], strict=True) for a in pair if a]


def told(frame):
    return {
        row.event_id: (row.n_sources, row.evidence, row.acled_sub_event_type)
        for row in frame.itertuples()
    }


def expected_of(events):
    """The same of events that were coded all at once."""
    return {e.id: (e.n_sources, e.evidence.text, e.acled_sub_event_type) for e in events}
