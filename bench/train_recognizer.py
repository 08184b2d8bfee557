"""Train the judge of candidate spans (``data/models/recognizer.npz``).

    python bench/train_recognizer.py CORPORA_FOLDER [--check]

Reads ``syntax/wikigold.conll`` (CC BY 4.0) and ``syntax/uner_ewt_dev.iob2`` (CC BY-SA 4.0) for
person, place and organisation names, and ``syntax/ewt-train.conllu.gz`` (CC BY-SA 4.0) for words
that are no names at all. No geoparsing corpus is used. With --check the model is also scored on
``uner_ewt_test.iob2``, which is never trained on. Build time only: ``pip install scikit-learn``.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.recognition.candidates import CandidateFinder
from geo.toponyms.recognition.features import FeatureMaker
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.model import CLASSES, LinearModel
from geo.toponyms.recognition.tokens import tokenize

OUT = Path(__file__).resolve().parent.parent / "data" / "models" / "recognizer.npz"
#: Inverse strength of the L2 penalty; .05 to .5 were equal within noise on a fifth of the training text.
C = 0.1
_NO_SPACE_BEFORE = frozenset(".,;:!?)]}'’%")
Document = tuple[str, list[tuple[int, int, str]]]


def read_iob(path: Path, column: int, label: int) -> Iterator[Document]:
    """Documents with their entity spans (LOC, PER, ORG, OTHER for MISC)."""
    sentences: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if line.startswith("# newdoc") or "DOCSTART" in line:
            yield from _document(sentences)
            sentences = [[]]
        elif not fields:
            sentences.append([])
        elif not line.startswith("#"):
            sentences[-1].append((fields[column], fields[label]))
    yield from _document(sentences)


def _document(sentences: list[list[tuple[str, str]]]) -> Iterator[Document]:
    text, spans = "", []
    for sentence in filter(None, sentences):
        text += "\n" if text else ""
        previous = "O"
        for word, tag in sentence:
            if text and text[-1] != "\n" and word[0] not in _NO_SPACE_BEFORE:
                text += " "
            start = len(text)
            text += word
            kind = (
                tag[2:].replace("MISC", "OTHER").replace("OTH", "OTHER").replace("OTHERER", "OTHER")
            )
            if kind and spans and previous == kind and not tag.startswith("B-"):
                spans[-1] = (spans[-1][0], len(text), kind)
            elif kind:
                spans.append((start, len(text), kind))
            previous = kind
    if text:
        yield text, spans


def read_plain(path: Path) -> Iterator[Document]:
    """Documents of a treebank; the spans are its proper nouns, all of unknown kind."""
    sentences: list[list[tuple[str, str]]] = [[]]
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            fields = line.rstrip("\n").split("\t")
            if line.startswith("# newdoc"):
                yield from _document(sentences)
                sentences = [[]]
            elif not line.strip():
                sentences.append([])
            elif fields[0].isdigit():
                sentences[-1].append((fields[1], "B-NAME" if fields[3] == "PROPN" else "O"))
    yield from _document(sentences)


class Examples:
    """Candidates of documents as lists of features with their class."""

    def __init__(self) -> None:
        lexicon = Lexicon.load()
        self.finder = CandidateFinder(Gazetteer.open(), lexicon)
        self.maker = FeatureMaker(lexicon)

    def of(self, documents: Iterator[Document], *, plain: bool) -> Iterator[tuple[list[str], str]]:
        """Features and class of every candidate; of a treebank only those that are no names."""
        for text, spans in documents:
            tokens = tokenize(text)
            candidates = list(self.finder.find(tokens))
            evidence = self.maker.evidence(tokens, candidates)
            for candidate in candidates:
                start, end = tokens.starts[candidate.first], tokens.ends[candidate.last - 1]
                kinds = [k for s, e, k in spans if s < end and start < e]
                if plain and kinds:
                    continue
                label = kinds[0] if kinds else "OTHER"
                yield self.maker.make(tokens, candidate, evidence), label


def fit(
    rows: list[list[str]], labels: list[str], weights: list[float]
) -> dict[str, tuple[float, ...]]:
    """Weights of every feature seen at least twice."""
    counts = Counter(feature for row in rows for feature in row)
    names = sorted(name for name, count in counts.items() if count > 1)
    column = {name: i for i, name in enumerate(names)}
    pairs = [(r, column[f]) for r, row in enumerate(rows) for f in row if f in column]
    index = np.array(pairs).T
    matrix = csr_matrix((np.ones(index.shape[1]), index), shape=(len(rows), len(names)))
    target = np.array([CLASSES.index(label) for label in labels])
    model = LogisticRegression(C=C, max_iter=2000)
    model.fit(matrix, target, sample_weight=np.array(weights))
    table = np.round(model.coef_.T, 3)
    table[column["bias"]] += np.round(model.intercept_, 3)
    keep = np.abs(table).max(axis=1) > 0.02
    return {n: tuple(map(float, row)) for n, row, k in zip(names, table, keep, strict=True) if k}


def save(weights: dict[str, tuple[float, ...]]) -> None:
    """Write the npz: names, weights, classes."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    names = sorted(weights)
    np.savez_compressed(
        OUT,
        features=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        weights=np.array([weights[name] for name in names], dtype=np.float16),
        classes=np.frombuffer(" ".join(CLASSES).encode(), dtype=np.uint8),
    )
    print(f"{OUT.name}: {len(names)} features, {OUT.stat().st_size / 1000:.0f} kB")


def check(model: LinearModel, examples: list[tuple[list[str], str]]) -> None:
    """Precision and recall of LOC among the candidates of the test part."""
    hits = said = true = 0
    for features, label in examples:
        guess = model.probabilities(features)[0] > 0.5
        said, true, hits = said + guess, true + (label == "LOC"), hits + (guess and label == "LOC")
    p, r = hits / max(1, said), hits / max(1, true)
    print(f"LOC of {len(examples)} candidates: P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")


def main() -> int:
    """Train, write, and with --check also measure."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folder = Path(sys.argv[1]) / "syntax"
    make = Examples()
    named = [
        *make.of(read_iob(folder / "wikigold.conll", 0, 1), plain=False),
        *make.of(read_iob(folder / "uner_ewt_dev.iob2", 1, 2), plain=False),
    ]
    # Words that a treebank does not tag as names can be nothing but OTHER; half weight, for they
    # are many and easy.
    others = list(make.of(read_plain(folder / "ewt-train.conllu.gz"), plain=True))
    print(len(named), "named", Counter(k for _, k in named), len(others), "others")
    rows = [features for features, _ in named + others]
    labels = [label for _, label in named + others]
    weights = fit(rows, labels, [1.0] * len(named) + [0.5] * len(others))
    save(weights)
    if "--check" in sys.argv:
        test = list(make.of(read_iob(folder / "uner_ewt_test.iob2", 1, 2), plain=False))
        check(LinearModel(weights), test)
    return 0


if __name__ == "__main__":
    sys.exit(main())
