"""kill -9 in the middle of a write loses nothing that was acknowledged, on each kind of store."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def loop(*args):
    command = [sys.executable, "-W", "ignore", "bench/kill.py", "--kills", "100", *args]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def holds(found):
    assert found["acknowledged"] > 100
    assert found["lost"] == 0
    assert found["without_journal"] == 0
    assert found["integrity"] == "ok"


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing_on_sqlite():
    holds(loop())


@pytest.mark.slow
@pytest.mark.postgres
def test_a_hundred_kills_lose_nothing_on_postgresql(empty_postgres):
    holds(loop("--store", empty_postgres))
