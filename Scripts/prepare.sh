#!/bin/sh
# Installs the system packages that are missing: as root, or through sudo; else prints the one line and stops.
set -eu
packages="libcurl4-openssl-dev libssl-dev libzstd-dev libsqlite3-dev libxlsxwriter-dev libzip-dev libqrencode-dev pkg-config ${EXTRA_PACKAGES:-}"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    line="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then
        apt-get update -q && $line
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo apt-get update -q && sudo $line
    else
        echo "These packages are missing. Run: sudo $line" >&2
        exit 1
    fi
fi
if ! command -v swift >/dev/null 2>&1; then
    echo "The Swift toolchain (6.3 or later) is missing: https://www.swift.org/install" >&2
    exit 1
fi
