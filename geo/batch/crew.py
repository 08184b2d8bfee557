"""Who does the work: Dask, on processes of this machine or on a cluster. Nothing else imports Dask."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from geo.errors import StoreError

#: A piece of work that a worker died over is given to another so many times.
_RETRIES = 9
#: Seconds that the first worker may take to come; those of a busy machine took 20.
_PATIENCE_S = 120

#: ``work(function, names, deaths=count, **given)``: the function is called with each name and what is given.
Work = Callable[..., Iterator[None]]


@contextmanager
def crew(workers: int, scheduler: str | None) -> Iterator[Work]:
    """Open workers; gives a function that has each name worked on, in any order, by one of them.

    ``deaths`` counts what workers died over and will not die over again: while it grows, a name that the
    scheduler has given up is given to others.

    Parameters
    ----------
    workers
        Processes on this machine, when no scheduler is given.
    scheduler
        Address of a Dask scheduler.

    Raises
    ------
    StoreError
        Dask is not installed, no scheduler or worker answers, or workers die and nobody knows of what.
    """
    try:
        from dask.distributed import Client
    except ImportError as error:
        msg = "A batch needs the extra: pip install 'dateline[batch]'."
        raise StoreError(msg) from error
    local = _local_cluster(workers) if scheduler is None else None
    with _client(Client, scheduler or local) as client:

        def work(
            function: Callable[..., None],
            names: Sequence[str],
            deaths: Callable[[], int] = lambda: 0,
            **given: Any,  # noqa: ANN401 (whatever the function takes)
        ) -> Iterator[None]:
            return _work(client, function, names, deaths, given)

        try:
            yield work
        finally:
            if local is not None:
                local.close()


def _client(connect: Any, to: Any) -> Any:  # noqa: ANN401 (Dask is imported late)
    """A client of the scheduler, or of the cluster on this machine, once it has a worker."""
    try:
        client = connect(to)
    except (OSError, ValueError, TypeError) as error:
        msg = (
            f"No Dask scheduler answers at {to}. Start one with `dask scheduler`, and say its address"
            " as tcp://HOST:PORT."
        )
        raise StoreError(msg) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError as error:
        client.close()
        msg = (
            f"The Dask scheduler at {to} has no worker. Start some with `dask worker {to}`, where"
            " Dateline is installed."
        )
        raise StoreError(msg) from error
    return client


def _local_cluster(workers: int) -> Any:  # noqa: ANN401 (Dask is imported late)
    """Workers on this machine, one thread each, that nobody else can reach."""
    import dask
    from dask.distributed import LocalCluster

    with dask.config.set({"distributed.scheduler.allowed-failures": _RETRIES}):
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
            silence_logs=logging.ERROR,  # a worker that died is told of where it is known what it did
        )


def _work(
    client: Any,  # noqa: ANN401 (Dask is imported late)
    function: Callable[..., None],
    names: Sequence[str],
    deaths: Callable[[], int],
    given: dict[str, Any],
) -> Iterator[None]:
    from dask.distributed import KilledWorker, as_completed

    told = {"pure": False, "retries": _RETRIES, **given}
    known = dict.fromkeys(names, deaths())
    running = dict(zip(client.map(function, names, **told), names, strict=True))
    finished = as_completed(running)
    for future in finished:
        name = running.pop(future)
        try:
            future.result()
        except KilledWorker as error:
            so_far = deaths()
            if so_far <= known[name]:
                msg = (
                    f"Workers died again and again while {name} was theirs; the run was stopped."
                    " Run it again: what is done is kept."
                )
                raise StoreError(msg) from error
            known[name] = so_far
            again = client.submit(function, name, **told)
            running[again] = name
            finished.add(again)
        else:
            yield
