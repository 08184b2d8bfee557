#!/usr/bin/env bash
# What the tests need beside Python: Chromium for the browser tests, PostgreSQL with PostGIS for the
# store's. Installed where we may; where we may not, said. The browser tests fail without Chromium; the
# PostgreSQL half of the store's tests, and the one of PostGIS, are skipped loudly without them.
set -u
there() { compgen -G "$1" >/dev/null; }
missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
    || command -v google-chrome >/dev/null || missing+=(chromium)
there '/usr/lib/postgresql/*/bin/initdb' || command -v initdb >/dev/null || missing+=(postgresql)
there '/usr/share/postgresql/*/extension/postgis.control' || missing+=(postgresql-postgis)
[ ${#missing[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    as_root=(env DEBIAN_FRONTEND=noninteractive)
elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
else
    echo "The tests need: ${missing[*]}. On Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
        || command -v google-chrome >/dev/null
    exit
fi
"${as_root[@]}" apt-get update -qq
# One by one: a distribution that lacks one of them still gives the others.
for package in "${missing[@]}" fonts-dejavu-core; do
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" \
        || echo "$package could not be installed" >&2
done
command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
    || command -v google-chrome >/dev/null
