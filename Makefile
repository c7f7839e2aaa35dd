# `make` lists what there is to make.

SWIFT ?= swift
PREFIX ?= /usr/local
HOUSEHOLD ?= hh1012

JOURNEY = .build/release/journey
GROCERIES = journeys/groceries

.DEFAULT_GOAL := help
.PHONY: help requirements build release test demo bench clean install

help:
	@echo 'make build     the program, for debugging: .build/debug/journey'
	@echo 'make release   the program, optimised: $(JOURNEY)'
	@echo 'make test      all tests'
	@echo 'make demo      three journeys over a real log of grocery baskets'
	@echo 'make bench     figures against bare SQLite'
	@echo 'make install   $(JOURNEY) to $$(PREFIX)/bin, now $(PREFIX)/bin'
	@echo 'make clean     removes what was built and the demo'

requirements:
	@.ci/requirements

build: requirements
	$(SWIFT) build

release: requirements
	$(SWIFT) build -c release --product journey

test: requirements
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
	$(SWIFT) run -c release journey-bench

install: release
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 $(JOURNEY) '$(DESTDIR)$(PREFIX)/bin/journey'

clean:
	rm -rf .build demo
