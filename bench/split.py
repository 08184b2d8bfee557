"""Which development documents are kept back: the one split every measurement uses.

A third of every development set is never read and never tuned on; figures are reported for both
parts, and the gap between them is the honest sign of over-fitting.
"""

from __future__ import annotations

import hashlib


def kept_back(unit_id: str) -> bool:
    """True for the third of the units that is only ever scored, never looked at."""
    return hashlib.sha256(unit_id.encode()).digest()[0] % 3 == 0
