#!/bin/sh
# Drives the desk in the machine's own Chromium: pytest's arguments may follow.
set -eu
cd "$(dirname "$0")/.."
tools=.build/browser-tools
if ! cmp -s Tests/Browser/requirements.txt "$tools/requirements.txt"; then
    rm -rf "$tools"
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --requirement Tests/Browser/requirements.txt
    cp Tests/Browser/requirements.txt "$tools/requirements.txt"
fi
export PYTHONDONTWRITEBYTECODE=1
exec timeout --kill-after=30 "${ZHISHOU_TEST_SECONDS:-1500}" "$tools/bin/pytest" -q -p no:cacheprovider "${@:-Tests/Browser}"
