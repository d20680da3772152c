# Two commands matter: `make run` and `make test`. Each installs what it needs, once.
.DEFAULT_GOAL := help
.PHONY: help run test bench load deny dist fmt screenshots clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build everything, start the example backend with demo data, print the address
	@scripts/run

test: ## format, lints, native, browser and end-to-end tests
	@scripts/test

bench: ## speed in Chromium beside hand-written JavaScript (100 k, 1 M, 3 M sessions) and chart libraries
	@scripts/bench

load: ## a million sessions and fifty readers at the example backend: speed and memory
	@scripts/load

deny: ## licences, duplicate versions, origins and known advisories of all dependencies
	@scripts/deny

dist: ## the static site in dist/, with its transfer sizes
	@scripts/dist

fmt: ## format the Rust code
	@cargo fmt

screenshots: ## the pictures of the README, from the demo data
	@scripts/screenshots

clean: ## remove build results (installed tools stay)
	@rm -rf target dist tests/e2e/results .bench
