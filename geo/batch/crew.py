"""Who does the work: Dask, on processes of this machine or on a cluster. Nothing else imports Dask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from geo.errors import StoreError

#: A piece of work that a worker died over is given to another so many times.
_RETRIES = 9

#: ``work(function, names, **given)``: the function is called with each name and what is given.
Work = Callable[..., Iterator[None]]


@contextmanager
def crew(workers: int, scheduler: str | None) -> Iterator[Work]:
    """Open workers; gives a function that has each name worked on, in any order, by one of them.

    Parameters
    ----------
    workers
        Processes on this machine, when no scheduler is given.
    scheduler
        Address of a Dask scheduler.

    Raises
    ------
    StoreError
        Dask is not installed.
    """
    try:
        import dask
        from dask.distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        msg = "A batch needs the extra: pip install 'dateline[batch]'."
        raise StoreError(msg) from error
    local = None
    with dask.config.set({"distributed.scheduler.allowed-failures": _RETRIES}):
        if scheduler is None:
            local = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                host="127.0.0.1",
            )
    with Client(scheduler or local) as client:

        def work(
            function: Callable[..., None],
            names: Sequence[str],
            **given: Any,  # noqa: ANN401 (whatever the function takes)
        ) -> Iterator[None]:
            futures = client.map(function, names, pure=False, retries=_RETRIES, **given)
            for future in as_completed(futures):
                yield future.result()

        try:
            yield work
        finally:
            if local is not None:
                local.close()
