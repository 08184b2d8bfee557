"""A made-up world of coded events for tests of the screen: every span true to its article's text.

``python -m tests.made_world 300 > events.jsonl`` writes a file the app can be opened with.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta

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


def _city(number, name, lat, lon, iso3, country, admin1):
    return Place(
        f"gn:{number}", name, lat, lon, "city", iso3, country, admin1, f"ne:{iso3}-{admin1}",
        population=500_000, radius_km=8.0,
    )  # fmt: skip


PLACES = (
    _city(1526384, "Almaty", 43.25, 76.95, "KAZ", "Kazakhstan", "Almaty"),
    _city(184745, "Nairobi", -1.28, 36.82, "KEN", "Kenya", "Nairobi"),
    _city(3871336, "Santiago", -33.46, -70.65, "CHL", "Chile", "Santiago Metropolitan"),
    _city(1850147, "Tokyo", 35.69, 139.69, "JPN", "Japan", "Tokyo"),
    _city(2988507, "Paris", 48.85, 2.35, "FRA", "France", "Île-de-France"),
    _city(98182, "Baghdad", 33.34, 44.4, "IRQ", "Iraq", "Baghdad"),
    Place("gn:610612", "Mangystau", 44.0, 53.0, "admin1", "KAZ", "Kazakhstan", "Mangystau", "gn:610612"),
    Place("cc:KAZ", "Kazakhstan", 48.0, 68.0, "country", "KAZ", "Kazakhstan"),
    Place("cc:KEN", "Kenya", 0.5, 38.0, "country", "KEN", "Kenya"),
    None,
)  # fmt: skip
ACTORS = ("protesters", "police", "miners", "the army", "rebels", "the government", "teachers")
KINDS = (
    ("PROTEST", ("demo",), "marched against", 3), ("PROTEST", ("riot",), "attacked", 1),
    ("COERCE", ("arrest",), "arrested", 2), ("ASSAULT", ("firearms",), "fired on", 2),
    ("CONSULT", ("visit",), "met", 1), ("RETREAT", ("release",), "released", 1),
    ("THREATEN", (), "threatened", 1), ("AID", (), "sent food to", 1), ("AGREE", (), "agreed with", 1),
)  # fmt: skip
ACLED = {"PROTEST": "Protests", "COERCE": "Strategic developments", "ASSAULT": "Battles"}


def made_article(
    number: int, parts: list[tuple[str, Place | None]], *, title: str | None = None, day: date
) -> Article:
    """An article of one sentence a part, headline first."""
    head = title or f"Report {number} of the day"
    text = head + "\n\n" + "\n".join(sentence for sentence, _ in parts)
    return Article(
        article_id(text, published=day), text, head, f"https://news.example/{number}",
        f"Sample Wire {number % 4}", day, "stated", "en",
    )  # fmt: skip


def made_events(count: int = 60, *, seed: int = 7, title: str | None = None) -> list[Event]:
    """``count`` events over about three months, three to an article, some without a place or date."""
    rng = random.Random(seed)  # noqa: S311 (made up, not secret)
    events: list[Event] = []
    number = 0
    while len(events) < count:
        number += 1
        day = date(2022, 1, 1) + timedelta(days=rng.randrange(90))
        told = []
        for _ in range(3):
            code, modes, verb, _w = rng.choices(KINDS, [k[3] for k in KINDS])[0]
            who, whom = rng.sample(ACTORS, 2)
            place = rng.choice(PLACES)
            where = f" in {place.name}" if place else ""
            dead = rng.choice(("", "", ", and dozens were killed"))
            told.append(
                (
                    f"On Thursday {who} {verb} {whom}{where}{dead}.",
                    place,
                    code,
                    modes,
                    verb,
                    who,
                    whom,
                )
            )
        article = made_article(number, [t[:2] for t in told], title=title, day=day)
        events += [_event(article, rng, *t) for t in told]
    return events[:count]


def _event(  # noqa: PLR0917
    article, rng, sentence, place, code, modes, verb, who, whom
):
    start = article.text.index(sentence)

    def span(words: str) -> tuple[int, int]:
        at = start + sentence.index(words)
        return at, at + len(words)

    trigger = span(verb)
    toponym = None
    if place:
        others = tuple(
            Candidate(p, 0.4 - i / 10, (("population", 0.2),))
            for i, p in enumerate(PLACES[:3])
            if p and p is not place
        )
        toponym = Toponym(
            *span(place.name), place.name, place=place, score=0.9, margin=0.4,
            reason="largest place of this name", candidates=(Candidate(place, 0.9), *others),
        )  # fmt: skip
    dozens = "dozens" in sentence
    published = article.published
    dated = rng.random() > 0.1
    at = span("On Thursday")
    return Event(
        event_id(article.id, *trigger, code), article, code, Span(*trigger, verb),
        Evidence(article.id, start, start + len(sentence), sentence, article.title, article.source, article.url),
        modes, (Actor(who, *span(who), who, "KAZ", ("CVL",)),), (Actor(whom, *span(whom), whom, "KAZ", ("GOV",)),),
        EventDate(published, published, "relative", "On Thursday", *at) if dated else None,
        "" if dated else "no publication day to count from",
        toponym, "same sentence" if place else "no place is named in the sentence or before it",
        (Quantity("killed", 24, 99, "dozens", *span("dozens")),) if dozens else (),
        acled_event_type=ACLED.get(code), confidence=round(rng.uniform(0.3, 0.98), 2),
        review_status="needs review" if rng.random() < 0.2 else "unreviewed",
    )  # fmt: skip


#: What hostile text tries: HTML, scripts, templates, literals, links, formulas, directions, length.
ATTACKS = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "</style><svg onload=\"document.title='owned'\">",
    "{{7*7}} {{cycler.__init__.__globals__.os.popen('id')}}",
    "5 {% of the people {# and {%- more",
    "${document.title='owned'}",
    "`${document.title='owned'}`",
    "[click](javascript:document.title='owned') ![x](https://evil.example/x.png)",
    ":red[colour] :material/home: $x^2$ **bold** # head",
    "=cmd|' /C calc'!A0",
    "\u202egnorw si siht\u202c \u2066isolate\u2069",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "nul\u0000 and bell\u0007 and zero\u200bwidth",
    "w" * 600,
    "&lt;b&gt; &#60;i&#62; &amp;",
    "<style>*{display:none}</style><b style='position:fixed;inset:0;background:url(//evil.example)'>",
    "[x](data:text/html;base64,PHNjcmlwdD4=) @import url(https://evil.example/x.css);",
)
_BAD_LINKS = ("javascript:document.title='owned'", "data:text/html,<script>parent.owned=1</script>")


def hostile_events() -> list[Event]:
    """Events whose every piece of foreign text is an attack: title, sentence, actor, place, source."""
    events = []
    for number, attack in enumerate(ATTACKS):
        text = f"{attack}\n\nIn {attack} the crowd {attack} marched on Monday."
        url = (f"https://news.example/{number}", *_BAD_LINKS)[number % 3]
        day = date(2024, 5, 1 + number)
        article = Article(article_id(text), text, attack, url, attack[:80], day, "stated", "en")
        start = text.index("In ")
        at = text.index("marched")
        where = (start + 3, start + 3 + len(attack))
        place = Place(
            f"dl:{number}", attack, 10.0 + number, 20.0 + number, "city", "NER", attack, attack
        )
        crowd = text.index(attack, where[1])
        events.append(
            Event(
                event_id(article.id, at, at + 7, "PROTEST"), article, "PROTEST", Span(at, at + 7, "marched"),
                Evidence(article.id, start, len(text), text[start:], attack, attack[:80], url),
                ("demo",), (Actor(attack, crowd, crowd + len(attack), attack),), (),
                EventDate(day, day, "stated", "on Monday", text.index("on Monday"), len(text) - 1), "",
                Toponym(*where, attack, place=place, score=0.5, reason=attack,
                        candidates=(Candidate(place, 0.5, ((attack, 0.1),)),
                                    Candidate(PLACES[0], 0.4, ()))),
                attack, (Quantity("killed", 1, None, attack, crowd, crowd + len(attack)),),
                acled_event_type="Protests", confidence=0.5, review_status="needs review",
            )
        )  # fmt: skip
    return events


def main() -> None:
    """Write a made world to standard output; 0 writes the hostile one."""
    from geo.app.data import write_records

    count = int(sys.argv[1])
    sys.stdout.write(write_records(made_events(count) if count else hostile_events()))


if __name__ == "__main__":
    main()
