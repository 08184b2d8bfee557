"""One ``Filters`` value drives map, table, histogram, counters, exports and the address bar (step 6).

    Filters ─▶ Sieve(frame, filters) ─▶ mask, counts beside the options
               filter_events(frame, filters) ─▶ the rows that pass

Every field left at its default passes all.
"""

from geo.filters.sieve import FACETS as FACETS
from geo.filters.sieve import Sieve as Sieve
from geo.filters.sieve import facet_counts as facet_counts
from geo.filters.sieve import filter_events as filter_events
from geo.filters.sieve import filter_mask as filter_mask
from geo.filters.value import ActorRole as ActorRole
from geo.filters.value import Filters as Filters

__all__ = [
    "FACETS", "ActorRole", "Filters", "Sieve", "facet_counts", "filter_events", "filter_mask",
]  # fmt: skip
