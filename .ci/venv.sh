#!/usr/bin/env bash
# Make .venv with Python 3.11-3.13. A bare Debian or Ubuntu has a Python without ensurepip
# (package python3-venv); install it where we may, say what to type where we may not.
set -eu
python=${1:-python3}
if [ -z "$python" ] || ! command -v "$python" >/dev/null; then
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -qq && apt-get install -y -qq python3 python3-venv && python=python3
    else
        echo "Python 3.11-3.13 is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
        exit 1
    fi
fi
if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'; then
    echo "$("$python" --version) is not supported: Python 3.11, 3.12 or 3.13 is needed." >&2
    echo "Name one like this: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get update -qq
        apt-get install -y -qq "python$version-venv" || apt-get install -y -qq python3-venv
    else
        echo "The module venv is missing. Type: sudo apt-get install python$version-venv" >&2
        exit 1
    fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
