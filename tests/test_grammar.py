"""The lists of small words: whole, explained, checked when read, and open to a researcher's entry."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo import grammar
from geo.errors import OntologyError
from geo.events import Coder, Ontology
from geo.packs import pack_path, packs
from geo.resources import data_dir
from geo.settings import Settings
from geo.syntax import Syntax

ROOT = Path(__file__).parent.parent
_ASKED = re.compile(r'grammar\.(?:words|phrases|numbers|pairs)\(\s*["\x27]([\w.]+)["\x27]')
SPANISH = '\n[es]\nname = "Español"\ncoded = false\ngrammar = "ontology/grammar/es"\n'


@pytest.fixture
def folder(tmp_path):
    """A data folder like the bundled one, whose lists of words may be changed."""
    for path in data_dir().iterdir():
        if path.name != "ontology":
            (tmp_path / path.name).symlink_to(path)
    shutil.copytree(data_dir() / "ontology", tmp_path / "ontology")
    return tmp_path


def change(folder, old: str, new: str, name: str = "events.toml", language: str = "en") -> None:
    path = folder / "ontology" / "grammar" / language / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_list_is_asked_for_and_every_one_asked_for_is_there():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "geo").rglob("*.py"))
    assert set(_ASKED.findall(code)) == set(grammar.lists())


def test_no_list_of_words_is_written_in_code():
    rooms = [ROOT / "geo" / name for name in ("events", "toponyms", "syntax")]
    listed = re.compile(r'"[a-z][a-z\'-]*(?: [a-z\'-]+){2,} ?"\s*\)?\.split\(\)')
    found = [
        path.name
        for room in rooms
        for path in room.rglob("*.py")
        if listed.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_list_says_what_it_is_for():
    silent = []
    for path in sorted(pack_path("grammar").glob("*.toml")):
        before, table = "", ""
        for line in path.read_text(encoding="utf-8").splitlines():
            table = line if line.startswith("[") else table
            begins = line.startswith("[") if "." in table else re.match(r"\w+ = ", line)
            if begins and not before.startswith("# "):
                silent.append(f"{path.name}: {line}")
            before = line
    assert silent == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'own = "we',
            'own = "we We',
            r"events\.toml, \[incidents\] own: 'We' must be .* lower case",
        ),
        ('own = "we', 'own = "we we', "'we' stands there twice"),
        ('"cold war"', '"Cold War"', r"\[story\] old_wars: 'Cold War'"),
        ('own = "we', 'owns = "we', "lacks events.incidents.own"),
        ('own = "we', 'mine = "my"\nown = "we', "no use for events.incidents.mine"),
        ('own = "we our us i my me ours"', 'own = ["we"]', "in another form events.incidents.own"),
        ("own = ", "own = 3 #", "lower case"),
        ("own = ", "own = [[", "not valid TOML"),
    ],
)
def test_a_bad_list_is_refused_by_name_when_it_is_read(folder, old, new, complaint):
    change(folder, old, new)
    with pytest.raises(OntologyError, match=complaint):
        grammar.lists("en", folder)


def test_a_list_that_is_asked_for_in_another_form_is_refused():
    for ask, name in (
        (grammar.words, "events.story.old_wars"),
        (grammar.phrases, "events.incidents.own"),
        (grammar.numbers, "events.incidents.own"),
        (grammar.pairs, "quantities.find.pause"),
        (grammar.words, "events.incidents.nothing"),
    ):
        with pytest.raises(OntologyError, match=name):
            ask(name)


def test_another_language_must_bring_every_list(folder):
    with (folder / "ontology" / "languages.toml").open("a", encoding="utf-8") as stream:
        stream.write(SPANISH)
    here = folder / "ontology" / "grammar"
    shutil.copytree(here / "en", here / "es")
    change(
        folder, 'own = "we our us i my me ours"', 'own = "nosotros nuestro yo mi"', language="es"
    )
    (here / "es" / "pins.toml").rename(folder / "pins.toml")
    with pytest.raises(OntologyError, match=r"lacks pins\.persons\.addressed"):
        grammar.lists("es", folder)
    (folder / "pins.toml").rename(here / "es" / "pins.toml")
    assert "nosotros" in grammar.lists("es", folder)["events.incidents.own"]


def test_an_entry_of_ones_own_works_and_is_never_passed_over_in_silence(folder):
    change(folder, '"cold war"', '"cold war", "long war"')
    story = folder / "story.txt"
    story.write_text("Rebels killed 300 villagers in Gulu in the Long War.", encoding="utf-8")
    told = [
        subprocess.run(
            [sys.executable, "-m", "geo", "code", str(story), "--published", "2024-06-30"],
            env={**os.environ, **more}, cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout
        for more in ({}, {"DATELINE_DATA": str(folder)})
    ]  # fmt: skip
    assert [len(out.splitlines()) for out in told] == [1, 0]
    with pytest.raises(OntologyError, match=r"grammar.en is read once .* set DATELINE_DATA="):
        Coder(Ontology.load(folder), Syntax.load(), Settings(data_dir=folder))


CODED = """
import dataclasses, json
from datetime import date
from geo import grammar
from geo.articles import article_from_text
from geo.pipeline import Pipeline
from geo.settings import Settings

pipeline = Pipeline(Settings.from_env())
text = "Zo police blorked twenty protesters in Nairobi on Quinsday."
article = dataclasses.replace(article_from_text(text, published=date(2024, 6, 30)), language="qx")
events = [(e.event_type, str(e.event_date.start)) for e in pipeline.code(article)]
english = article_from_text("Police arrested twenty protesters in Nairobi on Thursday, officials said.")
print(json.dumps([events, pipeline.code(english), sorted(grammar.words("common.verbs.be"))]))
"""


def test_a_process_reads_every_word_of_the_language_it_is_started_for(folder):
    """A made-up language, English but for a verb, a weekday and an auxiliary of its own."""
    here = folder / "ontology"
    files = {**packs()["en"].files, "dates": "ontology/dates.qx.toml"}
    for kind in ("grammar", "triggers"):
        shutil.copytree(folder / files[kind], (folder / files[kind]).with_name("qx"))
        files[kind] = files[kind].removesuffix("en") + "qx"
    with (here / "languages.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[qx]\nname = "Quux"\ncoded = true\n')
        stream.writelines(f'{kind} = "{name}"\n' for kind, name in files.items())
    words = (here / "dates.toml").read_text(encoding="utf-8").replace("thursday", "quinsday")
    (here / "dates.qx.toml").write_text(words, encoding="utf-8")
    change(folder, 'be = "be', 'be = "zey be', name="common.toml", language="qx")
    (here / "triggers" / "qx" / "mine.toml").write_text(
        '[[group]]\ntype = "COERCE"\nmodes = ["arrest"]\nverbs = "blork"\n', encoding="utf-8"
    )
    started = {"DATELINE_DATA": str(folder), "DATELINE_LANGUAGE": "qx"}
    done = subprocess.run(
        [sys.executable, "-c", CODED],
        env={**os.environ, **started}, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    events, english, be = json.loads(done.stdout)
    assert events == [["COERCE", "2024-06-27"]]
    assert english == []
    assert "zey" in be
    with pytest.raises(OntologyError, match="set DATELINE_LANGUAGE=qx"):
        Coder(Ontology.load(folder), Syntax.load(), Settings(language="qx"))
