"""Fuzz the article readers: files that were right, broken at random, read in this very process.

    python bench/fuzz_articles.py [--seconds 60] [--seed 1]

The product parses HTML, PDF, Word and feeds in a child process that turns whatever a parser
raises into one clear message. Here that net is taken away, so that every exception a parser lets
through is counted by format and kind, with the slowest input of each.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "articles")]

from conftest import PAGE  # noqa: E402 (the path is set above)
from made_files import docx, pdf, warc, zipped  # noqa: E402

from geo.articles.bundled import samples  # noqa: E402
from geo.articles.draft import Draft  # noqa: E402
from geo.articles.formats import Context, reader_of  # noqa: E402
from geo.articles.isolation import parsed_parts  # noqa: E402
from geo.articles.text import to_article  # noqa: E402
from geo.errors import ArticleError  # noqa: E402

ISOLATED = {"html": "web", "pdf": "pdf", "docx": "docx", "feed": "feed"}
#: The member that is broken before it is packed, in most of the inputs.
INSIDE = {"docx": "word/document.xml", "zip": "b.csv"}
INNER_SHARE = 0.7
CONTEXT = Context(name="fuzzed", max_chars=200_000)
TOKENS = (
    b"<", b">", b"</", b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"&#x10FFFF;", b"<p>", b"<time datetime='",
    b"<script type='application/ld+json'>{", b"<?xml ", b"<!DOCTYPE", b"<item>", b"<entry>", b"xmlns:x='",
    b"/Length 99999999", b"/Filter /FlateDecode", b"/Kids [", b"obj", b"endobj", b"<<", b">>", b"R",
    b"\x00", b"\xff" * 8, b"\r\n\r\n", b'"', b"\\u", b"\\ud800", b"{", b"[", b",", b"\t", b"1e999", b"-1",
    b"PK\x03\x04", b"PK\x01\x02", b"Content-Length: 4294967296\r\n", b"WARC-Type: revisit\r\n",
)  # fmt: skip


def seeds() -> dict[str, list[bytes]]:
    """Right files of each format, their text from the bundled samples."""
    texts = [article.text for article in samples()[:6]]
    paragraphs = texts[0].split("\n\n")
    rows = [{"text": t, "title": t[:40], "date": "2024-03-05"} for t in texts]
    feed = "".join(
        f"<item><title>{t[:30]}</title><link>https://x.test/{n}</link>"
        f"<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description><![CDATA[<p>{t}</p>]]></description></item>"
        for n, t in enumerate(texts)
    )
    lines = [line.replace("(", "").replace(")", "").replace("\\", "") for line in paragraphs]
    return {
        "text": [t.encode() for t in texts] + [b"---\ntitle: x\npublished: 2024-03-05\n---\nText"],
        "html": [PAGE.encode(), PAGE.replace("utf-8", "windows-1251").encode("cp1251", "replace")],
        "pdf": [pdf([lines, lines], title="T", created="D:20240305")],
        "docx": [docx(paragraphs, title="T", created="2024-03-05")],
        "feed": [f"<?xml version='1.0'?><rss version='2.0'><channel>{feed}</channel></rss>".encode()],
        "csv": [("text;date\n" + "\n".join(f'"{t}";2024-03-05' for t in texts)).encode()],
        "jsonl": ["\n".join(map(json.dumps, rows)).encode(), json.dumps({"articles": rows}).encode()],
        "zip": [zipped({"a.txt": texts[0], "b.csv": f'text\n"{texts[1]}"', "c.json": json.dumps(rows)})],
        "warc": [warc([("https://x.test/a", "text/plain", texts[0].encode())] * 2, packed=p) for p in (True, False)],
    }  # fmt: skip


def members(archive: bytes, name: str) -> bytes:
    """One member of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def broken(data: bytes, chance: random.Random) -> bytes:
    """One to eight changes: bytes flipped, cut, doubled, swapped for tokens."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(out) + 1)
        match chance.randrange(5):
            case 0:
                out[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[place : place + chance.randint(1, 200)]
            case 2:
                out[place:place] = out[place : place + chance.randint(1, 200)] * chance.randint(
                    1, 30
                )
            case 3:
                out[place:place] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 500))
            case _:
                out[place : place + chance.randint(0, 4)] = chance.choice(TOKENS)
    return bytes(out)


def read_here(format_: str, data: bytes) -> str:
    """Read in this process: "article", "refused", or the kind of an exception that got through."""
    try:
        if format_ in ISOLATED:
            parts = import_module(f"geo.articles.{ISOLATED[format_]}").parse(data, CONTEXT)
        else:
            parts = parsed_parts(reader_of(format_, "fuzzed")(io.BytesIO(data), CONTEXT), "fuzzed")
        read = [to_article(part) for part in parts if isinstance(part, Draft)]
    except ArticleError:
        return "refused"
    except RecursionError:
        return "RecursionError"
    except Exception as error:  # noqa: BLE001 (finding these is the purpose)
        return type(error).__name__
    return "article" if read else "nothing"


def run(seconds: float, seed: int) -> int:
    """Fuzz all formats in turn for a time; print a table; the number of uncaught exceptions."""
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    files = seeds()
    outcomes: dict[str, Counter[str]] = {format_: Counter() for format_ in files}
    slowest = dict.fromkeys(files, 0.0)
    kept: dict[tuple[str, str], bytes] = {}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for format_, originals in files.items():
            data = broken(chance.choice(originals), chance)
            if format_ in INSIDE and chance.random() < INNER_SHARE:
                # A changed byte of an archive mostly breaks its checksum and gets no further.
                data = zipped(
                    {INSIDE[format_]: broken(members(originals[0], INSIDE[format_]), chance)}
                )
            started = time.monotonic()
            outcome = read_here(format_, data)
            slowest[format_] = max(slowest[format_], time.monotonic() - started)
            outcomes[format_][outcome] += 1
            kept.setdefault((format_, outcome), data)
    print(f"{'format':7}{'inputs':>8}{'slowest s':>11}  outcomes")
    for format_, counts in outcomes.items():
        told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{format_:7}{counts.total():8}{slowest[format_]:11.2f}  {told}")
    fine = {"article", "refused", "nothing"}
    bad = {key: data for key, data in kept.items() if key[1] not in fine}
    for (format_, outcome), data in bad.items():
        caught = "caught by the child process" if format_ in ISOLATED else "NOT CAUGHT"
        print(f"{format_}: {outcome} ({caught}): {data[:80]!r}… {len(data)} bytes")
    total = sum(counts.total() for counts in outcomes.values())
    escaped = sum(format_ not in ISOLATED for format_, _ in bad)
    print(
        f"{total} inputs in {seconds:g} s, seed {seed}; kinds of exception that would reach a user: {escaped}"
    )
    return escaped


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.exit(1 if run(arguments.seconds, arguments.seed) else 0)
