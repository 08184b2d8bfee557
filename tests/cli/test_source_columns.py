"""Tables from the command line: the column is named, what fails is named, the status says so."""

from __future__ import annotations

import argparse

import pytest

from geo.cli.sources import Tally, add_source_arguments, articles


def read(*arguments: str):
    parser = argparse.ArgumentParser()
    add_source_arguments(parser)
    tally = Tally()
    return list(articles(parser.parse_args(arguments), tally)), tally


def test_a_column_can_be_named(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("Kopf,Rumpf\nRiot,Police arrested ten people in Oran.\n")
    found, tally = read(str(table), "--column", "text=Rumpf", "--column", "title=Kopf")
    assert [article.title for article in found] == ["Riot"]
    assert tally.status == 0


def test_a_field_nobody_knows_is_a_usage_error(capsys):
    with pytest.raises(SystemExit):
        read("a.csv", "--column", "body=Rumpf")
    assert "FIELD=NAME" in capsys.readouterr().err


def test_a_failed_part_is_named_once_and_counts_and_a_picture_is_named_and_does_not(
    tmp_path, capsys
):
    (tmp_path / "a.txt").write_text("Police arrested ten people in Oran.")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    assert read(str(tmp_path))[1].status == 0
    (tmp_path / "b.txt").write_bytes(b"\x89PNG")
    _, tally = read(str(tmp_path))
    assert tally.status == 3
    assert capsys.readouterr().err.count("b.txt") == 1
