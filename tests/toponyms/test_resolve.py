"""Resolution: grouping, containers, signs, context placement, online second opinion, weights."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import pytest

from geo.errors import GeocoderError, OntologyError
from geo.model import Article
from geo.resources import data_dir
from geo.sentences import split
from geo.settings import Settings
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.geoparser import Geoparser
from geo.toponyms.resolution.resolve import Resolver
from geo.toponyms.resolution.score import Calibration
from geo.toponyms.resolution.signs import SignReader


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


def named(parser, text):
    article = Article(id="x", text=text)
    return {t.text: t for t in parser.parse(article, split(article))}


@pytest.fixture(scope="module")
def parser(gazetteer):
    return Geoparser(gazetteer, None, Settings())


def test_one_list_of_regions_makes_no_region_of_a_town(parser):
    text = "Police in Almaty fired. An emergency was declared in Almaty and Mangystau. Almaty is quiet."
    assert named(parser, text)["Almaty"].place.kind == "city"
    alone = "An emergency was declared in Almaty and Mangystau."
    assert named(parser, alone)["Almaty"].place.kind == "admin1"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Shells fell on Donetsk and in the Donetsk region of Ukraine.", "Donetsk Oblast"),
        ("They were held in Kars, in the eastern Turkish province of Kars.", "Kars Province"),
        ("Bombs went off in Arauca and across Arauca state, Colombia.", "Arauca Department"),
    ],
)
def test_a_town_and_the_unit_round_it_may_stand_in_one_sentence(parser, text, unit):
    article = Article(id="x", text=text)
    found = [
        t
        for t in parser.parse(article, split(article))
        if t.place.kind != "country" and t.role != "demonym"
    ]
    assert [t.place.kind for t in found] == ["city", "admin1"]
    assert found[1].place.name == unit
    assert found[1].candidates[0].place.name == unit


def test_a_city_is_taken_before_the_province_named_after_it(parser):
    assert named(parser, "Two bombs went off in Kabul.")["Kabul"].place.kind == "city"
    assert named(parser, "Police made arrests in Almaty.")["Almaty"].place.kind == "city"
    assert named(parser, "Fighting raged in Kandahar province.")["Kandahar"].place.kind == "admin1"


def test_a_region_is_not_mistaken_for_a_hamlet_of_its_name(parser):
    found = named(parser, "A cartel leader was seized in Sinaloa, Mexico.")
    assert found["Sinaloa"].place.kind == "admin1"


def test_a_county_is_found_by_the_state_around_it(parser):
    found = named(parser, "Deputies in Greene County searched a farm near Springfield, Missouri.")
    place = found["Greene County"].place
    assert (place.kind, place.admin1) == ("admin2", "Missouri")


def test_telephone_numbers_point_to_a_region(gazetteer):
    reader = SignReader.load(gazetteer)
    signs = reader.read("Call the office at (614) 555-0137 or 614-555-0199.")
    ohio = next(p for p in gazetteer.admin1s("US") if p.name == "Ohio")
    assert signs.of_region(ohio) == 1
    assert signs.countries["USA"] > 0
    assert reader.read("Read page 614 of volume 555.").regions == {}


def test_words_of_public_life_point_to_a_country(parser):
    american = (
        "The sheriff and two deputies spoke at the high school in Dublin, where the Republican won."
    )
    irish = "The Taoiseach told the Dáil that gardaí in Dublin had made an arrest."
    assert named(parser, american)["Dublin"].place.country == "USA"
    assert named(parser, irish)["Dublin"].place.country == "IRL"


def test_contributions_add_up_to_the_order_of_the_candidates(parser):
    toponym = named(parser, "A fire broke out in Springfield.")["Springfield"]
    sums = [sum(value for _, value in c.features) for c in toponym.candidates]
    assert sums == sorted(sums, reverse=True)


def _chain(answer):
    def locate(name, *, margin=None):
        asked.append(name)
        if isinstance(answer, Exception):
            raise answer
        return answer

    asked = []
    wanted = lambda margin: margin is None or margin < 0.5  # noqa: E731
    return SimpleNamespace(wanted=wanted, locate=locate, asked=asked)


def _location(name, latitude, longitude):
    raw = {
        "osm_type": "node",
        "osm_id": 7,
        "addresstype": "village",
        "address": {"country_code": "kz"},
    }
    return SimpleNamespace(address=f"{name}, x", latitude=latitude, longitude=longitude, raw=raw)


def test_online_answer_decides_between_our_candidates(gazetteer):
    own = named(Geoparser(gazetteer, None, Settings()), "A fire broke out in Springfield.")
    other = own["Springfield"].candidates[1].place
    chain = _chain([_location("Springfield", other.latitude, other.longitude)])
    parser = Geoparser(gazetteer, None, Settings(), chain=chain)
    toponym = named(parser, "A fire broke out in Springfield.")["Springfield"]
    assert toponym.place == other == toponym.candidates[0].place
    assert "online" in toponym.reason


def test_online_answer_places_an_unknown_name_once(gazetteer):
    chain = _chain([_location("Qyzzarvolo", 45.0, 70.0)])
    parser = Geoparser(gazetteer, None, Settings(), chain=chain)
    text = "Rebels burned the village of Qyzzarvolo. Then the village of Qyzzarvolo was empty."
    toponym = named(parser, text)["Qyzzarvolo"]
    assert (toponym.place.latitude, toponym.place.country) == (45.0, "KAZ")
    assert chain.asked == ["Qyzzarvolo"]


def test_sure_names_are_never_asked_online(gazetteer):
    chain = _chain([])
    named(Geoparser(gazetteer, None, Settings(), chain=chain), "Clashes in Almaty, Kazakhstan.")
    assert chain.asked == []


def test_a_failing_service_changes_nothing_but_the_reason(gazetteer):
    text = "A fire broke out in Springfield."
    own = named(Geoparser(gazetteer, None, Settings()), text)["Springfield"]
    chain = _chain(GeocoderError("the service is down"))
    got = named(Geoparser(gazetteer, None, Settings(), chain=chain), text)["Springfield"]
    assert (got.place, got.score) == (own.place, own.score)
    assert "the service is down" in got.reason


def _broken(tmp_path, name, old, new):
    shutil.copytree(data_dir() / "ontology", tmp_path / "ontology")
    path = tmp_path / "ontology" / "toponyms" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_a_damaged_weight_is_named(tmp_path):
    folder = _broken(tmp_path, "resolve.toml", '"population" =', '"popularity" =')
    with pytest.raises(OntologyError, match=r"resolve\.toml.*popul"):
        Resolver.load(folder)


def test_a_missing_calibration_is_named(tmp_path):
    folder = _broken(tmp_path, "calibration.toml", '"bias"', '"base"')
    with pytest.raises(OntologyError, match=r"calibration\.toml"):
        Calibration.load(folder)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He flew to Washington on Tuesday for talks about Ukraine.", "Washington", "city"),
        ("Voters in Oregon, Washington and Idaho were asked.", "Washington", "admin1"),
        ("Protesters marched in New York, Los Angeles and Chicago.", "New York", "city"),
        ("A man from Buffalo, New York, was held.", "New York", "admin1"),
        ("Snow fell in Lower Xville, New York, on Sunday.", "New York", "admin1"),
    ],
)
def test_a_far_namesake_of_a_region_is_the_town_unless_a_region_is_meant(parser, text, name, kind):
    assert named(parser, text)[name].place.kind == kind


def test_a_unit_named_once_holds_for_the_whole_list(parser):
    found = named(parser, "Fighting went on in Helmand and Kandahar provinces.")
    assert {t.place.kind for t in found.values()} == {"admin1"}
    found = named(parser, "Residents of Harris, Polk and Hitchcock counties were told to leave.")
    assert found["Hitchcock"].place.name == "Hitchcock County"


def test_a_town_unknown_in_its_region_is_placed_in_the_region_not_abroad(parser):
    found = named(parser, "A driver was stopped in Stroud, Ontario. Police in Stroud gave no name.")
    assert found["Stroud"].place.name == "Ontario"
    assert "no entry" in found["Stroud"].reason


def test_a_list_of_equals_is_no_chain_of_containers(parser):
    found = named(parser, "Farmers in Georgia, Oklahoma, Pennsylvania and Ohio protested.")
    assert {t.place.kind for t in found.values()} == {"admin1"}
    assert named(parser, "He flew from Kabul, Pakistan and India.")["Kabul"].place.kind == "city"


def test_a_sea_is_not_a_small_town_of_its_name(parser):
    found = named(parser, "The storm formed in the Atlantic and moved towards the Caribbean.")
    assert found["Atlantic"].place.name == "Atlantic Ocean"
