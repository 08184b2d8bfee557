"""Hostile formats are parsed in a child that can be killed, and comes back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from conftest import PAGE

from geo.articles.formats import Context
from geo.articles.isolation import ParserProcess
from geo.errors import ArticleError

CONTEXT = Context(name="page.html", max_chars=1_000_000)


@pytest.fixture
def process():
    made = ParserProcess(time_limit=20)
    yield made
    made.close()


def titles(process):
    return [part.title for part in process.parse("html", PAGE.encode(), CONTEXT)]


def test_a_child_is_kept_for_the_next_page(process):
    titles(process)
    child = process._child.pid
    assert titles(process) == ["Police break up march in Oran"]
    assert process._child.pid == child


def test_a_child_that_died_is_replaced(process):
    titles(process)
    process._child.kill()
    process._child.wait()
    assert titles(process) == ["Police break up march in Oran"]


def test_a_parser_that_hangs_is_killed_and_the_next_page_is_read():
    slow = ParserProcess(time_limit=0.05)
    started = time.monotonic()
    with pytest.raises(ArticleError, match=r"took longer than 0\.05 seconds"):
        slow.parse("html", PAGE.encode(), CONTEXT)
    assert time.monotonic() - started < 5
    assert slow._child is None
    slow._time_limit = 20
    assert titles(slow)
    slow.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ceiling on memory")
def test_a_parser_that_wants_too_much_memory_is_refused_it():
    narrow = ParserProcess(memory=300_000_000)
    with pytest.raises(ArticleError, match="memory"):
        narrow.parse("html", b"<html><body>" + b"<p>x</p>" * 8_000_000, CONTEXT)
    narrow.close()


def test_the_child_has_no_secrets(process, monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "secret")
    titles(process)
    if not os.path.exists(f"/proc/{process._child.pid}/environ"):  # noqa: PTH110
        pytest.skip("no /proc here")
    with open(f"/proc/{process._child.pid}/environ", "rb") as environment:  # noqa: PTH123
        assert b"secret" not in environment.read()


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('evil.txt', 'w')",
        "import os; os.open('evil.txt', os.O_WRONLY | os.O_CREAT)",
        "import os; os.mkdir('evil.txt')",
        "import os; os.remove('anything')",
        "import shutil; shutil.rmtree('anything')",
    ],
)
def test_the_child_gives_up_connections_programs_and_files(act, tmp_path):
    code = (
        "import sys, geo.articles.worker as w; sys.addaudithook(w._refuse)\n"
        f"try:\n    {act}\nexcept PermissionError:\n    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109
    )  # fmt: skip
    assert done.stdout.strip() == "refused", done.stderr
    assert not (tmp_path / "evil.txt").exists()


def test_sessions_side_by_side_get_their_own_answers(process):
    answers = {}

    def ask(number):
        page = PAGE.replace("march in Oran", f"march number {number}")
        answers[number] = next(process.parse("html", page.encode(), CONTEXT)).title

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: f"Police break up march number {n}" for n in range(8)}


def test_importing_the_room_is_cheap():
    code = (
        "import sys, geo.articles; from geo.articles import article_from_text, read_articles; "
        "article_from_text('Police fired tear gas in Oran on Tuesday and the crowd of workers that had "
        "gathered by the port was gone before the evening came.'); "
        "print([m for m in ('numpy', 'lxml', 'trafilatura', 'pypdf', 'feedparser', 'pyarrow', 'py3langid', "
        "'requests', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
