"""Words that show their place on the map: the page's half.

``st.html`` runs no script, and none is needed: such a word carries four numbers and nothing else,
and the map's own frame (``geo/maps/static/looking.js``) listens for it. The map moves at once, and
tells the server as it tells of every move.
"""

from __future__ import annotations

from typing import Final

from geo.app.markup import esc
from geo.app.strings import Words
from geo.model import Place

#: Half the side of what the map then shows, in degrees, by how exactly the place is known.
_REACH: Final = {"place": 0.2, "city": 0.4, "admin2": 1.0, "admin1": 3.0}
_WIDE: Final = 8.0
#: Kinds that are a point: the map rings them. An area has no middle to be rung.
_POINTS: Final = frozenset({"place", "city"})


def look(place: Place, inner: str, words: Words, *, css: str = "", title: str = "") -> str:
    """HTML that is already safe, as a word that shows the place on the map when chosen."""
    reach = _REACH.get(place.precision, _WIDE)
    exact = int(place.precision in _POINTS)
    at = f"{place.latitude:.5f},{place.longitude:.5f},{reach:g},{exact}"
    told = f"{title}: {words('article.look')}" if title else words("article.look")
    return (
        f'<span class="dl-look {css}" role="button" tabindex="0" data-look="{at}"'
        f' title="{esc(told)}">{inner}</span>'
    )
