"""Language packs: the list of files is whole, a bad list is refused, other languages are left alone."""

from __future__ import annotations

import shutil

import pytest

from geo.articles import article_from_text
from geo.errors import OntologyError
from geo.events import Coder, Ontology
from geo.events.lexicon import Lexicon
from geo.events.triggers import find_triggers
from geo.packs import KINDS, pack_path, packs
from geo.pipeline import Pipeline
from geo.resources import data_path
from geo.settings import Settings
from geo.syntax import Syntax

SPANISH = """
[es]
name = "Español"
coded = false
triggers = "ontology/triggers/es"
"""


@pytest.fixture
def folder(tmp_path):
    """A data folder with the bundled list of packs and types, to be changed."""
    (tmp_path / "ontology").mkdir()
    for name in ("languages.toml", "plover.toml"):
        shutil.copy(data_path("ontology", name), tmp_path / "ontology" / name)
    return tmp_path


def spanish(folder, words: str) -> None:
    """Add a pack that is being written."""
    pack = folder / "ontology" / "triggers" / "es"
    pack.mkdir(parents=True)
    (pack / "protest.toml").write_text(words, encoding="utf-8")
    (folder / "ontology" / "languages.toml").write_text(SPANISH, encoding="utf-8")


def test_english_is_whole():
    assert packs()["en"].coded
    for kind in KINDS:
        assert pack_path(kind).exists()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('dates = "ontology/dates.toml"', "", "without dates"),
        ('dates = "ontology/dates.toml"', 'datums = "x"', "unknown key datums"),
        ("ontology/dates.toml", "ontology/nowhere.toml", "not there"),
        ("ontology/dates.toml", "../../etc/passwd", "not there"),
        ("coded = true", 'coded = "yes"', "true or false"),
        ("[en]", "[English]", "ISO 639"),
        ("[en]", "[en", "not valid TOML"),
    ],
)
def test_a_bad_list_is_refused_with_its_fault(folder, old, new, complaint):
    path = folder / "ontology" / "languages.toml"
    for name in packs()["en"].files.values():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir(exist_ok=True) if data_path(*name.split("/")).is_dir() else target.touch()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(OntologyError, match=complaint):
        packs(folder)


def test_a_language_is_added_as_data_and_read_before_it_is_coded(folder):
    spanish(
        folder,
        '[[group]]\ntype = "PROTEST"\nphrases = "se manifestaron, bloquearon .. carretera"\n',
    )
    lexicon = Lexicon.load(Ontology.load(folder), "es")
    text = Syntax.load().tag("Campesinos bloquearon la carretera y se manifestaron.")
    assert [t.entry.text for t in find_triggers(lexicon, text)] == [
        "bloquearon .. carretera",
        "se manifestaron",
    ]
    with pytest.raises(OntologyError, match="is coded"):
        Coder(Ontology.load(folder), Syntax.load(), Settings(data_dir=folder), language="es")


def test_a_fault_in_a_pack_is_named(folder):
    spanish(folder, '[[group]]\ntype = "PROTESTA"\nphrases = "se manifestaron"\n')
    with pytest.raises(OntologyError, match=r"protest\.toml.*PROTESTA"):
        Lexicon.load(Ontology.load(folder), "es")


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        (("Полиция в четверг задержала в Алматы сорок участников протеста, сообщило министерство внутренних дел. "
         "Президент объявил в городе чрезвычайное положение до конца недели."), "ru", "Russian"),
        (("La policía detuvo el jueves en Lima a cuarenta manifestantes, según informó el Ministerio del Interior. "
         "El presidente declaró el estado de emergencia en la capital hasta el domingo."), "es", "Spanish"),
        (("La police a arrêté jeudi quarante manifestants à Dakar, a annoncé le ministère de l'Intérieur. "
         "Le président a décrété l'état d'urgence dans la capitale."), "fr", "French"),
        (("Die Polizei nahm am Donnerstag in Berlin vierzig Demonstranten fest, teilte das Innenministerium mit. "
         "Der Protest gegen die Regierung war zuvor verboten worden."), "de", "German"),
        ("اعتقلت الشرطة يوم الخميس أربعين متظاهرا في القاهرة، حسبما أعلنت وزارة الداخلية في بيان رسمي.", "ar", "Arabic"),
    ],
)  # fmt: skip
def test_other_languages_are_said_to_be_not_coded_and_never_miscoded(text, code, name):
    pipeline = Pipeline()
    article = article_from_text(text)
    assert article.language == code
    assert pipeline.code(article) == ()
    assert pipeline.why_not(article) == f"not coded yet: the text is in {name}"
