#!/bin/sh
# Generates the Swift code of protocol/*.proto with Debian's protoc and the plugin that this package builds.
set -eu
cd "$(dirname "$0")/.."
command -v protoc >/dev/null 2>&1 || { echo "Run: sudo apt-get install -y protobuf-compiler" >&2; exit 1; }
swift build --product protoc-gen-swift
generate() {
    protoc --plugin=protoc-gen-swift=.build/debug/protoc-gen-swift --swift_opt=Visibility=Package \
        --swift_opt=UseAccessLevelOnImports=true --swift_out="$2" -I protocol "protocol/$1"
}
generate exchange.proto Sources/SyncKit/Wire
