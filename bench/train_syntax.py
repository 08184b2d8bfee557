"""Train the tagger on the Universal Dependencies English Web Treebank (CC BY-SA 4.0).

    python bench/train_syntax.py tagger --treebank ../shared/corpora/syntax --wordnet /usr/share/wordnet

The result goes to data/models/, with its own licence beside it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from pathlib import Path
from zlib import crc32

import numpy as np
import treebank
import wordnet
from scipy.sparse import csr_matrix

from geo.syntax import Syntax
from geo.syntax import tagger as tg
from geo.syntax import words as w

MODELS = Path(__file__).resolve().parent.parent / "data" / "models"
_EPOCHS = 7
_BATCH = 4096
_RATE = 0.25
_FOLDS = 4
#: Share of the features hidden at each step, so that none is relied on alone.
_DROP = 0.4


def word_classes(trees: list[treebank.Tree]) -> dict[int, int]:
    """CRC-32 of every word seen twice -> number of its set of tags."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for tree in trees:
        for word, tag in zip(tree.words, tree.tags, strict=True):
            seen[w.plain(word)][tag] += 1
    numbers: dict[tuple[str, ...], int] = {}
    classes = {}
    for word, counts in sorted(seen.items()):
        total = sum(counts.values())
        if total < 2:
            continue
        common = [tag for tag, n in counts.most_common() if n >= 0.08 * total][:3]
        classes[crc32(word.encode())] = numbers.setdefault(tuple(common), len(numbers) + 1)
    return classes


def fit(features: np.ndarray, gold: np.ndarray, tags: int, seed: int) -> np.ndarray:
    """Multinomial logistic regression by Adagrad; returns float32 weights (rows, tags)."""
    size = 1 << tg.BITS
    weights = np.zeros((size, tags), dtype=np.float32)
    squares = np.full((size, 1), 1e-2, dtype=np.float32)
    rng = np.random.default_rng(seed)
    count = features.shape[1]
    for epoch in range(_EPOCHS):
        loss = 0.0
        order = rng.permutation(count)
        for first in range(0, count, _BATCH):
            chosen = order[first : first + _BATCH]
            block = features[:, chosen].T
            used, inverse = np.unique(block, return_inverse=True)
            inverse = inverse.reshape(block.shape)
            rows = len(chosen)
            matrix = csr_matrix(
                (
                    (rng.random(block.size, dtype=np.float32) > _DROP).astype(np.float32),
                    inverse.ravel(),
                    np.arange(0, block.size + 1, block.shape[1]),
                ),
                shape=(rows, len(used)),
            )
            logits = matrix @ weights[used]
            logits -= logits.max(axis=1, keepdims=True)
            chance = np.exp(logits)
            chance /= chance.sum(axis=1, keepdims=True)
            loss -= np.log(chance[np.arange(rows), gold[chosen]] + 1e-9).sum()
            chance[np.arange(rows), gold[chosen]] -= 1
            slope = (matrix.T @ chance) / 16 + 1e-5 * weights[used]
            squares[used] += (slope**2).mean(axis=1, keepdims=True)
            weights[used] -= _RATE * slope / np.sqrt(squares[used])
        print(f"  epoch {epoch} loss {loss / count:.4f}", flush=True)
    return weights


def quantized(weights: np.ndarray) -> np.ndarray:
    """Weights as int8; what rounds to nothing is nothing."""
    scale = 127 / np.quantile(np.abs(weights[np.abs(weights) > 0]), 0.9995)
    return np.clip(np.rint(weights * scale), -127, 127).astype(np.int8)


def lexicon_of(folder: Path) -> dict[int, int]:
    """CRC-32 of a word form -> WordNet's mask; plain nouns are left out, they are the default."""
    dull = {wordnet.NOUN, wordnet.PLURAL}
    forms = wordnet.forms(folder)
    return {crc32(form.encode()): mask for form, mask in forms.items() if mask not in dull}


def packed(table: dict[int, int], value_type: type) -> tuple[np.ndarray, np.ndarray]:
    """Differences between the sorted keys, and the values in that order."""
    keys = np.array(sorted(table), dtype=np.int64)
    steps = np.diff(keys, prepend=0).astype(np.uint32)
    return steps, np.array([table[k] for k in keys.tolist()], dtype=value_type)


def train_tagger(folder: Path, dictionary: Path, out: Path, spare: Path | None) -> None:
    """Train both passes and write the model; ``spare`` takes the cross-fitted tags."""
    trees = treebank.read(folder / "ewt-train.conllu.gz")
    classes, lexicon = word_classes(trees), lexicon_of(dictionary)
    names = sorted({tag for tree in trees for tag in tree.tags})
    number = {tag: n for n, tag in enumerate(names)}
    pool = treebank.variants(trees, seed=1)
    fold_of = np.concatenate([np.full(len(t.words), n // 40 % _FOLDS) for n, t in pool])
    batch = tg.lay_out(w.WordTable(classes, lexicon), [t.words for _, t in pool])
    gold = np.array([number[tag] for _, t in pool for tag in t.tags])
    words = tg.word_features(batch).astype(np.int32)
    print(f"{len(pool)} sentences, {len(gold)} words, {len(words)} templates, {len(lexicon)} forms")
    guessed = np.zeros(len(gold), dtype=np.int64)
    for fold in range(_FOLDS):
        train, held = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        part = fit(words[:, train], gold[train], len(names), seed=fold)
        guessed[held] = tg.score(quantized(part), words[:, held]).argmax(axis=1)
        print(f"fold {fold}: {(guessed[held] == gold[held]).mean():.4f}", flush=True)
    if spare:
        np.savez_compressed(spare, tags=guessed, names=np.array(names))
    first = fit(words, gold, len(names), seed=9)
    both = np.concatenate([words, tg.tag_features(batch, guessed).astype(np.int32)])
    second = fit(both, gold, len(names), seed=10)
    class_keys, class_ids = packed(classes, np.int16)
    lexicon_keys, lexicon_masks = packed(lexicon, np.uint8)
    np.savez_compressed(
        out, version=tg.VERSION, bits=tg.BITS, tags=np.array(names),
        class_keys=class_keys, class_ids=class_ids,
        lexicon_keys=lexicon_keys, lexicon_masks=lexicon_masks,
        first=quantized(first), second=quantized(second),
    )  # fmt: skip


def report(folder: Path) -> None:
    """Accuracy on dev and test, in every kind of case."""
    model = tg.Tagger(MODELS / "tagger.npz")
    for part in ("dev", "test"):
        trees = treebank.read(folder / f"ewt-{part}.conllu.gz")
        for name, change in (
            ("as printed", lambda t: t),
            ("CAPITALS", treebank.in_capitals),
            ("lower", treebank.in_lower_case),
            ("Title", treebank.as_title),
        ):
            changed = [change(t) for t in trees]
            begin = time.perf_counter()
            found = model.tag([t.words for t in changed])
            took = time.perf_counter() - begin
            pairs = [
                (a, b)
                for tags, t in zip(found, changed, strict=True)
                for a, b in zip(tags, t.tags, strict=True)
            ]
            right = sum(a == b for a, b in pairs) / len(pairs)
            print(f"{part:5} {name:10} {right:.4f}   {len(pairs) / took:,.0f} words/s")


def report_parser(folder: Path) -> None:
    """Attachment of words to heads, tags predicted; punctuation counts."""
    syntax = Syntax.load()
    for part, name, change in (
        ("dev", "as printed", lambda t: t),
        ("test", "as printed", lambda t: t),
        ("test", "CAPITALS", treebank.in_capitals),
        ("test", "headline", lambda t: treebank.as_headline(t) or t),
    ):
        trees = [change(t) for t in treebank.read(folder / f"ewt-{part}.conllu.gz")]
        tags = syntax.tagger.tag([t.words for t in trees])
        begin = time.perf_counter()
        found = syntax.parser.parse([(t.words, g) for t, g in zip(trees, tags, strict=True)])
        took = time.perf_counter() - begin
        rows = [
            (head == gold, head == gold and dep == label)
            for (heads, deps), t in zip(found, trees, strict=True)
            for head, dep, gold, label in zip(heads, deps, t.heads, t.deps, strict=True)
        ]
        uas, las = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(f"{part:5} {name:10} UAS {uas:.4f} LAS {las:.4f}   {len(rows) / took:,.0f} words/s")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["tagger", "report"])
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--spare", type=Path, help="where to leave the cross-fitted tags")
    args = parser.parse_args()
    MODELS.mkdir(parents=True, exist_ok=True)
    if args.what == "tagger":
        train_tagger(args.treebank, args.wordnet, MODELS / "tagger.npz", args.spare)
    report(args.treebank)
    if args.what == "report":
        report_parser(args.treebank)


if __name__ == "__main__":
    main()
