"""Write the generated parts of docs/codebook.md from data/ontology.

python bench/codebook.py           rewrite the parts between the markers
python bench/codebook.py --check   exit 1 when they are out of date
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
BOOK = HERE.parent / "docs" / "codebook.md"
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def types() -> str:
    """The table of event types."""
    from geo.events.ontology import Ontology

    rows = ["| code | shown as | quad | mark | definition | recipient | in the ACLED view |"]
    rows.append("|---|---|---|---|---|---|---|")
    for kind in Ontology.load().types.values():
        need = "needed" if kind.recipient else "may be absent"
        rows.append(
            f"| {kind.code} | {kind.label} | {kind.quad} | {kind.letter}, {kind.shape},"
            f" {kind.colour} | {kind.definition} | {need} | {kind.acled} |"
        )
    return "\n".join(rows)


def modes() -> str:
    """Modes by type."""
    from geo.events.ontology import Ontology

    lines = []
    for kind in Ontology.load().types.values():
        told = ", ".join(f"`{code}` {label}" for code, label in kind.modes.items())
        lines.append(f"- **{kind.code}**: {told or 'none'}")
    return "\n".join(lines)


def quads() -> str:
    """Quad classes."""
    from geo.events.ontology import Ontology

    return "\n".join(
        f"{q.code}. **{q.label}.** {q.definition}" for q in Ontology.load().quads.values()
    )


def contexts() -> str:
    """The contexts."""
    from geo.events.ontology import Ontology

    return (
        ", ".join(f"`{code}` ({label})" for code, label in Ontology.load().contexts.items()) + "."
    )


def lexicon() -> str:
    """How many entries each type has."""
    from geo.events.lexicon import Lexicon
    from geo.events.ontology import Ontology

    entries = Lexicon.load(Ontology.load()).entries
    counts = Counter((e.event_type, e.kind) for e in entries)
    rows = ["| type | verbs | nouns | phrases |", "|---|---|---|---|"]
    for code in Ontology.load().types:
        verbs, nouns, phrases = (counts[code, kind] for kind in ("verb", "noun", "phrase"))
        rows.append(f"| {code} | {verbs} | {nouns} | {phrases} |")
    rows.append(
        f"\n{len(entries)} entries, every verb in all its forms and, with a gap, in the passive."
    )
    return "\n".join(rows)


def known() -> str:
    """How many known events of the past there are, by type and by time."""
    from geo.events.known.table import KnownEvents

    rows = KnownEvents.load().rows
    kinds = Counter(kind for row in rows for kind in row.types)
    years = [row.first.year for row in rows]
    spans = ((0, 1945), (1945, 1970), (1970, 1990), (1990, 2000), (2000, 2010), (2010, 2026))
    told = ", ".join(
        f"{sum(first <= year < last for year in years)} of {f'{first}-{last - 1}' if first else 'before 1945'}"
        for first, last in spans
    )
    return textwrap.fill(
        f"{len(rows)} known events in {len({c for row in rows for c in row.countries})} countries: {told}; "
        + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common())
        + " (one may be told as several types).",
        118,
    )


def packs() -> str:
    """What a language pack consists of."""
    from geo.packs import KINDS
    from geo.packs import packs as known

    rows = ["| part | what it holds | English |", "|---|---|---|"]
    rows += [
        f"| `{kind}` | {what} | `data/{known()['en'].files[kind]}` |"
        for kind, what in KINDS.items()
    ]
    return "\n".join(rows)


def grammar() -> str:
    """The lists of small words, by file and table."""
    from geo.grammar import lists

    tables: dict[str, list[str]] = {}
    for name in lists():
        table, _, key = name.rpartition(".")
        tables.setdefault(table, []).append(f"`{key}`")
    rows = ["| file | table | lists |", "|---|---|---|"]
    rows += [
        f"| `{table.partition('.')[0]}.toml` | `{table.partition('.')[2]}` | {', '.join(told)} |"
        for table, told in tables.items()
    ]
    return "\n".join(rows)


def code_words() -> str:
    """The modules whose rules compare a text with words of their own."""
    from code_words import by_module

    return textwrap.fill(", ".join(f"`{name}`" for name in by_module()) + ".", 118)


def columns() -> str:
    """The columns of the frame and their types."""
    from geo.frame import COLUMNS

    told = _columns_told()
    rows = ["| column | type | meaning |", "|---|---|---|"]
    rows += [f"| `{name}` | {kind} | {told[name]} |" for name, kind in COLUMNS.items()]
    return "\n".join(rows)


def _columns_told() -> dict[str, str]:
    """Meanings, from data/ontology/columns.toml."""
    from geo.resources import data_path, read_toml

    return read_toml(data_path("ontology", "columns.toml"))


PARTS = {
    "types": types, "modes": modes, "quads": quads, "contexts": contexts, "lexicon": lexicon,
    "columns": columns, "packs": packs, "grammar": grammar,
    "code_words": code_words, "known": known,
}  # fmt: skip


def fresh(text: str) -> str:
    """The book with every generated part as the data has it now."""
    return _PART.sub(lambda m: f"{m[1]}{PARTS[m[2]]()}\n{m[3]}", text)


def main() -> int:
    """Write, or check."""
    old = BOOK.read_text(encoding="utf-8")
    new = fresh(old)
    if "--check" in sys.argv:
        return int(old != new)
    BOOK.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
