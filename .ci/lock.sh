#!/usr/bin/env bash
# Compile the universal locks from pyproject.toml. requirements.txt is what the app needs (and what
# Streamlit Community Cloud installs); requirements-dev.txt adds the tests' tools and the extras
# that the tests exercise.
set -eu
uv=${1:-uv}
export UV_CUSTOM_COMPILE_COMMAND="make lock"
"$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
"$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --no-emit-index-url --no-emit-find-links -c requirements.txt \
    --extra dev --extra batch --extra postgres pyproject.toml -o requirements-dev.txt
