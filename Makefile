# One command per habit; CI runs `make test` and nothing else. Works on a bare Debian 12 with a Swift 6.3 toolchain: what is
# missing is installed by apt first. `make` alone says what there is.

# Where builds go; another folder keeps two builds apart.
SCRATCH ?= .build
SWIFT_FLAGS = --scratch-path $(SCRATCH)
# Refuses an import between targets that Package.swift does not declare, so that ARCHITECTURE.md's picture stays true. Given to
# build and test alike, so that nothing is built twice.
STRICT = $(SWIFT_FLAGS) --explicit-target-dependency-import-check error
SOURCES = Package.swift Sources Tests

# pkg-config tells SwiftPM where Debian keeps the headers of the libraries.
PACKAGES = pkg-config libxml2-dev zlib1g-dev libsqlite3-dev libxlsxwriter-dev libseccomp-dev
# A test reads the sheets back with somebody else's program.
TEST_PACKAGES = python3-openpyxl

# The tests of SFTP run a server of their own. On a machine that starts services the package would leave one running for good:
# there it is not installed, and these tests pass over.
test: PACKAGES += $(if $(wildcard /run/systemd/system),,openssh-server)

# A release build that is there serves the demo; else a debug build, which is ready sooner.
DEMO_CONFIGURATION = $(if $(wildcard $(SCRATCH)/release/giaonhan),release,debug)

.PHONY: help demo test crash fuzz bench build format clean packages
.DEFAULT_GOAL := help

help:
	@echo 'make demo    builds, takes small files through spool/ at a fixed time, shows what came out'
	@echo 'make test    format check, build with the import check, all tests; what CI runs'
	@echo 'make crash   stops after every change, failing calls, 200 times kill -9, a full disk: all of them'
	@echo 'make fuzz    libFuzzer on the XML reader, the ZIP reader and the way from open to check, a minute each'
	@echo 'make bench   times the whole job beside the peers, an hour of it, and renews the table in README.md'
	@echo 'make build   the program itself, optimized: $(SCRATCH)/release/giaonhan'
	@echo 'make format  lays out the Swift sources'
	@echo 'make clean   removes the builds and what a demo left in spool/'

demo: packages
	@echo 'Building ($(DEMO_CONFIGURATION)); the first time takes some minutes.'
	@swift build $(SWIFT_FLAGS) -c $(DEMO_CONFIGURATION) --product giaonhan
	@spool/demo.sh run "$$(swift build $(SWIFT_FLAGS) -c $(DEMO_CONFIGURATION) --show-bin-path)/giaonhan"

test: PACKAGES += $(TEST_PACKAGES)
test: packages
	swift format lint --strict --recursive $(SOURCES)
	swift build --build-tests $(STRICT)
	swift test $(STRICT)

# The same suites as in `make test`, at every place and row instead of some; says at the end how much was tried.
crash: packages
	swift build --build-tests $(STRICT)
	@log=$$(mktemp); \
	GIAONHAN_CRASH=all swift test --skip-build $(STRICT) \
		--filter 'CrashMatrixTests|FaultMatrixTests|BrokenProtocolTests|KillTests|FullDiskTests|TamperTests' > "$$log" 2>&1; code=$$?; \
	grep -E '^crash: |^A full disk: |✘|Test run with' "$$log"; \
	awk '/^crash: /{for (i = 2; i < NF; i++) {word = $$(i + 1); sub(/[;,]$$/, "", word); \
		if (word == "stops") stops += $$i; else if (word == "second") second += $$i; \
		else if (word == "faults") faults += $$i; else if (word == "kills") kills += $$i}} \
		END {printf "Tried: %d stops, %d second stops, %d faults, %d kills\n", stops, second, faults, kills}' "$$log"; \
	rm -f "$$log"; exit $$code

# How long each target runs, and where what it found stays: the corpus for the next run, and inputs that end a target.
GIAONHAN_FUZZ_SECONDS ?= 60
FUZZ_SCRATCH = .build-fuzz
FUZZ_TARGETS = xml zip check
FUZZ_LIBRARIES = -lxml2 -lz -lxlsxwriter -lseccomp

# The seeds are the samples. A crash, an input of more than 20 seconds or a disagreement with libxml2's tree, the XSD or unzip ends
# a target, and the input lies in $(FUZZ_SCRATCH)/found/.
fuzz: PACKAGES += unzip
fuzz: packages
	@for library in FuzzReaders FuzzCheck; do \
		GIAONHAN_FUZZ=1 swift build --scratch-path $(FUZZ_SCRATCH) --product $$library && \
		swiftc -sanitize=fuzzer,address -o $(FUZZ_SCRATCH)/$$library $(FUZZ_SCRATCH)/debug/lib$$library.a $(FUZZ_LIBRARIES) 2> $(FUZZ_SCRATCH)/link.log \
		|| { cat $(FUZZ_SCRATCH)/link.log >&2; exit 1; }; \
	done
	@mkdir -p $(FUZZ_SCRATCH)/found $(FUZZ_SCRATCH)/tmp; code=0; for target in $(FUZZ_TARGETS); do \
		mkdir -p $(FUZZ_SCRATCH)/corpus/$$target; \
		case $$target in xml) seeds='*.xml' program=FuzzReaders ;; zip) seeds='*.zip' program=FuzzReaders ;; *) seeds='*.[xz]*' program=FuzzCheck ;; esac; \
		find samples -name "$$seeds" -size -64k -not -path '*/expected/*' -not -name '*.sha256' -type f | while read -r seed; do \
			cp -n "$$seed" "$(FUZZ_SCRATCH)/corpus/$$target/$$(echo "$$seed" | tr / _)"; done; \
		echo "fuzz: $$target, $(GIAONHAN_FUZZ_SECONDS) seconds"; \
		TMPDIR=$(FUZZ_SCRATCH)/tmp SWIFT_BACKTRACE=enable=no GIAONHAN_FUZZ_TARGET=$$target $(FUZZ_SCRATCH)/$$program $(FUZZ_SCRATCH)/corpus/$$target \
			-max_total_time=$(GIAONHAN_FUZZ_SECONDS) -timeout=20 -rss_limit_mb=4096 -max_len=65536 -detect_leaks=0 \
			-dict=Tests/fuzz.dict -artifact_prefix=$(FUZZ_SCRATCH)/found/$$target- -print_final_stats=1 > $(FUZZ_SCRATCH)/$$target.log 2>&1 || code=1; \
		grep -E '^Done|number_of_executed|Fatal error|Precondition failed|ERROR|SUMMARY|Test unit written' $(FUZZ_SCRATCH)/$$target.log; \
	done; rm -rf $(FUZZ_SCRATCH)/tmp; exit $$code

# BENCH='--only zipped' renews one row, BENCH='--scale 0.1' makes rows of a tenth. Debian's own Python, for which apt has lxml.
bench: PACKAGES += libxml2-utils unzip python3-lxml
bench: build
	/usr/bin/python3 Tests/Benchmarks/bench.py "$$(swift build $(SWIFT_FLAGS) -c release --show-bin-path)/giaonhan" --write README.md $(BENCH)

build: packages
	swift build $(SWIFT_FLAGS) -c release --product giaonhan

format:
	swift format --in-place --recursive $(SOURCES)

clean:
	rm -rf $(SCRATCH) $(FUZZ_SCRATCH)
	spool/demo.sh clear

# Quiet when nothing is missing.
packages:
	@command -v swift > /dev/null || { echo 'swift is missing: install a Swift 6.3 toolchain from https://www.swift.org/install/linux' >&2; exit 1; }
	@missing=; \
	for package in $(PACKAGES); do \
		case $$package in \
		pkg-config) command -v pkg-config > /dev/null || missing="$$missing $$package" ;; \
		*) dpkg-query -W -f='$${Status}' $$package 2> /dev/null | grep -q 'ok installed' || missing="$$missing $$package" ;; \
		esac; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	if ! command -v apt-get > /dev/null; then \
		echo "These are missing, under their Debian names; install them by hand:$$missing" >&2; exit 1; \
	fi; \
	if [ "$$(id -u)" = 0 ]; then as_root=; \
	elif command -v sudo > /dev/null; then as_root=sudo; \
	else echo "Missing, and neither root nor sudo at hand. As root, run: apt-get update && apt-get install$$missing" >&2; exit 1; fi; \
	echo "Installing by apt:$$missing"; \
	log=$$(mktemp); \
	if ! { $$as_root apt-get update -qq && \
		$$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $$missing; } > "$$log" 2>&1; then \
		cat "$$log" >&2; rm -f "$$log"; \
		echo "apt could not install:$$missing. As root, run: apt-get update && apt-get install$$missing" >&2; exit 1; \
	fi; \
	rm -f "$$log"
