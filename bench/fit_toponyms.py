"""Fit the few weights of the recogniser's last step and of the resolver, on the tune part only.

    python bench/fit_toponyms.py CORPORA_FOLDER decision|resolve|calibration [--write]

Prints the weights; --write puts them into ``data/ontology/toponyms/{decision,resolve,calibration}.toml``. Some
twenty named weights each, L2-penalised, every corpus counting the same: what is learnt is how much
a kind of evidence is worth, nothing of any text. Build time only: ``pip install scikit-learn``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from split import kept_back

from geo.model import Article
from geo.sentences import split
from geo.settings import Settings
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.geoparser import Geoparser
from geo.toponyms.recognition.recognize import RuleRecognizer
from geo.toponyms.recognition.tokens import tokenize
from geo.toponyms.resolution.blocks import FEATURES, OWN
from geo.toponyms.resolution.features import softmax, with_context
from geo.toponyms.resolution.score import SIGNS
from geo.toponyms.resolution.standing import standings
from geo.toponyms.sphere import distance_km

CORPORA = ("LGL", "GeoVirus", "GeoWebNews", "TR-News")
RIGHT_KM = 161.0
ONTOLOGY = Path(__file__).resolve().parent.parent / "data" / "ontology" / "toponyms"
Doc = dict[str, Any]


def tune(folder: Path, corpus: str) -> Iterator[Doc]:
    """The documents that may be looked at."""
    path = folder / "geo" / f"{corpus}.dev.jsonl"
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        doc = json.loads(line)
        if not kept_back(f"{corpus}/{doc['doc_id']}"):
            yield doc


def fit_decision(folder: Path) -> dict[str, float]:
    """Logistic regression on whether the candidate is (part of) a gold toponym."""
    recognizer = RuleRecognizer(Gazetteer.open())
    rows: list[dict[str, float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    source: list[str] = []
    golds: dict[str, int] = {}
    for corpus in CORPORA:
        begin = len(rows)
        golds[corpus] = 0
        for doc in tune(folder, corpus):
            article = Article(id=doc["doc_id"], text=doc["text"])
            tokens = tokenize(article.text, [(s.start, s.end) for s in split(article)])
            spans = list(recognizer.finder.find(tokens))
            rows += recognizer.features(tokens, spans)
            golds[corpus] += len(doc["toponyms"])
            for span in spans:
                start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
                labels.append(any(t["start"] < end and start < t["end"] for t in doc["toponyms"]))
        weights += [1000 / (len(rows) - begin)] * (len(rows) - begin)
        source += [corpus] * (len(rows) - begin)
    names = sorted({name for row in rows for name in row} - {"bias", "certain", "never"})
    certain = ["certain" in row for row in rows]
    fixed = np.array(["certain" in row or "never" in row for row in rows])
    rows = [row for row, skip in zip(rows, fixed, strict=True) if not skip]
    labels = [label for label, skip in zip(labels, fixed, strict=True) if not skip]
    weights = [weight for weight, skip in zip(weights, fixed, strict=True) if not skip]
    matrix = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    target, counts = np.array(labels), np.array(weights)
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit(matrix, target, sample_weight=counts)
    scores = model.decision_function(matrix)
    corpora = np.array([one for one, skip in zip(source, fixed, strict=True) if not skip])
    always = {c: sum(map(bool, np.array(certain)[np.array(source) == c])) for c in CORPORA}
    cuts = np.linspace(-2, 2, 81)
    means = [_mean_f1(scores > c, target, corpora, golds, always) for c in cuts]
    # the optimum is flat: of equals the strictest, for a name too many misleads more than one too few
    f1, cut = next(
        (m, c) for m, c in zip(means[::-1], cuts[::-1], strict=True) if m > max(means) - 0.004
    )
    print(f"mean overlap F1 about {f1:.3f} at {cut:+.2f}")
    fitted = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0] - cut), **fitted}


def _mean_f1(
    said: np.ndarray,
    true: np.ndarray,
    corpora: np.ndarray,
    golds: dict[str, int],
    always: dict[str, int],
) -> float:
    """Mean over the corpora of the overlap F1, toponyms that were no candidates counted as missed."""
    values = []
    for corpus, gold in golds.items():
        here = corpora == corpus
        hits = (said & true & here).sum()
        values.append(2 * hits / ((said & here).sum() + gold + always[corpus]))
    return float(np.mean(values))


def fit_resolve(folder: Path, rounds: int = 6) -> dict[str, float]:
    """Conditional logit over candidates; the context is recomputed with each round's weights."""
    parser = Geoparser(Gazetteer.open(), None, Settings())
    articles = []
    for corpus in CORPORA:
        found = [item for doc in tune(folder, corpus) if (item := _article(parser, doc))]
        count = sum(mass.sum() for _, mass, _ in found)
        articles += [(table, mass * 1000 / count, right) for table, mass, right in found]
    weights = parser.resolver.weights.copy()
    for _ in range(rounds):
        data = []
        for table, mass, right in articles:
            probability = softmax(table, table.own[:, : len(OWN)] @ weights[: len(OWN)])
            for _ in range(2):
                features = with_context(table, probability)
                probability = softmax(table, features @ weights)
            data.append((with_context(table, probability), table, mass, right))
        result = minimize(
            _loss, weights, args=(data,), jac=True, method="L-BFGS-B", bounds=_bounds()
        )
        weights = 0.5 * weights + 0.5 * result.x
        print(f"loss {result.fun:.1f}")
    return dict(zip(FEATURES, map(float, weights), strict=True))


def _article(parser: Geoparser, doc: Doc) -> tuple[Any, np.ndarray, np.ndarray] | None:
    """Table, gold mentions a group, and which rows lie within 161 km of the gold."""
    article = Article(id=doc["doc_id"], text=doc["text"])
    mentions = parser.recognizer.find(article, split(article))
    resolution = parser.resolve(article, mentions)
    table = resolution.table
    if table is None:
        return None
    mass, right = np.zeros(len(resolution.groups)), np.zeros(len(table), dtype=bool)
    for number, one in enumerate(resolution.groups):
        gold = [
            t
            for i in one.mentions
            for t in doc["toponyms"]
            if t["lat"] is not None
            and t["start"] < mentions[i].end
            and mentions[i].start < t["end"]
        ]
        if not gold:
            continue
        for row in np.flatnonzero(table.owner == number):
            place = table.places[row]
            near = [
                distance_km(t["lat"], t["lon"], place.latitude, place.longitude) <= RIGHT_KM
                for t in gold
            ]
            right[row] = sum(near) * 2 > len(near)
        if right[table.owner == number].any():
            mass[number] = len(gold) ** 0.7
    return (table, mass, right) if mass.any() else None


def _bounds() -> list[tuple[float | None, float | None]]:
    """What the articles cannot teach: a printed container decides, a home country is a nudge."""
    fixed = {
        "inside the place printed behind it": (4.0, None),
        "not inside it": (None, -2.0),
        "home country": (1.5, 1.5),
        "capital that speaks": (1.5, None),
    }
    return [fixed.get(name, (None, None)) for name in FEATURES]


def _loss(weights: np.ndarray, data: list[Any]) -> tuple[float, np.ndarray]:
    total, slope = 0.0, np.zeros(len(weights))
    for features, table, mass, right in data:
        probability = softmax(table, features @ weights)
        good = np.add.reduceat(probability * right, table.first)
        use = mass > 0
        total -= float((mass[use] * np.log(good[use] + 1e-12)).sum())
        posterior = np.where(right, probability / (good[table.owner] + 1e-12), 0.0)
        slope -= (mass[table.owner] * (posterior - probability)) @ features
    penalty = 0.5
    return total + penalty * float(weights @ weights), slope + 2 * penalty * weights


def fit_calibration(folder: Path) -> dict[str, float]:
    """Logistic regression on whether the chosen place is within 161 km of the gold one."""
    parser = Geoparser(Gazetteer.open(), None, Settings())
    rows: list[list[float]] = []
    right: list[bool] = []
    for corpus in CORPORA:
        for doc in tune(folder, corpus):
            article = Article(id=doc["doc_id"], text=doc["text"])
            mentions = parser.recognizer.find(article, split(article))
            for standing in standings(parser.resolve(article, mentions)):
                seen, place = standing.signs, standing.match.place
                for index in standing.group.mentions:
                    gold = _gold_at(doc, mentions[index].start, mentions[index].end)
                    if gold:
                        rows.append([seen[name] for name in SIGNS])
                        km = distance_km(gold["lat"], gold["lon"], place.latitude, place.longitude)
                        right.append(km <= RIGHT_KM)
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit(np.array(rows), np.array(right))
    print(f"{len(rows)} toponyms, {np.mean(right):.3f} right")
    weights = dict(zip(SIGNS, map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0]), **weights}


def _gold_at(doc: Doc, start: int, end: int) -> Doc | None:
    for toponym in doc["toponyms"]:
        if toponym["lat"] is not None and toponym["start"] < end and start < toponym["end"]:
            return toponym
    return None


def write(name: str, weights: dict[str, float]) -> None:
    """Replace the [weights] table, keeping the comments above it."""
    path = ONTOLOGY / f"{name}.toml"
    head = path.read_text(encoding="utf-8").partition("[weights]")[0]
    lines = [f'"{key}" = {value:.2f}' for key, value in weights.items()]
    path.write_text(head + "[weights]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Fit one of the two."""
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    folder, what = Path(sys.argv[1]), sys.argv[2]
    fits = {"decision": fit_decision, "resolve": fit_resolve, "calibration": fit_calibration}
    weights = fits[what](folder)
    for name, value in weights.items():
        print(f"{value:+7.2f}  {name}")
    if "--write" in sys.argv:
        write(what, weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
