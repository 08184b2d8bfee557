"""The values that travel along the path: frozen, slotted data classes.

    Article ─▶ Sentence ─▶ Toponym(Place) ─▶ Event(Trigger, Actor, EventDate, Quantity, Evidence)

Every span counts Unicode code points of ``Article.text``, end exclusive, so that
``article.text[span.start:span.end] == span.text`` always holds. What was not found is ``None``
(or an empty tuple) with a reason beside it; nothing is defaulted. What can be derived from a
field is a property, never a second field. Coordinates are WGS 84 (EPSG:4326) decimal degrees.
Days are calendar days at the place of the event; no time of day is kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geo.frozen import quicken

#: PLOVER 2.0 event type -> quad class (1 verbal cooperation, 2 material cooperation,
#: 3 verbal conflict, 4 material conflict). SANCTION is 4: see docs/codebook.md.
QUAD_CLASS: dict[str, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip

#: How finely a place is known, finest first. "region" is a named area that is not an
#: administrative unit (Donbas, the Sahel); "none" means no place could be named.
Precision = Literal["place", "city", "admin2", "admin1", "region", "country", "none"]
PRECISIONS: tuple[Precision, ...] = (
    "place", "city", "admin2", "admin1", "region", "country", "none",
)  # fmt: skip
#: Precisions drawn as a point; every coarser one is drawn as an area (or not at all).
POINT_PRECISIONS: frozenset[str] = frozenset({"place", "city"})

#: The ``pin_doubt`` that a person's word on which place is meant takes away.
PLACE_UNSURE = "which place of that name is too unsure"

PlaceKind = Literal["continent", "region", "country", "admin1", "admin2", "city", "physical", "poi"]
ToponymRole = Literal["literal", "metonym", "demonym", "modifier"]
DateBasis = Literal["stated", "relative", "publication"]
ReviewStatus = Literal["unreviewed", "needs review", "accepted", "corrected", "rejected"]
QuantityKind = Literal["killed", "injured", "arrested", "displaced", "abducted", "crowd"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text: ``article.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One news text, whole and unaltered once made.

    ``text`` is everything that is coded: where the source has a separate headline it is the
    first line. ``published_basis`` says where the date came from: "stated" by the user or by
    trustworthy metadata, "guessed" from the page, or "unknown" when ``published`` is None.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: date | None = None
    published_basis: Literal["stated", "guessed", "unknown"] = "unknown"
    language: str | None = None

    @property
    def headline_end(self) -> int:
        """Offset at which the headline ends in ``text``; 0 when the text has none of its own."""
        if self.title and self.text.startswith(self.title):
            return len(self.title)
        return 0


def article_id(text: str, *, published: date | None = None, url: str | None = None) -> str:
    """The content hash that names an article: 16 hex digits, the same on every machine."""
    key = "\x1f".join((text, published.isoformat() if published else "", url or ""))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or a headline) of an article. ``index`` counts from 0 through the article."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int = 0
    kind: Literal["body", "headline", "heading", "dateline", "byline"] = "body"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer.

    ``id`` is a prefixed reference: ``gn:1526384`` (GeoNames), ``cc:KZ`` (country),
    ``ne:…`` (Natural Earth), ``dl:…`` (Dateline's own list), ``at:…`` (a point set by hand). ``country`` is the ISO 3166-1
    alpha-3 code (``XKX`` for Kosovo), None for seas, continents and the like. ``disputed``
    names the claimants where sovereignty is disputed, e.g. ``"UKR; RUS (occupier)"``.
    ``radius_km`` is the radius of a circle that holds the place: its uncertainty as a point.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    kind: PlaceKind
    country: str | None = None
    country_name: str | None = None
    admin1: str | None = None
    admin1_id: str | None = None
    admin2: str | None = None
    feature_code: str | None = None
    population: int = 0
    radius_km: float | None = None
    disputed: str | None = None

    @property
    def geonameid(self) -> int | None:
        """The GeoNames number, for entries that come from GeoNames."""
        prefix, _, number = self.id.partition(":")
        return int(number) if prefix == "gn" and number.isdigit() else None

    @property
    def region(self) -> str | None:
        """The name of the first-level region it lies in; a region lies in itself."""
        return self.name if self.kind == "admin1" else self.admin1

    @property
    def region_id(self) -> str | None:
        """The id of the first-level region it lies in; a region lies in itself."""
        return self.id if self.kind == "admin1" else self.admin1_id

    @property
    def precision(self) -> Precision:
        """How finely this entry names a spot on Earth."""
        match self.kind:
            case "poi":
                return "place"
            case "city" | "admin2" | "admin1" | "country":
                return self.kind
            case _:
                return "region"

    @property
    def geo_precision(self) -> int | None:
        """ACLED's code: 1 town or finer, 2 part of a region, 3 region; None for a country."""
        return {"place": 1, "city": 1, "admin2": 2, "admin1": 3, "region": 3}.get(self.precision)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place a toponym may mean, its score, and the features that made the score."""

    place: Place
    score: float
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the text and what it was taken to mean.

    ``role`` tells a *where* ("literal") from a name that stands for somebody ("metonym":
    Washington said), an adjective of origin ("demonym": Kazakh) and a part of another name
    ("modifier": the Paris agreement). Only literal mentions may become the place of an event.
    ``score`` is the calibrated probability that ``place`` is right (docs/quality.md).
    """

    start: int
    end: int
    text: str
    role: ToponymRole = "literal"
    place: Place | None = None
    score: float | None = None
    margin: float | None = None
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts or is acted upon.

    ``text`` is the mention as printed (with ``start`` and ``end``), ``name`` the fuller name
    it was resolved to. ``country`` is an ISO3 code or one of PLOVER's special codes (IGO, UNO,
    EUR, NGO, ISM, IMG, MNC). ``sectors`` are PLOVER's, primary first. ``implied`` marks an
    actor read from the act itself ("protests" implies protesters) and not printed as such.
    """

    text: str
    start: int
    end: int
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    implied: bool = False
    rule: str = ""

    @property
    def sector(self) -> str | None:
        """The primary PLOVER sector."""
        return self.sectors[0] if self.sectors else None


@dataclass(frozen=True, slots=True)
class EventDate:
    """An interval of days, both ends included, and what it rests on.

    ``basis``: "stated" (a calendar date in the text), "relative" (a phrase such as "on
    Thursday", anchored at the publication day) or "publication" (no phrase at all: the
    interval is what publication permits). ``text``/``start_offset``/``end_offset`` point at
    the phrase where there is one.
    """

    start: date
    end: date
    basis: DateBasis
    text: str | None = None
    start_offset: int | None = None
    end_offset: int | None = None

    @property
    def counted(self) -> date:
        """The day it is counted and sorted under: the first; where no day is said, publication.

        ``geo.frame.counted_days`` says the same of rows.
        """
        return self.end if self.basis == "publication" else self.start

    @property
    def time_precision(self) -> int:
        """ACLED's code: 1 a day, 2 within a week, 3 within a month or longer, or not said at all.

        Where the interval is only what publication permits, nothing says how far back the act lies.
        """
        days = (self.end - self.start).days
        if self.basis == "publication":
            return 3
        return 1 if days == 0 else 2 if days <= 7 else 3  # noqa: PLR2004 (ACLED's own bounds)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people, as a range with its words: "dozens" is 24 to 99.

    An end that the words leave open ("at least 26") is None.
    """

    kind: QuantityKind
    low: int | None
    high: int | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that tells of an event, in one article."""

    article_id: str
    start: int
    end: int
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where and when, with the sentence that says so.

    ``event_type`` and ``modes`` are PLOVER's. ``event_date`` may be None (``date_reason`` says
    why), and so may ``toponym`` (``geo_reason`` says which rule found the place, or why there
    is none). ``gate`` is "" for a coded event; a flagged non-event carries the reason it is
    kept off the map ("future", "negated", "hypothetical", "historical", …).
    ``more_evidence`` holds the other sentences, of this and of other articles, that were
    merged into this event. ``confidence`` is calibrated (docs/quality.md). ``pin_doubt`` says
    why the place, though named, is not drawn ("" when it is): it stays in the list for review.
    ``pin_score`` is the calibrated probability, 0 to 1, that a pin is right: a real act of that
    type, at that place, on those days. None where no question of ``geo.events.pins`` let it come
    so far, or there is no place below a country.
    """

    id: str
    article: Article
    event_type: str
    trigger: Span
    evidence: Evidence
    modes: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    event_date: EventDate | None = None
    date_reason: str = ""
    toponym: Toponym | None = None
    geo_reason: str = ""
    quantities: tuple[Quantity, ...] = ()
    contexts: tuple[str, ...] = ()
    gate: str = ""
    acled_event_type: str | None = None
    acled_sub_event_type: str | None = None
    confidence: float = 0.0
    review_status: ReviewStatus = "unreviewed"
    more_evidence: tuple[Evidence, ...] = field(default=())
    pin_doubt: str = ""
    pin_score: float | None = None

    @property
    def pinned(self) -> bool:
        """Whether the event is drawn as a pin: a place below the country, and no doubt about it."""
        return not self.pin_doubt and self.precision not in {"none", "country"}

    @property
    def quad_class(self) -> int:
        """PLOVER quad class, 1-4, of the type."""
        return QUAD_CLASS[self.event_type]

    @property
    def place(self) -> Place | None:
        """The place, where one is known."""
        return self.toponym.place if self.toponym else None

    @property
    def precision(self) -> Precision:
        """How finely the place is known; "none" without a place."""
        return self.place.precision if self.place else "none"

    @property
    def n_sources(self) -> int:
        """In how many articles the event is told."""
        return len({self.evidence.article_id, *(e.article_id for e in self.more_evidence)})


quicken(Span, Sentence, Candidate, Toponym, Actor, EventDate, Evidence, Event)


def event_id(article: str, trigger_start: int, trigger_end: int, event_type: str) -> str:
    """The id of an event: a hash of article, trigger span and type, so that it survives a re-run."""
    key = f"{article}\x1f{trigger_start}\x1f{trigger_end}\x1f{event_type}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
