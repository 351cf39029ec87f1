#!/bin/sh
# Runs every test: the tidiness of the sources, then the units, the simulations and the real processes.
set -eu
cd "$(dirname "$0")/.."
echo "== lint"
swift format lint --strict --recursive --parallel Sources Tests Package.swift
echo "== build"
swift build --build-tests
echo "== test"
# A test that hangs is a failure that says where: it is ended, and what was printed is kept.
run() { timeout --kill-after=30 "${ZHISHOU_TEST_SECONDS:-1500}" swift test --skip-build "$@"; }
if [ $# -gt 0 ]; then
    run "$@"
    exit 0
fi
# The link's tests are about requests that stall: they run apart from those that keep every processor busy.
run --skip HubLinkTests
run --filter HubLinkTests
echo "== browser"
sh Scripts/browser.sh
