"""Read a CoNLL-U treebank as Dateline cuts words, and make the variants that training needs."""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass, replace
from pathlib import Path

from geo.syntax.words import SMALL_WORDS


@dataclass(frozen=True)
class Tree:
    """One sentence; heads are indexes, -1 for the root."""

    words: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]


def read(path: Path) -> list[Tree]:
    """Every sentence of a gzipped CoNLL-U file, hyphenated words joined."""
    trees = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for block in stream.read().split("\n\n"):
            rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
            rows = [row for row in rows if row[0].isdigit()]
            if rows:
                trees.append(_join_hyphens(rows))
    return trees


def _join_hyphens(rows: list[list[str]]) -> Tree:
    """X - Y written together become one token, as geo.syntax.tokens has them."""
    group = list(range(len(rows)))
    for i in range(1, len(rows) - 1):
        tight = "SpaceAfter=No" in rows[i - 1][9] and "SpaceAfter=No" in rows[i][9]
        if rows[i][1] == "-" and rows[i][4] == "HYPH" and tight:
            group[i] = group[i + 1] = group[i - 1]
    firsts = sorted(set(group))
    place = {first: n for n, first in enumerate(firsts)}
    words, tags, heads, deps = [], [], [], []
    for first in firsts:
        members = [i for i, g in enumerate(group) if g == first]
        inside = set(members)
        top = next((i for i in members if int(rows[i][6]) - 1 not in inside), members[-1])
        tag, head, dep = rows[top][4], int(rows[top][6]) - 1, rows[top][7]
        if len(members) > 1 and dep == "amod":
            tag = "JJ"
        words.append("".join(rows[i][1] for i in members))
        tags.append("JJ" if tag == "HYPH" and len(members) > 1 else tag)
        heads.append(-1 if head < 0 else place[group[head]])
        deps.append(dep)
    return Tree(words, tags, heads, deps)


def in_capitals(tree: Tree) -> Tree:
    """As an old wire would print it."""
    return replace(tree, words=[word.upper() for word in tree.words])


def in_lower_case(tree: Tree) -> Tree:
    """As some news archives are kept."""
    return replace(tree, words=[word.lower() for word in tree.words])


def as_title(tree: Tree) -> Tree:
    """Title Case: every word but the small ones with a capital."""
    words = [
        word if i and word.lower() in SMALL_WORDS else word[:1].upper() + word[1:]
        for i, word in enumerate(tree.words)
    ]
    return replace(tree, words=words)


def as_headline(tree: Tree) -> Tree | None:
    """Without articles, copulas, passive auxiliaries and the full stop; None if nothing to drop."""
    keep = [
        i
        for i, (word, tag, dep) in enumerate(zip(tree.words, tree.tags, tree.deps, strict=True))
        if not (
            (tag == "DT" and word.lower() in {"a", "an", "the"})
            or (dep in {"cop", "aux:pass"} and tag in {"VBZ", "VBP", "VBD"})
            or (i == len(tree.words) - 1 and tag == ".")
        )
    ]
    kept = set(keep)
    if len(keep) == len(tree.words) or not keep:
        return None
    if any(tree.heads[i] >= 0 and tree.heads[i] not in kept for i in keep):
        return None
    place = {old: new for new, old in enumerate(keep)}
    return Tree(
        [tree.words[i] for i in keep],
        [tree.tags[i] for i in keep],
        [place[tree.heads[i]] if tree.heads[i] >= 0 else -1 for i in keep],
        [tree.deps[i] for i in keep],
    )


def variants(trees: list[Tree], seed: int) -> list[tuple[int, Tree]]:
    """The sentences themselves, then once more in one case, some as titles and as headlines.

    Each comes with the number of the sentence it was made from.
    """
    rng = random.Random(seed)  # noqa: S311 (shuffling, not secrecy)
    found = list(enumerate(trees))
    for number, tree in enumerate(trees):
        found.append((number, in_capitals(tree) if rng.random() < 0.5 else in_lower_case(tree)))
        if 3 <= len(tree.words) <= 30:
            found.append((number, as_title(tree)))
        headline = as_headline(tree)
        if headline is not None and len(tree.words) <= 30:
            shape = rng.random()
            found.append((number, headline if shape < 0.5 else as_title(headline)))
    return found
