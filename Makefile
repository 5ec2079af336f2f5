# make          sets everything up and builds the book in book/
# make desk     opens the book in the browser, to be read and written there
# make test     runs all tests (sets up what they need)
# make check    style, types, imports, the bytes of a small book
# make offline  a folder in dist/ that runs on a Linux without network and Python
# make bench    speed, as ratios in one run
# make soak     a book edited 1,000 times by chance, compared with cold builds (EDITS=100: fewer); then
#               ten minutes of random clicks and keys over the desk (MINUTES=1: fewer)
# make weasyprint-suite  WeasyPrint's own tests, with the composer and without (needs ghostscript)
# make clean    removes what was made (not the environment); make distclean removes that too

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BOOK ?= book
EDITS ?= 1000
MINUTES ?= 10

# Debian packages: what a build needs, and what the tests need beside it.
NEEDED := python3-venv fonts-noto-cjk fonts-lxgw-wenkai fonts-dejavu-core colord-data libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0
NEEDED_BY_OFFLINE := patchelf zstd
NEEDED_BY_TESTS := poppler-utils mupdf-tools qpdf ghostscript chromium libreoffice-writer-nogui busybox-static $(NEEDED_BY_OFFLINE)
TOOLS := tests/tools/node_modules/.ready
EDITOR := build/duben/desk/static/editor.js

.PHONY: all book build desk test check bench soak offline weasyprint-suite clean distclean setup packages test-packages
.DEFAULT_GOAL := all

all: book

book: setup
	@$(BIN)/duben build "$(BOOK)"

build: book

desk: setup
	@$(BIN)/duben desk "$(BOOK)"

setup: packages $(VENV)/.ready $(EDITOR)

packages:
	@tests/tools/packages.sh need $(NEEDED)

test-packages: packages
	@tests/tools/packages.sh wish $(NEEDED_BY_TESTS)
	@command -v java >/dev/null 2>&1 || tests/tools/packages.sh wish default-jre-headless
	@command -v npm >/dev/null 2>&1 || tests/tools/packages.sh wish npm

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "duben 需要 Python 3.11 或更新版本 / duben needs Python 3.11 or newer" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装 Python 组件（首次要下载，几分钟到十几分钟，看网速和电脑）… / installing Python packages into $(VENV): the first time takes minutes …"
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --editable '.[develop]'
	@touch $@

# The editor of the desk, as one file. Without npm the desk has a plain text area instead.
$(EDITOR): build/editor/package-lock.json build/editor/editor.mjs build/editor/adopted-styles.mjs
	@if command -v npm >/dev/null 2>&1; then cd build/editor && npm ci --silent --no-audit --no-fund && npm run --silent build 2>/dev/null; fi

# Without npm the browser tests are skipped and counted as skipped.
$(TOOLS): tests/tools/package.json
	@if command -v npm >/dev/null 2>&1; then cd tests/tools && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.ready; fi

test: setup test-packages
	@$(MAKE) --no-print-directory $(TOOLS) $(EDITOR)
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

check: setup
	$(BIN)/ruff check build tests
	$(BIN)/ruff format --check --quiet build tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python tests/tools/gate.py --small

offline: setup
	@tests/tools/packages.sh need $(NEEDED_BY_OFFLINE)
	@PYTHONPATH=build $(BIN)/python -m offline dist

bench: setup
	@$(BIN)/python tests/bench/bench.py

soak: setup test-packages
	@$(BIN)/python tests/tools/soak.py --edits $(EDITS)
	@$(MAKE) --no-print-directory $(EDITOR)
	@$(BIN)/python tests/tools/desk_clicks.py --minutes $(MINUTES)

weasyprint-suite: setup
	@$(BIN)/python tests/tools/weasyprint_suite.py

clean:
	rm -rf "$(BOOK)/out" .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

distclean: clean
	rm -rf $(VENV) tests/tools/node_modules dist/duben-offline-*
