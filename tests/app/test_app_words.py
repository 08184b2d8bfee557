"""The interface's words: both languages whole, and nothing that the stages say left in English."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from string import Formatter

import py3langid
import pytest

import geo
from geo.app.filters_told import filters_told
from geo.app.local_names import parts
from geo.app.said import said
from geo.app.strings import Words, catalogue, plural_form
from geo.articles.language import UNKNOWN
from geo.events.ontology import Ontology
from geo.filters import Filters
from geo.resources import data_path, read_toml
from geo.toponyms.gazetteer import Gazetteer

PACKAGE = Path(geo.__file__).parent
RUSSIAN = Words("ru")
#: Rooms whose sentences reach the screen: as a reason on a card, or as why something was refused.
SPEAKING = (
    "articles/*.py", "events/places/*.py", "events/pins/*.py", "events/dates/calendar.py",
    "events/dates/days.py", "events/dates/tokens.py", "events/series.py", "events/coder.py",
    "events/known/history.py", "events/llm/coder.py", "store/corrections.py", "store/store.py", "filters/value.py",
    "exports/rows_file.py", "pipeline.py",
)  # fmt: skip
#: Said to who programs or edits the data, never to who looks at the screen.
UNSEEN = re.compile(
    r"has no attribute|is no phrase|is missing\.$|while parsing|the list .* is missing|word lists"
    r"|cannot be corrected|has no pack|a readable model|a model of another version"
    # Parts of sentences that are tested whole:
    r"|^is (damaged|nested)|^needs more memory than is allowed$|feed\.X$"
)


def _template(node, constants):
    """A string of the source with X for what is put into it; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            v.value if isinstance(v, ast.Constant) else constants.get(ast.unparse(v.value), "X")
            for v in node.values
        )
    return None


def _sentences(tree):
    constants = {
        ast.unparse(target): node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(node.value.value, str)
    }
    for node in ast.walk(tree):
        values = []
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id in {"msg", "reason", "why"} for t in node.targets
        ):
            values = [node.value]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Skipped":
            values = node.args[1:2]
        elif isinstance(node, ast.Return):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for value in values:
            told = _template(value, constants)
            if told and told.count(" ") > 1 and told[0] != " ":
                yield told


def _all_sentences():
    paths = [path for pattern in SPEAKING for path in sorted(PACKAGE.glob(pattern))]
    found = {s for path in paths for s in _sentences(ast.parse(path.read_text(encoding="utf-8")))}
    return sorted(s for s in found if not UNSEEN.search(s))


@pytest.mark.parametrize("sentence", _all_sentences())
def test_every_sentence_of_a_stage_is_said_in_russian(sentence):
    assert re.search("[а-яё]", said(RUSSIAN, sentence)), "strings/*.toml, [said], lacks it"


def test_the_sentences_are_found_at_all():
    found = _all_sentences()
    assert len(found) > 80
    assert "“X” is named in the same sentence" in found


def test_what_fills_the_blanks_of_a_reason_comes_through():
    told = said(RUSSIAN, "“Gao {x}” is named in the same sentence; not drawn: told as a habit")
    assert told.startswith("«Gao {x}»")
    assert "привычном" in told
    assert said(RUSSIAN, "nobody has written this") == "nobody has written this"
    assert said(Words("en"), "told as a habit") == "told as a habit"
    because = "it is a capital, it is the more populous and it is a town"
    told = said(
        RUSSIAN, f"4 places bear this name; next best Rome (Georgia). Chosen because {because}."
    )
    assert not re.search("capital|populous|town", told)


def _blanks(value):
    texts = value.values() if isinstance(value, dict) else value
    texts = [value] if isinstance(value, str) else texts
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_blanks():
    english, russian = catalogue("en"), catalogue("ru")
    of_the_data = {
        "type",
        "mode",
        "quad",
        "tongue",
    }  # English words for these stand in the ontology
    assert set(english) | of_the_data == set(russian)
    for section in set(english) - of_the_data:
        assert set(english[section]) == set(russian[section]), f"[{section}]"
        for key, value in english[section].items():
            assert _blanks(value) == _blanks(russian[section][key]), f"{section}.{key}"
    forms = {plural_form("ru", n) for n in range(30)}
    for one in (v for part in russian.values() for v in part.values() if isinstance(v, dict)):
        assert forms <= set(one)


def test_every_language_that_is_detected_has_a_name_and_a_russian_one():
    names = read_toml(data_path("ontology", "language_names.toml"))
    assert {str(code) for code, _ in py3langid.rank("a text")} | {UNKNOWN} == set(names)
    assert set(names.values()) == set(catalogue("ru")["tongue"])
    told = said(RUSSIAN, "not coded yet: the text is in Scottish Gaelic")
    assert not re.search("[A-Za-z]", told)


def test_every_code_of_the_ontology_has_a_russian_word():
    known, russian = Ontology.load(), catalogue("ru")
    assert set(russian["type"]) == set(known.types)
    assert {mode for kind in known.types.values() for mode in kind.modes} <= set(russian["mode"])
    assert {str(quad) for quad in known.quads} == set(russian["quad"])
    acled = (PACKAGE.parent / "data/ontology/acled.toml").read_text(encoding="utf-8")
    subs = re.findall(r'^sub = "(.+)"', acled, re.MULTILINE)
    assert len(subs) >= 20
    assert set(subs) <= set(russian["acled_sub"])


def test_countries_regions_and_capitals_have_russian_names():
    gazetteer = Gazetteer.open()
    named = [c for c in gazetteer.countries() if parts(RUSSIAN, c.place)[-1] != c.place.name]
    assert len(named) > 0.97 * len(gazetteer.countries())
    atyrau = next(p for p in gazetteer.find("Atyrau") if p.kind == "city")
    assert parts(RUSSIAN, atyrau)[1:] == ("Атырауская область", "Казахстан")
    assert parts(Words("en"), atyrau)[-1] == "Kazakhstan"


def test_filters_are_told_in_words():
    filters = Filters(
        date_from=date(2022, 1, 6), event_types=("PROTEST",), countries=("KAZ",),
        actors=("police",), box=(1, 2, 3, 4),
    )  # fmt: skip
    told = filters_told(RUSSIAN, filters)
    assert re.findall("[A-Za-z]+", told) == ["police"]
    assert "Казахстан" in told
    assert "Kazakhstan" in filters_told(Words("en"), filters)
