"""Write the name and word lists of ``data/ontology/toponyms/`` from their sources.

    python bench/build_name_lists.py SCOWL_FOLDER

- ``first_names.txt``, ``last_names.txt``: from the person providers of Faker (MIT), Latin script,
  folded to plain lower-case letters.
- ``common_words.txt``: lower-case words of SCOWL (permissive licence, see data/README.md), each with
  the size level of the smallest list that holds it (10 the thousand commonest … 60), where the
  same word is also a name in the gazetteer or on a name list; others could never be mistaken.

Build time only: ``pip install faker``; SCOWL is Debian's package ``scowl``
(``apt-get download scowl && dpkg -x scowl_*.deb FOLDER``; the lists are in usr/share/dict/scowl).
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from geo.toponyms.gazetteer import Gazetteer

OUT = Path(__file__).resolve().parent.parent / "data" / "ontology" / "toponyms"
LEVELS = (10, 20, 35, 40, 50, 55, 60)
DIALECTS = ("english", "american", "british")


def fold(name: str) -> str:
    """Plain lower-case letters: marks dropped."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def person_names(prefix: str) -> set[str]:
    """All first or last names that Faker knows in Latin letters."""
    import faker.providers.person as package

    found: set[str] = set()
    for entry in pkgutil.iter_modules(package.__path__):
        if not entry.ispkg:
            continue
        provider = importlib.import_module(f"{package.__name__}.{entry.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if attribute.startswith(prefix) and not isinstance(value, property):
                found.update(fold(name) for name in value if isinstance(name, str))
    return {name for name in found if name.isascii() and name.isalpha() and len(name) > 1}


def common_words(folder: Path) -> Iterator[tuple[str, int]]:
    """Lower-case words of SCOWL with their level, commonest first."""
    seen: set[str] = set()
    for level in LEVELS:
        for dialect in DIALECTS:
            path = folder / f"{dialect}-words.{level}"
            if not path.exists():
                continue
            for word in path.read_text(encoding="iso-8859-1").split():
                if word.isascii() and word.isalpha() and word.islower() and word not in seen:
                    seen.add(word)
                    yield word, level


def write(name: str, lines: list[str], note: str) -> None:
    """One entry a line below a comment that says where the list is from."""
    (OUT / name).write_text(f"# {note}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines)}")


def main() -> int:
    """Build the three lists."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    first, last = person_names("first_names"), person_names("last_names")
    note = "From Faker (MIT) by bench/build_name_lists.py; folded to plain lower-case letters."
    write("first_names.txt", sorted(first), note)
    write("last_names.txt", sorted(last), note)
    gazetteer = Gazetteer.open()
    known = first | last
    words = [
        f"{word} {level}"
        for word, level in common_words(Path(sys.argv[1]))
        if word in known or gazetteer.has(word)
    ]
    note = (
        "word and SCOWL size level (10 commonest), by bench/build_name_lists.py; see data/README.md"
    )
    write("common_words.txt", sorted(words), note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
