"""Who a mention means: tables checked at load, mentions resolved to country and sectors."""

import shutil

import pytest

from geo.errors import OntologyError
from geo.events.actors.context import ActorContext
from geo.events.actors.lexicon import ActorLexicon
from geo.resources import data_path
from geo.syntax import Syntax


@pytest.fixture(scope="module")
def lexicon():
    return ActorLexicon.load()


@pytest.mark.parametrize(
    ("mention", "country", "sector"),
    [
        ("members of the FMLN", "SLV", "REB"),
        ("Boko Haram fighters", "NGA", "REB"),
        ("the Kazakh president", "KAZ", "GOV"),
        ("Kenyan police", "KEN", "COP"),
        ("the U.N. Security Council", "UNO", None),
        ("NATO", "IGO", "MIL"),
        ("Human Rights Watch", "NGO", None),
        ("Volodymyr Zelensky", "UKR", "GOV"),
        ("a former Peruvian president", "PER", "ELI"),
        ("striking miners", None, "LAB"),
        ("opposition protesters", None, "CVL"),
        ("the White House", "USA", "GOV"),
        ("two Reuters journalists", "GBR", "JRN"),
        ("unidentified gunmen", None, "UAF"),
        ("a Paris court", "FRA", "JUD"),
    ],
)
def test_country_and_sector(lexicon, mention, country, sector):
    words = mention.split()
    found = ActorContext(lexicon, mention).identify(words, Syntax.load().tag(mention).tags)
    assert found.country == country
    assert (found.sectors[0] if found.sectors else None) == sector


def test_a_short_name_takes_what_the_article_said_before(lexicon):
    text = "Ruritania's interior minister, Ana Ruiz, spoke. Later Ruiz met judges."
    found = ActorContext(lexicon, text).identify(["Ruiz"], ["NNP"])
    assert found.name.endswith("Ana Ruiz")
    assert found.sectors == ("GOV",)


@pytest.mark.parametrize("mention", ["FMLN guerrillas", "members of the FMLN", "the FMLN"])
def test_the_men_of_a_group_carry_its_name(lexicon, mention):
    words = mention.split()
    found = ActorContext(lexicon, mention).identify(words, ["NNP"] * len(words))
    assert found.name == "Farabundo Marti National Liberation Front"


def test_an_everyday_word_is_no_name(lexicon):
    assert not list(lexicon.find_names("they gave up total control of us".split()))
    assert [m.entry.country for m in lexicon.find_names(["US", "troops"])] == ["USA"]


def test_a_wrong_sector_is_named(tmp_path):
    (tmp_path / "ontology").mkdir()
    shutil.copytree(data_path("ontology", "actors"), tmp_path / "ontology" / "actors")
    groups = tmp_path / "ontology" / "actors" / "groups.csv"
    groups.write_text(groups.read_text("utf-8") + "The Odd Ones,,FRA,ODD\n", "utf-8")
    with pytest.raises(OntologyError, match=r"groups\.csv: The Odd Ones has the unknown sector"):
        ActorLexicon.load(tmp_path)


def test_breadth(lexicon):
    entries = {(e.name, e.kind): e for found in lexicon.names.values() for _, e in found}
    kinds = [e.kind for e in entries.values()]
    assert kinds.count("group") > 350
    assert kinds.count("leader") > 500
    assert len({e.country for e in entries.values() if e.kind in {"country", "demonym"}}) > 185
