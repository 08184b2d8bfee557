"""Word forms and their possible classes, from WordNet 3.0 (Princeton; Debian: wordnet-base).

The tagger falls back on it for words that the treebank never showed.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

NOUN, PLURAL, VERB, VERB_S, VERB_ED, VERB_ING, ADJECTIVE, ADVERB = (1 << n for n in range(8))
_VOWELS = "aeiou"
_FILES = (("noun", NOUN), ("verb", VERB), ("adj", ADJECTIVE), ("adv", ADVERB))


def lemmas(folder: Path, part: str) -> set[str]:
    """One-word lemmas in lower case of ``index.noun`` and its kin."""
    found = set()
    for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
        word = line.split(" ", 1)[0]
        if line[:1] != " " and word.replace("-", "").isalpha() and len(word) > 1:
            found.add(word)
    return found


def plural(noun: str) -> str:
    """Regular plural."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def stems(verb: str) -> tuple[str, ...]:
    """What -ed and -ing are put on: stop -> stopp, release -> releas."""
    if verb.endswith("e"):
        return (verb[:-1],)
    short = len(verb) > 2 and verb[-1] not in _VOWELS + "wxy"
    if short and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        return (verb + verb[-1], verb) if len(verb) > 4 else (verb + verb[-1],)
    return (verb,)


def forms(folder: Path) -> dict[str, int]:
    """Form -> mask of the classes above."""
    masks: dict[str, int] = defaultdict(int)
    odd: dict[str, set[str]] = {"noun": set(), "verb": set()}
    for part, bases_of in odd.items():
        for line in (folder / f"{part}.exc").read_text(encoding="utf-8").splitlines():
            form, *bases = line.split()
            if "_" in form:
                continue
            bases_of.update(bases)
            if part == "noun":
                masks[form] |= PLURAL
            else:
                masks[form] |= VERB_ING if form.endswith("ing") else VERB_ED
    for part, mask in _FILES:
        for word in lemmas(folder, part):
            masks[word] |= mask
            if part == "noun":
                masks[plural(word)] |= 0 if word in odd["noun"] else PLURAL
            elif part == "verb":
                masks[plural(word)] |= VERB_S
                for stem in stems(word):
                    masks[stem + "ing"] |= VERB_ING
                    ed = (
                        stem[:-1] + "ied"
                        if stem.endswith("y") and stem[-2:-1] not in _VOWELS
                        else stem + "ed"
                    )
                    masks[ed] |= VERB_ED
    return {word: mask for word, mask in masks.items() if mask}


#: WordNet's lexicographer file of persons.
_PERSON = 18
#: Its nouns that news uses for something else most of the time.
_NOT_PEOPLE = frozenset(
    "attack call deal talk subject case item world house number bag set host power order second "
    "life cast match light star plot head face model lead mixed front male female mark intermediary "
    "medium media carrier cracker counter fly draw drag drum strike tie nut pill poll poster press "
    "prize producer rake record reserve rival ruler runner screen sink slip snake sort sucker tool "
    "trail transfer turn type variable wreck yard zero pawn piece pop natural mortal cause".split()
)


def people(folder: Path) -> list[str]:
    """One-word lower-case nouns whose first sense is a person."""
    files: dict[str, int] = {}
    proper: set[str] = set()
    for line in (folder / "data.noun").read_text(encoding="utf-8").splitlines():
        if line[:1] == " ":
            continue
        parts = line.split()
        files[parts[0]] = int(parts[1])
        count = int(parts[3], 16)
        proper.update(w.lower() for w in parts[4 : 4 + 2 * count : 2] if not w.islower())
    found: list[str] = []
    for line in (folder / "index.noun").read_text(encoding="utf-8").splitlines():
        if line[:1] == " ":
            continue
        parts = line.split()
        word = parts[0]
        if not word.replace("-", "").isalpha() or word in proper or len(word) < 3:
            continue
        if word in _NOT_PEOPLE:
            continue
        senses = [files[key] for key in parts[-int(parts[2]) :]]
        likely = word.endswith(("er", "or", "ist", "ian", "ant"))
        if senses[0] == _PERSON or (likely and _PERSON in senses[1:2]):
            found.append(word)
    return found


def write_people(folder: Path, out: Path) -> None:
    """Write ``data/ontology/actors/people.csv``."""
    words = "\n".join(sorted(people(folder)))
    out.write_text(f"word\n{words}\n", encoding="utf-8")


if __name__ == "__main__":
    import sys

    write_people(Path(sys.argv[1]), Path(sys.argv[2]))
