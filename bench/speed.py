"""Speed and memory, as figures of this machine and as ratios to a baseline in the same run.

    python bench/speed.py            everything but the browser
    python bench/speed.py --browser  also: app start to map visible (needs Chromium)
    python bench/speed.py --curve    how time and memory grow with the length of one text, to 5 MB
    python bench/speed.py --package build/compiled/site    of the package there (`make compile`)

The articles are the development half of TR-News where it is at hand (ordinary news, most of it about
no conflict), else the bundled samples, which hold several times as many events.

Wall times depend on the machine; the ratio to starting a bare Python does not, so that is what to
compare between machines and versions. Each figure is the median of several runs, the baseline and
the candidate taken in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT.parent / "shared" / "seed" / "article.txt"
RUNS = 7


def wall(command: list[str]) -> float:
    """Seconds of one run of a command, output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def cold(name: str, command: list[str], goal_ms: int) -> dict[str, object]:
    """Median of a cold process, beside a bare Python's, in turn."""
    bare = [sys.executable, "-c", "pass"]
    wall(command)
    pairs = [(wall(bare), wall(command)) for _ in range(RUNS)]
    ours = statistics.median(b for _, b in pairs)
    base = statistics.median(a for a, _ in pairs)
    ratio = statistics.median(b / a for a, b in pairs)
    return {
        "what": name,
        "ms": round(ours * 1000),
        "ms over bare python": round((ours - base) * 1000),
        "ratio to bare python": round(ratio, 1),
        "goal ms": goal_ms,
    }


def inside(name: str, code: str, goal: str) -> dict[str, object]:
    """Median of a figure that a fresh process measures inside and prints as JSON."""
    found = []
    for _ in range(RUNS):
        out = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        found.append(float(out.stdout.split()[-1]))
    return {"what": name, "median": round(statistics.median(found), 2), "goal": goal}


FIRST_HIT = """
import time
from geo.toponyms.gazetteer import Gazetteer
start = time.perf_counter()
assert Gazetteer.open().find("Almaty")
print((time.perf_counter() - start) * 1000)
"""

NEWS = ROOT.parent / "shared" / "corpora" / "geo" / "TR-News.dev.jsonl"
#: The articles that are coded, in every process that codes some.
TEXTS = f"""
import json, resource, sys, time
from datetime import date
from pathlib import Path
from geo.articles import article_from_text, samples
from geo.model import Article
from geo.pipeline import Pipeline
from geo.settings import Settings
news = Path({os.fspath(NEWS)!r})
lines = news.read_text(encoding="utf-8").splitlines() if news.exists() else []
texts = [article_from_text(json.loads(t)["text"], published=date(2015, 3, 4)) for t in lines]
texts = texts or list(samples())
"""

ARTICLES = """
pipeline = Pipeline(Settings(parser={parser!r}))
work = getattr(pipeline, {stage!r})
for article in texts:
    work(article)
size = sum(len(a.text) for a in texts)
start = time.process_time()
rounds = 0
while time.process_time() - start < 5:
    for article in texts:
        work(article)
    rounds += 1
seconds = time.process_time() - start
print(rounds * size / 3400 / seconds)
"""

#: How much longer four times as much of a text of one act, without a full stop, takes.
LINEAR = """
import time
from geo.model import Article
from geo.pipeline import Pipeline
from geo.settings import Settings
coder = Pipeline(Settings(parser="fast"))
def seconds(size):
    text = ("Police arrested " * (size // 16))[:size]
    start = time.process_time()
    coder.code(Article(id="x", text=text, language="en"))
    return time.process_time() - start
seconds(4_000)
print(seconds(80_000) / seconds(20_000))
"""

#: One text of a given length, made of whole articles one after another, of all the corpora of news:
#: what grows with the number of places a text names does not show in the same articles again and again.
CURVE = """
size, parser = int(sys.argv[1]), sys.argv[2]
lines = (line for path in sorted(news.parent.glob("*.dev.jsonl")) for line in path.open(encoding="utf-8"))
whole = "\\n\\n".join(json.loads(line)["text"] for line in lines) or "\\n\\n".join(a.text for a in texts)
text = ((whole + "\\n\\n") * (size // len(whole) + 1))[:size]
del whole
pipeline = Pipeline(Settings(parser=parser))
for article in texts:
    pipeline.code(article)
start = time.process_time()
found = pipeline.code(Article(id="x", text=text, language="en", published=date(2015, 3, 4)))
seconds = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"kB": size // 1000, "parser": parser, "s": round(seconds, 2),
    "ms a kB": round(1e6 * seconds / size, 2), "peak MB": round(peak), "events": len(found)}))
"""
SIZES = (50_000, 200_000, 1_000_000, 5_000_000)

MEMORY = """
coder = Pipeline()
for article in texts:
    coder.code(article)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def curve() -> None:
    """Print time and peak memory of texts of growing length, each in a process of its own."""
    for parser in ("fast", "accurate"):
        for size in SIZES:
            command = [sys.executable, "-c", TEXTS + CURVE, str(size), parser]
            out = subprocess.run(command, check=True, capture_output=True, text=True)
            print(out.stdout.splitlines()[-1], flush=True)


def app_to_map() -> dict[str, object]:
    """Seconds from starting the app in a process of its own to a mark on the map in Chromium.

    The processor time is that of server and browser with all their processes, the browser's own
    start and end included, which the seconds are not.
    """
    sys.path.insert(0, str(ROOT))
    from tests.browser.app_server import map_visible_seconds

    found, cpu = [], []
    for _ in range(3):
        before = os.times()
        found.append(map_visible_seconds())
        after = os.times()
        cpu.append(sum(after[2:4]) - sum(before[2:4]))  # children, once they have ended
    return {
        "what": "app start to map visible, s",
        "median": round(statistics.median(found), 2),
        "goal": "<= 5",
        "processor time of all, s": round(statistics.median(cpu), 2),
        "load of the machine": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    """Measure and print one JSON line a figure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--browser", action="store_true")
    options.add_argument("--curve", action="store_true")
    options.add_argument("--package", type=Path, default=ROOT, metavar="FOLDER")
    chosen = options.parse_args()
    os.chdir(chosen.package)  # where the measured processes run, and so whose ``geo`` they import
    if chosen.curve:
        curve()
        return
    article = SEED if SEED.exists() else next((ROOT / "data" / "samples").glob("*kazakhstan*"))
    with tempfile.TemporaryDirectory() as folder:
        out = os.fspath(Path(folder) / "events.geojson")
        code = [sys.executable, "-m", "geo", "code", str(article), "-o", out]
        figures: list[Callable[[], dict[str, object]]] = [
            lambda: cold("import geo", [sys.executable, "-c", "import geo"], 150),
            lambda: cold("geo code, one article", [*code, "--published", "2022-01-06"], 1500),
            lambda: inside("gazetteer open to first hit, ms", FIRST_HIT, "< 20"),
            lambda: inside(
                "articles of 3.4 kB a second, fast",
                TEXTS + ARTICLES.format(parser="fast", stage="code"),
                ">= 150",
            ),
            lambda: inside(
                "articles of 3.4 kB a second, accurate",
                TEXTS + ARTICLES.format(parser="accurate", stage="code"),
                ">= 40",
            ),
            lambda: inside(
                "articles of 3.4 kB a second, geoparser alone",
                TEXTS + ARTICLES.format(parser="fast", stage="geoparse"),
                ">= 300",
            ),
            lambda: inside("hostile text, time of 80 kB to 20 kB", LINEAR, "about 4"),
            lambda: inside("memory of one coding process, MB", TEXTS + MEMORY, "<= 400"),
        ]
        if chosen.browser:
            figures.append(app_to_map)
        for figure in figures:
            print(json.dumps(figure()), flush=True)


if __name__ == "__main__":
    main()
