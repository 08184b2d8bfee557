"""What the compiled wheel is made of; that it codes the same is `make test-compiled`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import geo.events.coder

ROOT = Path(__file__).resolve().parent.parent
COMPILED = not geo.events.coder.__file__.endswith(".py")


@pytest.fixture(scope="module")
def listed():
    spec = importlib.util.spec_from_file_location("compile_hook", ROOT / ".ci" / "compile.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    return [path.relative_to(ROOT).as_posix() for path in hook.modules(ROOT / "geo")]


def test_the_rooms_an_articles_time_is_spent_in_are_compiled(listed):
    hot = {"events/coder.py", "events/actors/find.py", "syntax/tagger.py", "sentences.py",
           "toponyms/recognition/candidates.py", "toponyms/resolution/resolve.py"}  # fmt: skip
    assert {f"geo/{name}" for name in hot} <= set(listed)


def test_what_is_asked_once_and_kept_stays_python(listed):
    """mypyc makes a plain property of a cached one: the story's places would be sought for each act."""
    assert "geo/events/story.py" not in listed
    assert not [name for name in listed if "cached_property" in (ROOT / name).read_text("utf-8")]
    assert not [name for name in listed if "/llm/" in name or "spacy" in name]


@pytest.mark.skipif(not COMPILED, reason="these are the Python sources: make test-compiled")
def test_every_one_of_them_was_compiled(listed):
    names = [name.removesuffix(".py").replace("/", ".") for name in listed]
    files = {name: importlib.util.find_spec(name).origin for name in names}
    assert not [name for name, origin in files.items() if origin.endswith(".py")]
