"""A store of each kind: SQLite always, a real PostgreSQL where its server is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from geo.store import Store
from tests.ports import free_port


def _initdb() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    name = shutil.which("initdb")
    return found[-1] if found else Path(name) if name else None


@pytest.fixture(scope="session")
def postgres_url():
    """The URL of a fresh PostgreSQL server of our own on loopback."""
    initdb = _initdb()
    if initdb is None:
        pytest.skip("SKIPPED LOUDLY: no PostgreSQL server is installed (make test installs it)")
    pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    as_user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = next(n for n in ("postgres", "nobody") if n in {p.pw_name for p in pwd.getpwall()})
        shutil.chown(folder, user)
        as_user = {"user": user}
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **as_user}
    data = folder / "data"
    command = [initdb, "-D", data, "-A", "trust", "-U", "dateline", "-E", "UTF8", "--locale=C"]
    subprocess.run(command, check=True, **quiet)
    server = subprocess.Popen(
        [
            initdb.with_name("postgres"),
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            folder,
            "-h",
            "127.0.0.1",
        ],
        **quiet,
    )
    try:
        for _ in range(100):
            ready = [initdb.with_name("pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
            if subprocess.run(ready, check=False, **quiet).returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgresql+psycopg://dateline@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_postgres(postgres_url):
    """The same server with nothing in it, before and after."""
    from geo.store.schema import metadata

    opened = Store.open(postgres_url)
    metadata.drop_all(opened.engine)
    yield postgres_url
    metadata.drop_all(opened.engine)
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request, tmp_path):
    """An empty store; the same tests run on both kinds."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'events.db'}"
    else:
        url = request.getfixturevalue("empty_postgres")
    opened = Store.open(url)
    yield opened
    opened.close()
