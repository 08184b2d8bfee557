"""English inflection by rule: lemma -> the surface forms a text may hold.

Only generation is needed (the lexicon knows its lemmas), so spelling rules that generate one form
too many ("visitted") are harmless: no text holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from geo import grammar

Form = Literal["base", "s", "ed", "pp", "ing"]

_VOWELS = "aeiou"
_PRESENT = {
    lemma: tuple(forms.split()) for lemma, forms in grammar.pairs("events.inflect.present").items()
}
_O_VERBS = grammar.words("events.inflect.o_verbs")
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def verb_forms(
    lemma: str, irregular: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, frozenset[Form]]:
    """Surface form -> which forms of the verb it can be.

    ``irregular`` maps a lemma to its past tense and past participle, alternatives joined by "/".
    """
    forms: dict[str, set[Form]] = {}

    def add(surface: str, form: Form) -> None:
        forms.setdefault(surface, set()).add(form)

    add(lemma, "base")
    for surface in _PRESENT.get(lemma, (_third_person(lemma),)):
        add(surface, "s")
    for stem in _stems(lemma):
        add(stem + "ing", "ing")
    if irregular and lemma in irregular:
        past, participle = irregular[lemma]
        for surface in past.split("/"):
            add(surface, "ed")
        for surface in participle.split("/"):
            add(surface, "pp")
    else:
        for surface in _regular_past(lemma):
            add(surface, "ed")
            add(surface, "pp")
    return {surface: frozenset(kinds) for surface, kinds in forms.items()}


def noun_forms(lemma: str, irregular: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Singular and plural of a noun; ``irregular`` maps singular to plural."""
    if irregular and lemma in irregular:
        return tuple(dict.fromkeys((lemma, *irregular[lemma].split("/"))))
    if lemma.endswith("s") and not lemma.endswith("ss"):
        return (lemma,)  # "talks", "reprisals", "hostilities": already plural, or the same in both
    return (lemma, _third_person(lemma))


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    if lemma.endswith(_SIBILANTS) or lemma in _O_VERBS:
        return lemma + "es"
    return lemma + "s"


def _stems(lemma: str) -> tuple[str, ...]:
    """Stems before -ing: "sign", "strik", "stop(p)"."""
    if lemma.endswith("ie"):
        return (lemma[:-2] + "y",)
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return (lemma[:-1],)
    return (lemma, lemma + lemma[-1]) if _may_double(lemma) else (lemma,)


def _regular_past(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("e"):
        return (lemma + "d",)
    if lemma.endswith("y") and len(lemma) > 1 and lemma[-2] not in _VOWELS:
        return (lemma[:-1] + "ied",)
    if lemma.endswith("c"):
        return (lemma + "ked", lemma + "ed")
    return (lemma + "ed", lemma + lemma[-1] + "ed") if _may_double(lemma) else (lemma + "ed",)


def _may_double(lemma: str) -> bool:
    return (
        len(lemma) > 2  # noqa: PLR2004 (consonant, vowel, consonant)
        and lemma[-1] not in _VOWELS + "wxy"
        and lemma[-2] in _VOWELS
    )
