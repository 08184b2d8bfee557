"""Small real values of the model for tests; text written for the purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geo.model import (
    Actor,
    Article,
    Candidate,
    Event,
    EventDate,
    Evidence,
    Place,
    Quantity,
    Span,
    Toponym,
    article_id,
    event_id,
)

TEXT = "Police arrested about 300 protesters in Almaty on Wednesday. Shops stayed shut."
ALMATY = Place(
    id="gn:1526384",
    name="Almaty",
    latitude=43.25249,
    longitude=76.9115,
    kind="city",
    country="KAZ",
    country_name="Kazakhstan",
    admin1="Almaty",
    admin1_id="gn:1537162",
    feature_code="PPLA",
    population=1977011,
    radius_km=20.0,
)
KAZAKHSTAN = Place(
    id="gn:1522867", name="Kazakhstan", latitude=48.0, longitude=68.0, kind="country",
    country="KAZ", country_name="Kazakhstan", radius_km=1500.0,
)  # fmt: skip


def make_article(text: str = TEXT, **changes) -> Article:
    """An article published on Thursday 6 January 2022."""
    published = changes.pop("published", date(2022, 1, 6))
    one = Article(
        id=article_id(text, published=published),
        text=text,
        source="Test Wire",
        published=published,
        published_basis="stated",
        language="en",
    )
    return replace(one, **changes)


def make_event(article: Article | None = None, **changes) -> Event:
    """The arrest in ``TEXT``, whole: actors, place with candidates, date, numbers, evidence."""
    article = article or make_article()
    text = article.text

    def span(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    trigger = Span(*span("arrested"), "arrested")
    sentence = text[: text.index(".") + 1]
    start, end = span("Almaty")
    event = Event(
        id=event_id(article.id, trigger.start, trigger.end, "COERCE"),
        article=article,
        event_type="COERCE",
        trigger=trigger,
        evidence=Evidence(article.id, 0, len(sentence), sentence, source=article.source),
        modes=("arrest",),
        actors=(Actor("Police", *span("Police"), "Police", "KAZ", ("COP",)),),
        recipients=(Actor("protesters", *span("protesters"), "protesters", "KAZ", ("CVL",)),),
        event_date=EventDate(
            date(2022, 1, 5), date(2022, 1, 5), "relative", "on Wednesday", *span("on Wednesday")
        ),
        toponym=Toponym(
            start, end, "Almaty", place=ALMATY, score=0.97, margin=0.6, reason="largest of its name",
            candidates=(Candidate(ALMATY, 0.9, (("population", 0.4),)), Candidate(KAZAKHSTAN, 0.1)),
        ),
        geo_reason="named in the clause of the act",
        quantities=(Quantity("arrested", 300, 300, "about 300", *span("about 300")),),
        contexts=("repression",),
        acled_event_type="Strategic developments",
        acled_sub_event_type="Arrests",
        confidence=0.86,
    )  # fmt: skip
    return replace(event, **changes)
