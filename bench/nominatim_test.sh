#!/usr/bin/env bash
# Start a real Nominatim (bench/nominatim.sh), run the contract test against it, stop it.
#
#   bench/nominatim_test.sh PYTHON [FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
python=$1
folder=${2:-${TMPDIR:-/tmp}/dateline-nominatim}
port=18087
# A session of its own, so that the server and its PostgreSQL stop together at the end.
setsid bash "$here/bench/nominatim.sh" "$folder" "$port" > "$folder.log" 2>&1 &
server=$!
trap 'kill -INT -- "-$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true' EXIT
for _ in $(seq 300); do
    if "$python" -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/status', timeout=2)" 2> /dev/null; then
        cd "$here"
        DATELINE_NOMINATIM="127.0.0.1:$port" "$python" -m pytest -q tests/toponyms/test_nominatim_contract.py
        exit
    fi
    kill -0 "$server" 2> /dev/null || break
    sleep 1
done
echo "Nominatim did not start; see $folder.log" >&2
tail -20 "$folder.log" >&2
exit 1
