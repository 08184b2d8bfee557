"""The command line as a user meets it: a process, files, exit status, messages."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Hundreds arrested in Almaty\n\n"
    "ALMATY, Jan. 5 (Dateline) - Police arrested about 300 protesters in Almaty on Wednesday.\n\n"
    "Demonstrators set fire to a police station in Aktobe.\n"
)


def geo(*args, stdin=None, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "geo", *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        check=False,
    )


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """An article coded once: the folder, with article.txt and events.geojson in it."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "article.txt").write_text(TEXT, encoding="utf-8")
    done = geo(
        "code", folder / "article.txt", "--published", "2022-01-06", "-o", folder / "events.geojson"
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"1 article read, " in done.stderr
    return folder


def test_code_writes_the_arrest_with_place_day_and_number(coded):
    features = json.loads((coded / "events.geojson").read_text("utf-8"))["features"]
    arrest = next(f for f in features if f["properties"]["mode"] == "arrest")
    seen = arrest["properties"]
    assert seen["event_type"] == "COERCE"
    assert seen["location"] == "Almaty"
    assert seen["event_date"] == "2022-01-05"
    assert seen["arrested_low"] == 300
    assert TEXT[seen["evidence_start"] : seen["evidence_end"]] == seen["evidence"]
    assert 76 < arrest["geometry"]["coordinates"][0] < 78


def test_standard_input_gives_the_same_events_as_a_file(coded):
    lines = geo("code", "-", "--published", "2022-01-06", stdin=TEXT.encode()).stdout
    ids = [json.loads(line)["id"] for line in lines.splitlines()]
    features = json.loads((coded / "events.geojson").read_text("utf-8"))["features"]
    assert ids == [f["id"] for f in features]


def test_json_lines_travel_between_verbs(coded):
    lines = geo("code", coded / "article.txt", "--published", "2022-01-06").stdout
    kept = geo("filter", "-", "--type", "COERCE", stdin=lines)
    features = json.loads(kept.stdout)["features"]
    assert features
    assert {f["properties"]["event_type"] for f in features} == {"COERCE"}


def test_articles_in_other_languages_are_named_with_their_language_and_counted(tmp_path):
    (tmp_path / "a.txt").write_text("Gunmen killed three farmers in Jos, Nigeria.", "utf-8")
    (tmp_path / "b.txt").write_text("Полиция задержала в Алматы сорок человек.", "utf-8")
    (tmp_path / "c.txt").write_text("La policía detuvo a 40 manifestantes en Lima.", "utf-8")
    done = geo("code", "--fast", tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 0
    assert (
        "geo: Полиция задержала в Алматы сорок человек.: not coded yet: the text is in Russian"
        in said
    )
    assert "Lima.: not coded yet: the text is in Spanish" in said
    assert "3 articles read, 2 not coded yet (another language), 1 event, 0 without" in said
    (event,) = map(json.loads, done.stdout.splitlines())
    assert event["toponym"]["text"] == "Jos"


def test_edited_copies_of_a_report_are_named_and_are_one_event_of_all_papers(coded, tmp_path):
    body = (
        TEXT
        + "Shops and banks stayed closed all day, while patrols stood guard at each crossing.\n"
    )
    for n in range(3):
        told = f"---\ntitle: Arrests, {n}\nsource: Paper {n}\npublished: 2022-01-06\n---\n"
        (tmp_path / f"{n}.txt").write_text(f"{told}{body}\nDesk {n} added to this.\n", "utf-8")
    done = geo("code", "--fast", tmp_path, "-o", tmp_path / "events.geojson")
    said = done.stderr.decode()
    assert said.count("nearly the same text as “Arrests, 0” (Paper 0)") == 2
    assert "3 articles read (2 nearly copies of others)" in said
    features = json.loads((tmp_path / "events.geojson").read_text("utf-8"))["features"]
    assert {f["properties"]["n_sources"] for f in features} == {3}


@pytest.mark.parametrize("ending", ["csv", "excel.csv", "kml", "gpkg", "parquet"])
def test_export_writes_each_format(coded, ending):
    target = coded / f"out.{ending}"
    done = geo("export", coded / "events.geojson", "-o", target)
    assert done.returncode == 0, done.stderr.decode()
    assert target.stat().st_size > 100


def test_the_acled_shape_is_made_of_whole_events(coded):
    lines = coded / "events.jsonl"
    assert (
        geo("code", coded / "article.txt", "--published", "2022-01-06", "-o", lines).returncode == 0
    )
    done = geo("export", lines, "--type", "COERCE", "-o", coded / "out.acled.csv")
    assert done.returncode == 0, done.stderr.decode()
    text = (coded / "out.acled.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    assert rows[0]["location"] == "Almaty"
    assert list(rows[0])[:3] == ["event_id_cnty", "event_date", "year"]
    refused = geo("export", coded / "events.geojson", "-o", coded / "no.acled.csv")
    assert refused.returncode == 1
    assert b"JSON lines" in refused.stderr


def test_map_is_one_file_that_names_no_host(coded):
    target = coded / "map.html"
    assert geo("map", coded / "events.geojson", "-o", target).returncode == 0
    page = target.read_text("utf-8")
    assert "<html" in page.lower()
    for attribute in ('src="http', "src='http", 'link rel="stylesheet" href="http'):
        assert attribute not in page


def test_geocode_prints_the_place_and_says_when_there_is_none():
    found = geo("geocode", "Aktau, Kazakhstan")
    assert json.loads(found.stdout)["country"] == "KAZ"
    none = geo("geocode", "Qqqqzzzz")
    assert none.returncode == 1
    assert b"no place is called" in none.stderr


def test_geoparse_spans_index_the_text(coded):
    lines = geo("geoparse", "-", stdin=TEXT.encode()).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert {"Almaty", "Aktobe"} <= {t["text"] for t in found}
    shown = geo("geoparse", coded / "article.txt", "--show").stdout.decode()
    assert "[Aktobe](Aktobe" in shown


def test_one_bad_source_does_not_stop_the_others(coded, tmp_path):
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    done = geo("code", tmp_path / "bad.txt", coded / "article.txt", "-o", tmp_path / "e.geojson")
    assert done.returncode == 3
    assert b"bad.txt" in done.stderr
    assert (tmp_path / "e.geojson").exists()


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["code", "nowhere.txt"], 1, "nowhere.txt"),
        (["code", "-"], 1, "empty"),
        (["code", "ftp://news.example/a"], 1, "http:// or https://"),
        (["code", "https://me:geheim@news.example/a"], 1, "geo: https://news.example/a: Addresses"),
        (["store", "--store", "news.db", "check"], 1, "A file: sqlite:///news.db"),
        (["code"], 2, "SOURCE"),
        (["code", "x.txt", "--published", "yesterday"], 2, "YYYY-MM-DD"),
        (["filter", "nowhere.geojson"], 1, "cannot be read"),
        (["export", "README.md", "-o", "x.csv"], 1, "geo code"),
        (["nonsense"], 2, "VERB"),
        (["geocode", ""], 1, "empty"),
        (["geocode", "Paris", "--country", "QQ"], 1, "country code"),
    ],
)
def test_what_goes_wrong_is_said_without_a_traceback(args, status, says):
    done = geo(*args, stdin=b"")
    assert done.returncode == status
    assert says.lower() in done.stderr.decode().lower()
    assert b"Traceback" not in done.stderr
    assert b"geheim" not in done.stderr


def test_an_ending_no_format_has_is_named(coded):
    done = geo("export", coded / "events.geojson", "-o", coded / "events.docx")
    assert done.returncode == 1
    assert b".geojson" in done.stderr


def test_output_into_a_missing_folder_is_an_error_not_a_traceback(coded):
    done = geo("export", coded / "events.geojson", "-o", coded / "no" / "such" / "e.csv")
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr


def test_data_check_finds_every_bundled_file_whole():
    done = geo("data", "check")
    assert done.returncode == 0, done.stderr.decode()


def test_store_verbs_check_backup_and_restore(tmp_path):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    assert b"integrity: ok" in geo("store", "--store", url, "check").stdout
    assert b"nothing is coded otherwise" in geo("store", "--store", url, "recode", "--fast").stdout
    copy = tmp_path / "copy.db"
    assert geo("store", "--store", url, "backup", copy).returncode == 0
    assert geo("store", "--store", url, "restore", copy).returncode == 0
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database, but long enough to look like one " * 50)
    assert geo("store", "--store", url, "restore", broken).returncode == 1
    assert b"integrity: ok" in geo("store", "--store", url, "check").stdout
