#!/usr/bin/env bash
# A real Nominatim on loopback, filled with a hand-written map, for the contract test:
#
#   bench/nominatim.sh FOLDER PORT            sets it up in FOLDER, serves until interrupted
#   DATELINE_NOMINATIM=127.0.0.1:PORT pytest tests/toponyms/test_nominatim_contract.py
#
# Needs Debian's packages postgresql-15-postgis-3 osm2pgsql python3-icu python3-venv, and PyPI for
# Nominatim itself (GPL-3, a test tool here, never shipped). About a minute and 300 MB.
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
port=$2
here=$(cd "$(dirname "$0")/.." && pwd)
pg=/usr/lib/postgresql/15/bin
for tool in "$pg/initdb" osm2pgsql; do
    command -v "$tool" > /dev/null || {
        echo "$tool is missing: apt-get install postgresql-15-postgis-3 osm2pgsql python3-icu python3-venv" >&2
        exit 1
    }
done

# PostgreSQL refuses to run as root.
run=()
if [ "$(id -u)" = 0 ]; then
    chown -R postgres "$folder"
    run=(runuser -u postgres --)
fi

if [ ! -x "$folder/venv/bin/nominatim" ]; then
    /usr/bin/python3 -m venv --system-site-packages "$folder/venv"
    "$folder/venv/bin/pip" install --quiet nominatim-db==5.3.3 nominatim-api==5.3.3 \
        "psycopg[binary]" asyncpg falcon uvicorn
fi
cp "$here/tests/toponyms/nominatim/tiny.osm" "$folder/tiny.osm"
chmod a+r "$folder/tiny.osm"
mkdir -p "$folder/project"
[ "$(id -u)" = 0 ] && chown -R postgres "$folder/project"

if [ ! -d "$folder/pg" ]; then
    "${run[@]}" "$pg/initdb" --pgdata "$folder/pg" --auth trust --encoding UTF8 --username nominatim > /dev/null
fi
"${run[@]}" "$pg/pg_ctl" --pgdata "$folder/pg" --wait --log "$folder/project/pg.log" \
    --options "-c listen_addresses='' -c unix_socket_directories='$folder/project' -c fsync=off" start > /dev/null
trap '"${run[@]}" "$pg/pg_ctl" --pgdata "$folder/pg" --mode fast stop > /dev/null' EXIT

export NOMINATIM_DATABASE_DSN="pgsql:host=$folder/project;dbname=nominatim;user=nominatim"
export NOMINATIM_DATABASE_WEBUSER=nominatim
cd "$folder/project"
if ! "${run[@]}" "$pg/psql" --host "$folder/project" --username nominatim --list | grep -q '^ nominatim '; then
    "${run[@]}" "$folder/venv/bin/nominatim" import --osm-file "$folder/tiny.osm" --threads 1 --project-dir "$folder/project"
fi
"${run[@]}" "$folder/venv/bin/nominatim" serve --server "127.0.0.1:$port" --project-dir "$folder/project"
