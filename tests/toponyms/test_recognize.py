"""Recognition: tokens and their case, candidates, lexicon checks, the spaCy plug-in."""

from __future__ import annotations

import shutil

import pytest

from geo.errors import DataError, OntologyError
from geo.model import Article
from geo.resources import data_dir
from geo.sentences import split
from geo.settings import Settings
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.geoparser import Geoparser
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.model import LinearModel
from geo.toponyms.recognition.recognize import RuleRecognizer
from geo.toponyms.recognition.scripts import stems
from geo.toponyms.recognition.tokens import tokenize


@pytest.fixture(scope="module")
def recognizer():
    return RuleRecognizer(Gazetteer.open())


def spans(recognizer, text):
    article = Article(id="x", text=text)
    return [m.text for m in recognizer.find(article, split(article))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. and Kazakhstan's army", ["The", "U.S.", "and", "Kazakhstan", "'", "s", "army"]),
        ("N'Djamena, Xi’an", ["N'Djamena", ",", "Xi’an"]),
        ("Guinea-Bissau", ["Guinea", "-", "Bissau"]),
        ("", []),
    ],
)
def test_tokens(text, words):
    assert tokenize(text).words == words


def test_headlines_and_capitals_are_told_from_sentences_full_of_names():
    assert all(tokenize("Dozens Killed In Clashes Across Northern Districts").shouted)
    assert all(tokenize("POLICE FIRED ON A CROWD").shouted)
    assert not any(tokenize("Yesterday Jordan Henderson met Paris Hilton in London.").shouted)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Clashes in Russia, Armenia and Belarus.", ["Russia", "Armenia", "Belarus"]),
        ("Deputies of Rapides Parish came.", ["Rapides Parish"]),
        ("They live in Washington, D.C., now.", ["Washington", "D.C."]),
        ("Residents of St. Louis, Mo., voted.", ["St. Louis", "Mo."]),
        ("He drove on Highway 403 near Oakville.", ["Highway 403", "Oakville"]),
        ("It happened in New South Wales.", ["New South Wales"]),
        ("The anti-Russian mood in Kyiv grew.", ["Kyiv"]),
        ("Fighting near Rostov-on-Don went on.", ["Rostov-on-Don"]),
        ("Trade between Australia and New Zealand fell.", ["Australia", "New Zealand"]),
        ("The U.S. and the UK agreed, us included.", ["U.S.", "UK"]),
        ("A blast hit Kabul Monday, police said.", ["Kabul"]),
        ("ALMATY (Reuters) - Troops left Astana.", ["ALMATY", "Astana"]),
        ("WASHINGTON (AP) — Aid was cut.", ["WASHINGTON"]),
        ("It cost US$543 million.", []),
        ("Mr. London met Sgt. Paris and Sen. Jordan.", []),
        ("He joined the Nile Rodgers band in May.", []),
    ],
)
def test_spans(recognizer, text, found):
    assert spans(recognizer, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kazakh officials and Turkish President Erdogan spoke.", {"Kazakh", "Turkish"}),
        ("The Saudi-led coalition and Russian troops moved in.", {"Saudi", "Russian"}),
        ("She ate Danish pastry and spoke fluent French.", set()),
        ("The Canadian Coast Guard helped.", set()),
    ],
)
def test_demonyms_only_where_people_act(recognizer, text, found):
    article = Article(id="x", text=text)
    mentions = recognizer.find(article, split(article))
    assert {m.text for m in mentions if m.role == "demonym"} == found


@pytest.mark.parametrize(
    ("word", "stem"),
    [("Астане", "Астана"), ("Казахстана", "Казахстан"), ("Твери", "Тверь"), ("وحلب", "حلب")],
)
def test_stems(word, stem):
    assert stem in set(stems(word))


@pytest.mark.parametrize(
    "text",
    [
        "The summit was opened by Vladimir Putin.",
        "His predecessor, Hu Jintao, stayed away.",
        "Midfielder Abdel-Salam scored against Al-Hedoud.",
        "The Red Crescent sent help at 10:22 AM CT.",
        "Shots were fired from a red Dodge Durango.",
        "The state news agency Xinhua said so.",
    ],
)
def test_people_clubs_cars_and_agencies_are_no_places(recognizer, text):
    assert spans(recognizer, text) == []


def test_the_part_of_a_party_is_no_where(recognizer):
    article = Article(id="x", text="Sen. Rand Paul (R-Ky.) spoke in Paris.")
    roles = {m.text: m.role for m in recognizer.find(article, split(article))}
    assert roles == {"Ky.": "modifier", "Paris": "literal"}


def test_a_long_text_is_read_in_pieces_with_true_offsets(recognizer, monkeypatch):
    monkeypatch.setattr("geo.toponyms.recognition.recognize.PIECE", 40)
    text = "Police made arrests in Almaty. Troops left Astana. Shells fell on Kharkiv and Odesa."
    article = Article(id="x", text=text)
    found = recognizer.find(article, split(article))
    assert [m.text for m in found] == ["Almaty", "Astana", "Kharkiv", "Odesa"]
    assert all(text[m.start : m.end] == m.text for m in found)


def test_time_grows_with_the_text_and_not_faster(recognizer):
    import time

    def seconds(text):
        begin = time.process_time()
        spans(recognizer, text)
        return time.process_time() - begin

    unit = "Police in Paris, Texas, said Jordan Smith of St. John's had left. " * 50
    spans(recognizer, unit)
    assert seconds(unit * 16) < 16 * 6 * max(0.002, seconds(unit))


def _copy(tmp_path):
    shutil.copytree(data_dir() / "ontology", tmp_path / "ontology")
    (tmp_path / "models").symlink_to(data_dir() / "models")
    return tmp_path / "ontology" / "toponyms" / "cues.toml"


@pytest.mark.parametrize(
    ("old", "new"),
    [('"mr",', '"Mr",'), ("[titles]", "[tittles]"), ('words = [\n  "mr"', 'words = [ [\n  "mr"')],
)
def test_a_malformed_cue_is_named(tmp_path, old, new):
    path = _copy(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OntologyError, match=r"cues\.toml"):
        Lexicon.load(tmp_path)


def test_a_damaged_model_is_refused(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "recognizer.npz").write_bytes(b"not a model")
    with pytest.raises(DataError, match="recognizer"):
        LinearModel.load(tmp_path)


def test_spacy_plugs_in():
    spacy = pytest.importorskip("spacy", reason="SKIPPED LOUDLY: spaCy is not installed")
    from geo.toponyms.recognition.spacy import SpacyRecognizer

    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "GPE", "pattern": "Lyon"}, {"label": "PERSON", "pattern": "Paris"}]
    )
    gazetteer = Gazetteer.open()
    parser = Geoparser(gazetteer, None, Settings(), recognizer=SpacyRecognizer(gazetteer, pipeline))
    article = Article(id="x", text="Paris Dupont was arrested in Lyon on Monday.")
    (toponym,) = parser.parse(article, split(article))
    assert (toponym.text, toponym.place.country, toponym.role) == ("Lyon", "FRA", "literal")


def test_a_missing_spacy_pipeline_is_said(recognizer):
    from geo.toponyms.recognition.spacy import SpacyRecognizer

    with pytest.raises(DataError, match="nstall"):
        SpacyRecognizer(Gazetteer.open(), "xx_no_such_pipeline")
