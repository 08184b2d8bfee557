"""Train the dependency parser on the English Web Treebank; needs jax (``uv run --with jax``).

    python bench/train_syntax.py tagger --treebank T --wordnet W --spare tags.npz
    python bench/train_parser.py --treebank T --tags tags.npz

The network is geo.syntax.network's, written again in jax for its gradients: embeddings, gated
convolutions of growing reach, a biaffine score for every pair of words.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import treebank

from geo.syntax.network import DILATIONS, MAX_LENGTH, VERSION, Vocabulary, word_key
from geo.syntax.words import WordTable

#: Arrays of jax; their shapes stand in the docstrings.
Array = Any
Parameters = dict[str, Any]

MODELS = Path(__file__).resolve().parent.parent / "data" / "models"
SIZE, ARC, LABEL = 128, 128, 40
_RATE = 2e-3
_DROP = 0.3
_WORD_DROP = 0.2


def make_vocabulary(trees: list[treebank.Tree], tags: list[str]) -> Vocabulary:
    """Words seen twice, every tag, every relation seen ten times."""
    counts = Counter(word_key(word) for tree in trees for word in tree.words)
    relations = Counter(dep for tree in trees for dep in tree.deps)
    keys = sorted(key for key, n in counts.items() if n > 1)
    labels = sorted(dep for dep, n in relations.items() if n >= 10)
    return Vocabulary({key: n + 1 for n, key in enumerate(keys)}, tuple(tags), tuple(labels))


def save(path: Path, vocab: Vocabulary, parameters: dict[str, np.ndarray]) -> None:
    """Embeddings as int8 with a scale a row, the rest as float16."""
    arrays = {}
    for name, value in parameters.items():
        if name.startswith("table"):
            scale = np.abs(value).max(axis=1, keepdims=True) / 127 + 1e-8
            arrays[f"p_{name}"] = np.rint(value / scale).astype(np.int8)
            arrays[f"scale_{name}"] = scale.astype(np.float32)
        else:
            arrays[f"p_{name}"] = value.astype(np.float16)
            arrays[f"scale_{name}"] = np.ones(1, np.float32)
    np.savez_compressed(
        path, version=VERSION,
        word_keys=np.diff(np.array(sorted(vocab.words)), prepend=0).astype(np.uint32),
        tags=np.array(vocab.tags), labels=np.array(vocab.labels), **arrays,
    )  # fmt: skip


def initial(rng: np.random.Generator, vocab: Vocabulary) -> dict[str, np.ndarray]:
    """Random parameters."""

    def dense(*shape: int) -> np.ndarray:
        return (rng.standard_normal(shape) * np.sqrt(1.0 / shape[-2])).astype(np.float32)

    tables = {
        f"table{n}": (rng.standard_normal((rows, SIZE)) * 0.3).astype(np.float32)
        for n, rows in enumerate(vocab.sizes)
    }
    layers = {}
    for n in range(len(DILATIONS)):
        layers[f"conv{n}"] = dense(3 * SIZE, 2 * SIZE)
        layers[f"conv{n}_bias"] = np.zeros(2 * SIZE, np.float32)
        layers[f"norm{n}"] = np.ones(SIZE, np.float32)
    return {
        **tables,
        **layers,
        "norm_in": np.ones(SIZE, np.float32),
        "norm_out": np.ones(SIZE, np.float32),
        "root": dense(1, SIZE)[0],
        "arc_dep": dense(SIZE, ARC), "arc_head": dense(SIZE, ARC),
        "arc_dep_bias": np.zeros(ARC, np.float32), "arc_head_bias": np.zeros(ARC, np.float32),
        "arc": dense(ARC + 1, ARC) * 0.1,
        "distance": np.zeros((2, 32), np.float32),
        "lab_dep": dense(SIZE, LABEL), "lab_head": dense(SIZE, LABEL),
        "lab_dep_bias": np.zeros(LABEL, np.float32), "lab_head_bias": np.zeros(LABEL, np.float32),
        "lab": dense(LABEL + 1, len(vocab.labels) * (LABEL + 1)) * 0.1,
        "tag": dense(SIZE, len(vocab.tags) + 1),
    }  # fmt: skip


def norm(x: Array, gain: Array) -> Array:
    """Root-mean-square normalisation."""
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-6) * gain


def drop(key: Array, x: Array, rate: float) -> Array:
    """Dropout."""
    keep = jax.random.bernoulli(key, 1 - rate, x.shape)
    return jnp.where(keep, x / (1 - rate), 0.0)


def forward(p: Parameters, ids: Array, mask: Array, key: Array, rate: float) -> tuple[Array, ...]:
    """Scores: arcs (B, n, n+1) with the root last, hidden states for labels."""
    keys = jax.random.split(key, 16)
    x = sum(p[f"table{n}"][ids[..., n]] for n in range(ids.shape[-1]))
    x = norm(x, p["norm_in"]) * mask[..., None]
    x = drop(keys[0], x, rate * 0.7)
    for n, gap in enumerate(DILATIONS):
        y = norm(x, p[f"norm{n}"]) * mask[..., None]
        left = jnp.pad(y, ((0, 0), (gap, 0), (0, 0)))[:, :-gap]
        right = jnp.pad(y, ((0, 0), (0, gap), (0, 0)))[:, gap:]
        z = jnp.concatenate([left, y, right], -1) @ p[f"conv{n}"] + p[f"conv{n}_bias"]
        a, g = jnp.split(z, 2, -1)
        x = (x + drop(keys[n + 1], a * jax.nn.sigmoid(g), rate)) * mask[..., None]
    h = norm(x, p["norm_out"])
    root = jnp.broadcast_to(p["root"], (h.shape[0], 1, h.shape[2]))
    heads = jnp.concatenate([h, root], 1)
    d = drop(keys[10], jax.nn.relu(h @ p["arc_dep"] + p["arc_dep_bias"]), rate)
    e = drop(keys[11], jax.nn.relu(heads @ p["arc_head"] + p["arc_head_bias"]), rate)
    d1 = jnp.concatenate([d, jnp.ones_like(d[..., :1])], -1)
    arcs = jnp.einsum("bic,cd,bjd->bij", d1, p["arc"], e)
    n = h.shape[1]
    gap = jnp.arange(n)[None, :] - jnp.arange(n)[:, None]
    reach = p["distance"][(gap > 0).astype(int), jnp.minimum(jnp.abs(gap), 31)]
    arcs = arcs.at[:, :, :n].add(reach)
    allowed = jnp.concatenate([mask, jnp.ones_like(mask[:, :1])], 1)
    arcs = jnp.where(allowed[:, None, :] > 0, arcs, -1e9)
    arcs = arcs.at[:, jnp.arange(n), jnp.arange(n)].set(-1e9)
    ld = drop(keys[12], jax.nn.relu(h @ p["lab_dep"] + p["lab_dep_bias"]), rate)
    lh = drop(keys[13], jax.nn.relu(heads @ p["lab_head"] + p["lab_head_bias"]), rate)
    return arcs, ld, lh, h @ p["tag"]


def label_scores(p: Parameters, ld: Array, lh: Array, heads: Array, labels: int) -> Array:
    """Scores of the labels of the given heads."""
    chosen = jnp.take_along_axis(lh, heads[..., None], 1)
    one = jnp.ones_like(ld[..., :1])
    a = jnp.concatenate([ld, one], -1) @ p["lab"]
    a = a.reshape((*ld.shape[:-1], labels, LABEL + 1))
    return jnp.einsum("bilc,bic->bil", a, jnp.concatenate([chosen, one], -1))


def loss_of(p: Parameters, batch: tuple[Array, ...], key: Array, labels: int) -> Array:
    """Cross-entropy of heads, labels and (to teach the encoder) tags."""
    ids, heads, deps, tags, mask = batch
    arcs, ld, lh, tag = forward(p, ids, mask, key, _DROP)
    total = mask.sum()
    arc = -(jnp.take_along_axis(jax.nn.log_softmax(arcs), heads[..., None], -1)[..., 0] * mask)
    lab = jax.nn.log_softmax(label_scores(p, ld, lh, heads, labels))
    lab = -(jnp.take_along_axis(lab, deps[..., None], -1)[..., 0] * mask)
    pos = jax.nn.log_softmax(tag)
    pos = -(jnp.take_along_axis(pos, tags[..., None], -1)[..., 0] * mask)
    return (arc.sum() + lab.sum() + 0.2 * pos.sum()) / total


@partial(jax.jit, static_argnums=(6,))
def step(
    p: Parameters,
    m: Parameters,
    v: Parameters,
    batch: tuple[Array, ...],
    key: Array,
    rate_and_time: tuple[float, float],
    labels: int,
) -> tuple[Parameters, Parameters, Parameters, Array]:
    """One step of Adam."""
    rate, t = rate_and_time
    loss, g = jax.value_and_grad(loss_of)(p, batch, key, labels)
    size = jnp.sqrt(sum((x * x).sum() for x in g.values()))
    g = {k: x * jnp.minimum(1.0, 5.0 / size) for k, x in g.items()}
    m = {k: 0.9 * m[k] + 0.1 * g[k] for k in p}
    v = {k: 0.98 * v[k] + 0.02 * g[k] ** 2 for k in p}
    fix1, fix2 = 1 - 0.9**t, 1 - 0.98**t
    p = {
        k: p[k]
        - rate * (m[k] / fix1 / (jnp.sqrt(v[k] / fix2) + 1e-8) + 0.01 * p[k] * (p[k].ndim > 1))
        for k in p
    }
    return p, m, v, loss


@jax.jit
def predict(p: Parameters, ids: Array, mask: Array) -> tuple[Array, ...]:
    """Arc scores and the label layers without dropout."""
    return forward(p, ids, mask, jax.random.PRNGKey(0), 0.0)


def arrays(
    pool: list[treebank.Tree], tag_ids: list[Any], vocab: Vocabulary, table: WordTable
) -> list[tuple[np.ndarray, ...]]:
    """(ids, heads, deps, tags) of every sentence; sentences that are too long are left out."""
    found = []
    done = 0
    for tree, known in zip(pool, tag_ids, strict=True):
        done += 1
        n = len(tree.words)
        if n > MAX_LENGTH:
            continue
        ids = vocab.ids(table, tree.words, known)
        heads = np.array([h if h >= 0 else -1 for h in tree.heads])
        deps = np.array([vocab.labels.index(d) if d in vocab.labels else 0 for d in tree.deps])
        found.append((ids, heads, deps, np.array([vocab.tag_number(t) for t in tree.tags])))
    return found


def batches(
    data: list[tuple[np.ndarray, ...]], rng: np.random.Generator, words_per_batch: int
) -> Iterator[tuple[Any, ...]]:
    """Sentences of like length together, padded to a multiple of 8."""
    order = sorted(range(len(data)), key=lambda i: (-(-len(data[i][1]) // 8), rng.random()))
    groups, group, width = [], [], 0
    for i in order:
        n = -(-len(data[i][1]) // 8) * 8
        if group and (n != width or (len(group) + 1) * n > words_per_batch):
            groups.append((width, group))
            group = []
        width = n
        group.append(i)
    groups.append((width, group))
    rng.shuffle(groups)
    for width, group in groups:
        full = max(1, words_per_batch // width)
        rows = max(full, len(group))
        ids = np.zeros((rows, width, data[0][0].shape[1]), np.int32)
        heads, deps, tags = (np.zeros((rows, width), np.int32) for _ in range(3))
        mask = np.zeros((rows, width), np.float32)
        for r, i in enumerate(group):
            n = len(data[i][1])
            ids[r, :n], deps[r, :n], tags[r, :n] = data[i][0], data[i][2], data[i][3]
            heads[r, :n] = np.where(data[i][1] < 0, width, data[i][1])
            mask[r, :n] = 1
        yield ids, heads, deps, tags, mask, group


def evaluate(
    p: Parameters, data: list[tuple[np.ndarray, ...]], vocab: Vocabulary
) -> tuple[float, float]:
    """UAS and LAS of greedy heads (no tree constraint; the product's decoder adds it)."""
    right = both = total = 0
    for ids, heads, deps, _, mask, _ in batches(data, np.random.default_rng(0), 2048):
        arcs, ld, lh, _ = predict(p, ids, mask)
        best = arcs.argmax(-1)
        lab = label_scores(p, ld, lh, best, len(vocab.labels)).argmax(-1)
        ok = (best == heads) & (mask > 0)
        right += ok.sum()
        both += (ok & (lab == deps)).sum()
        total += mask.sum()
    return float(right / total), float(both / total)


def start(rng: np.random.Generator, vocab: Vocabulary, resume: Path | None) -> Parameters:
    """Parameters to begin with: random, or those of an earlier run."""
    p = {k: jnp.asarray(v) for k, v in initial(rng, vocab).items()}
    if resume:
        with np.load(resume) as old:
            for k in p:
                if f"p_{k}" in old.files:
                    p[k] = jnp.asarray(old[f"p_{k}"].astype(np.float32) * old[f"scale_{k}"])
    return p


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--tags", type=Path, required=True, help="cross-fitted tags")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--resume", type=Path, help="go on from these parameters")
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--out", type=Path, default=MODELS / "parser.npz")
    args = parser.parse_args()
    from geo.syntax.tagger import Tagger

    tagger = Tagger(MODELS / "tagger.npz")
    trees = treebank.read(args.treebank / "ewt-train.conllu.gz")
    pool = [tree for _, tree in treebank.variants(trees, seed=1)]
    spare = np.load(args.tags)
    names = [str(n) for n in spare["names"]]
    guessed = spare["tags"].tolist()
    vocab = make_vocabulary(trees, names)
    known, done = [], 0
    for tree in pool:
        known.append([names[t] for t in guessed[done : done + len(tree.words)]])
        done += len(tree.words)
    data = arrays(pool, known, vocab, tagger.table)
    dev_trees = treebank.read(args.treebank / "ewt-dev.conllu.gz")
    dev = arrays(dev_trees, tagger.tag([t.words for t in dev_trees]), vocab, tagger.table)
    print(f"{len(data)} sentences, tables {vocab.sizes}, {len(vocab.labels)} labels", flush=True)
    rng = np.random.default_rng(5)
    p = start(rng, vocab, args.resume)
    m = {k: jnp.zeros_like(x) for k, x in p.items()}
    v = {k: jnp.zeros_like(x) for k, x in p.items()}
    average = p
    plain = sum(len(tree.words) <= MAX_LENGTH for tree in trees)
    steps = args.epochs * sum(1 for _ in batches(data[: 2 * plain], np.random.default_rng(0), 2048))
    t, key = 0, jax.random.PRNGKey(3)
    for epoch in range(args.epochs):
        begin, losses = time.time(), []
        extra = rng.permutation(np.arange(plain, len(data)))[:plain]
        chosen = [*data[:plain], *(data[i] for i in extra)]
        for ids, heads, deps, tags, mask, _ in batches(chosen, rng, 2048):
            t += 1
            rate = (
                args.rate * min(t / 300, 1.0) * (0.5 + 0.5 * np.cos(np.pi * min(1.0, t / steps)))
                + 1e-5
            )
            hidden = rng.random(ids.shape[:2]) < _WORD_DROP
            ids[..., 0] = np.where(hidden, 0, ids[..., 0])
            ids[..., 1] = np.where(rng.random(ids.shape[:2]) < 0.1, 0, ids[..., 1])
            key, sub = jax.random.split(key)
            p, m, v, loss = step(
                p, m, v, (ids, heads, deps, tags, mask), sub, (rate, float(t)), len(vocab.labels)
            )
            losses.append(float(loss))
            share = max(0.002, 1 / t)
            if t % 5 == 0:
                share = min(1.0, share * 5)
                average = {k: average[k] + share * (p[k] - average[k]) for k in p}
        uas, las = evaluate(average, dev, vocab)
        print(
            f"epoch {epoch} loss {np.mean(losses):.3f} dev UAS {uas:.4f} LAS {las:.4f} "
            f"{time.time() - begin:.0f} s", flush=True,
        )  # fmt: skip
        save(args.out, vocab, {k: np.asarray(x) for k, x in average.items() if k != "tag"})


if __name__ == "__main__":
    main()
