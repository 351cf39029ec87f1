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
timeout --kill-after=30 "${ZHISHOU_TEST_SECONDS:-1500}" swift test --skip-build "$@"
# Some tests were asked for by name: the browser's are not among them.
[ $# -eq 0 ] || exit 0
echo "== browser"
sh Scripts/browser.sh
