# `make` lists what there is to make.

SWIFT ?= swift
PREFIX ?= /usr/local
HOUSEHOLD ?= hh1012
# What is released holds Swift's libraries: it starts in a third of the time, and runs where no Swift is. `STATIC=` leaves them out.
STATIC ?= $(if $(wildcard $(dir $(realpath $(shell command -v $(SWIFT))))../lib/swift_static/linux),--static-swift-stdlib)

# For `make fuzz`: what to fuzz, and for how many inputs or seconds (0: without end).
TARGET ?= language
RUNS ?= -1
# Of what is found, the address sanitizer sees more; `none` sees many times the inputs.
SANITIZER ?= address
# Where inputs are counted, time is not.
SECONDS ?= $(if $(filter -1,$(RUNS)),60,0)

# For `make kills`, `make faults` and `make soak`.
KILLS ?= 300
MINUTES ?= 60
# For `make simulate-faults`: how many seeds, or from which to which.
SEEDS ?= 2000
JOBS ?= $(shell nproc)

JOURNEY = .build/release/journey
FAULTS = .build/faults
FUZZ = .build/fuzz
FUZZER = $(FUZZ)/$(SANITIZER)
GROCERIES = journeys/groceries

.DEFAULT_GOAL := help
.PHONY: help requirements build release test demo bench fuzz simulate-faults planted faults kills soak clean install

help:
	@echo 'make build     the program, for debugging: .build/debug/journey'
	@echo 'make release   the program, optimised, with all of Swift that it needs: $(JOURNEY)'
	@echo 'make test      all tests'
	@echo 'make demo      three journeys over a real log of grocery baskets'
	@echo 'make bench     figures against bare SQLite'
	@echo 'make fuzz      looks for inputs that break TARGET, now $(TARGET) (or events, csv, running, stored, replies),'
	@echo '               for SECONDS=$(SECONDS) or RUNS=1000000 inputs; what it finds is in $(FUZZ)/found'
	@echo '               SANITIZER=none runs without the address sanitizer, and so many times as fast'
	@echo 'make simulate-faults'
	@echo '               SEEDS=$(SEEDS) (or 5000..9999) simulations in which everything goes wrong that may'
	@echo 'make planted   the same with planted bugs, of which it must find each'
	@echo 'make faults    every call to the disk fails or is the last before the power goes, in every way'
	@echo 'make kills     KILLS=$(KILLS) kills of a running scheduler, over a recorded log and live'
	@echo 'make soak      MINUTES=$(MINUTES) of 2,000 events/s with a receiver that breaks down: memory, files, threads'
	@echo 'make install   $(JOURNEY) to $$(PREFIX)/bin, now $(PREFIX)/bin'
	@echo 'make clean     removes what was built and the demo'

requirements:
	@.ci/requirements

build: requirements
	$(SWIFT) build

release: requirements
	$(SWIFT) build -c release $(STATIC) --product journey

test:
	@.ci/requirements test
	$(SWIFT) test

demo: release
	@rm -rf demo && mkdir -p demo
	@printf '\n── Three journeys over five months of grocery baskets ──\n\n'
	@awk -F'"' '/^journey /{split($$1, words, " "); printf "  %-18s%s\n", words[2], $$2}' $(GROCERIES)/*.journey
	@printf '\n── Run them ──\n\n'
	$(JOURNEY) run $(GROCERIES) --store demo/store.db --events $(GROCERIES)/complete-journey-sample.jsonl \
	    --once --backfill --until last
	@printf '\n── What happened ──\n\n'
	$(JOURNEY) status --store demo/store.db
	@printf '\n── One household ──\n\n'
	$(JOURNEY) customer show $(HOUSEHOLD) --store demo/store.db
	@printf '\n── Go on ──\n\n'
	@printf '  head -3 demo/sent/wecom.jsonl\n'
	@printf '  $(JOURNEY) customer show hh0693 --store demo/store.db\n'
	@printf '  $(JOURNEY) graph $(GROCERIES)/winback.journey --as mermaid\n'

bench: requirements
	$(SWIFT) build -c release $(STATIC) --product journey
	$(SWIFT) run -c release $(STATIC) journey-bench

# Most of what a program can do wrong fits into a few lines, and short inputs are many.
LONGEST ?= $(if $(filter language running,$(TARGET)),500,1024)

comma := ,

# What libFuzzer does besides (weighing rare inputs, looking for those of others, names of functions) would cost it half of its time.
# Built apart, with libFuzzer and a sanitizer or none. What is interesting gathers in $(FUZZ)/corpus.
fuzz: requirements
	JOURNEY_FUZZ=1 $(SWIFT) build -c release --product journey-fuzz --scratch-path $(FUZZER) \
	    -Xswiftc -sanitize=fuzzer$(if $(filter none,$(SANITIZER)),,$(comma)$(SANITIZER)) -Xswiftc -enable-testing -Xswiftc -use-ld=lld
	@mkdir -p $(FUZZ)/corpus/$(TARGET) $(FUZZ)/found
	SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=malloc_context_size=0:quarantine_size_mb=4:detect_stack_use_after_return=0 \
	    $(FUZZER)/release/journey-fuzz --target=$(TARGET) -runs=$(RUNS) -max_total_time=$(SECONDS) -max_len=$(LONGEST) -timeout=20 \
	    -rss_limit_mb=3000 -malloc_limit_mb=512 -detect_leaks=0 -reload=0 -entropic=0 -print_funcs=0 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ)/found/$(TARGET)- \
	    -dict=Tests/Corpus/fuzz/$(if $(filter events csv stored replies,$(TARGET)),events,language).dict \
	    $(FUZZ)/corpus/$(TARGET) Tests/Corpus/fuzz/$(TARGET)

# What fails stays in the corpus, and is run first from then on.
simulate-faults: requirements
	$(SWIFT) build -c release $(STATIC) --product journey-simulate-faults
	.build/release/journey-simulate-faults --seeds $(SEEDS) --jobs $(JOBS) --corpus Tests/Corpus/faults/seeds

# Built apart: no other build knows of the bugs. The seed that found one is run first, and others only where it finds it no more.
planted: requirements
	$(SWIFT) build -c release --traits FaultInjection --scratch-path .build/planted --product journey-simulate-faults
	.build/planted/release/journey-simulate-faults --planted --seeds $(SEEDS) --jobs $(JOBS) --corpus Tests/Corpus/faults/planted

# Built apart, optimised: each position is a store that is made, broken, looked over and gone on with.
faults: requirements
	JOURNEY_FAULTS_ONLY=1 $(SWIFT) build -c release --build-tests --scratch-path $(FAULTS) -Xswiftc -enable-testing
	@status=0; processes=; for part in $$(seq $(JOBS)); do \
	    JOURNEY_FAULTS=all JOURNEY_PART=$$part/$(JOBS) $(FAULTS)/release/journeyPackageTests.xctest StorageFaultTests.FaultSweepTests & \
	    processes="$$processes $$!"; done; \
	for process in $$processes; do wait $$process || status=1; done; [ $$status = 0 ]
	JOURNEY_FAULTS=all $(FAULTS)/release/journeyPackageTests.xctest StorageFaultTests.MigrationTests,StorageFaultTests.BitFlipTests

kills: requirements
	JOURNEY_KILLS=$(KILLS) $(SWIFT) test --filter KillTests

soak: release
	JOURNEY_SOAK=$(MINUTES) JOURNEY_PROGRAM=$(CURDIR)/$(JOURNEY) $(SWIFT) test --filter SoakTests

install: release
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $(JOURNEY) '$(DESTDIR)$(PREFIX)/bin/journey'

clean:
	rm -rf .build demo
