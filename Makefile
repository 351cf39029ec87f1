# Zhishou 值守. Two commands: `make run` shows it, `make test` proves it.
.PHONY: all prepare build release run test torture bench format lint proto clean

all: build

prepare:
	@sh Scripts/prepare.sh

build: prepare
	swift build

# What is installed, in .build/release.
release: prepare
	swift build -c release --product county-hub
	swift build -c release --product town-agent
	swift build -c release --product Benchmarks

run: build
	@.build/debug/trial

test: export EXTRA_PACKAGES = faketime chromium fonts-noto-cjk python3-venv
test: prepare
	@sh Scripts/test.sh

# The same tests with the long counts: hundreds of schedules, kills and cuts.
torture: export EXTRA_PACKAGES = faketime chromium fonts-noto-cjk python3-venv
torture: prepare
	ZHISHOU_SCHEDULES=$${ZHISHOU_SCHEDULES:-400} ZHISHOU_FAULTS=$${ZHISHOU_FAULTS:-200} ZHISHOU_TEST_SECONDS=36000 sh Scripts/test.sh

# Figures beside their floors, on a release build: a table on standard error, JSON on standard output.
bench: release
	@.build/release/Benchmarks

format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

# Regenerates the wire's Swift code; the result is committed.
proto: prepare
	sh Scripts/proto.sh

clean:
	rm -rf .build trial
