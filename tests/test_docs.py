"""The documents say what is there: verbs, names, columns, data files, no registry hosts."""

from __future__ import annotations

import argparse
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

import geo
from geo.cli import parser

ROOT = Path(__file__).resolve().parent.parent
FILES = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\n")[:-1]
TEXT_ENDINGS = {".py", ".md", ".toml", ".txt", ".csv", ".cff", ".yml", ".sh", ""}


def verbs():
    action = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return list(action.choices)


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_is_documented(verb):
    assert f"`{verb} " in (ROOT / "docs" / "cli.md").read_text("utf-8")


@pytest.mark.parametrize("name", geo.__all__)
def test_every_public_name_is_documented(name):
    assert f"`{name}" in (ROOT / "docs" / "python.md").read_text("utf-8")


def documents():
    return [f for f in FILES if f.endswith(".md")]


@pytest.mark.parametrize("name", documents())
def test_links_inside_the_repository_lead_somewhere(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (ROOT / name).parent.joinpath(target).exists(), target


def test_every_data_file_has_its_source_and_licence():
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    for name in FILES:
        if name.startswith("data/") and name.count("/") > 1:
            folder, file = name.removeprefix("data/").split("/", 1)
            known = (
                f"`{folder}/{file}`" in text
                or any(f"`{folder}/{part}`" in text for part in parents(file))
                or f"`{folder}/`" in text
            )
            assert known, f"{name} is not described in data/README.md"


def parents(file):
    parts = file.split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts))]


def test_no_file_names_a_package_registry():
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "npmjs" + ".com",
        "debian" + ".org",
    ]
    for name in FILES:
        path = ROOT / name
        if path.suffix in TEXT_ENDINGS and path.is_file():
            text = path.read_text("utf-8", errors="replace")
            found = [h for h in hosts if h in text]
            assert not found, f"{name} names {found}"


def test_no_text_of_the_corpora_is_in_the_repository():
    """A gross check: no committed file carries a long run of a corpus's words.

    All but the outermost two of a run stand as whole words wherever it stands: these are looked up.
    """
    corpora = ROOT.parent / "shared" / "corpora"
    if not corpora.is_dir():
        pytest.skip("SKIPPED LOUDLY: ../shared/corpora is not here")
    import json

    mine = " ".join(
        (ROOT / n).read_text("utf-8", errors="replace")
        for n in FILES
        if Path(n).suffix in {".py", ".md", ".toml", ".txt", ".csv"} and "requirements" not in n
    )
    runs = defaultdict(list)
    for path in sorted(corpora.rglob("*.jsonl")):
        for line in path.read_text("utf-8").split("\n")[:-1]:
            words = json.loads(line)["text"].split()
            for at in range(0, len(words) - 12, 40):
                run = words[at : at + 12]
                runs[" ".join(run[1:-1])].append((path.name, " ".join(run)))
    words = mine.split()
    mine = " ".join(words)
    for at in range(len(words) - 9):
        for name, run in runs.get(" ".join(words[at : at + 10]), ()):
            assert run not in mine, f"{name}: {run[:40]}… stands in the repository"
