"""The wheel: its data inside, and the same verbs from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel of this tree, unpacked by pip into an empty folder."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT]
    subprocess.run(build, check=True)
    (wheel,) = folder.glob("dateline-*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)
    return folder


def run(folder, *args):
    return subprocess.run(
        [sys.executable, "-P", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "site")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_its_data_and_nothing_of_the_workshop(installed):
    (wheel,) = installed.glob("dateline-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.endswith("-py3-none-any.whl")  # compiled only where it is asked for
    assert "geo/_data/ontology/plover.toml" in names
    assert "geo/app/.streamlit/config.toml" in names
    assert not [n for n in names if n.startswith(("tests/", "bench/", "docs/"))]


def test_it_asks_by_name_for_what_the_reader_of_pages_needs(installed):
    """Older pips do not find it: justext asks for lxml[html_clean], and lxml calls that html-clean."""
    (metadata,) = installed.glob("site/dateline-*.dist-info/METADATA")
    assert "Requires-Dist: lxml-html-clean" in metadata.read_text("utf-8")


def test_it_codes_from_any_folder_with_the_data_inside(installed):
    article = installed / "a.txt"
    article.write_text("Police arrested about 300 protesters in Almaty on Wednesday.")
    done = run(installed, "-m", "geo", "code", "a.txt", "--published", "2022-01-06")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["toponym"]["place"]["name"] == "Almaty"
    where = run(installed, "-c", "from geo.resources import data_dir; print(data_dir())").stdout
    assert str(installed) in where


def test_the_command_dateline_is_there(installed):
    script = installed / "site" / "bin" / "dateline"
    done = run(installed, str(script), "--version")
    assert done.stdout.startswith("Dateline ")
