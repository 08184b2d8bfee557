"""The app's script, with one port of this machine let through the fetcher that refuses all others.

Only a test can do so, from outside of the package: no setting of the product opens it.
"""

from __future__ import annotations

import functools
import os

from geo.app import page
from geo.articles import fetch

fetch.Fetcher = functools.partial(fetch.Fetcher, loopback_port=int(os.environ["TEST_PORT"]))
page.run()
