#!/bin/sh
# Runs every test: the tidiness of the sources, then the units, the simulations and the real processes.
set -eu
cd "$(dirname "$0")/.."
echo "== lint"
swift format lint --strict --recursive --parallel Sources Tests Package.swift
echo "== build"
swift build --build-tests
echo "== test"
swift test --skip-build "$@"
