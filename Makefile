# `make book` to read, `make test` to check; both make what they need and may be repeated.
PYTHON ?= python3
BIN := .venv/bin
NEEDED := requirements.txt pyproject.toml

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: .venv/book  ## make the environment and build the book
	@$(BIN)/natoiraq build

serve: .venv/book  ## build, serve on this machine and reload on edits
	@$(BIN)/natoiraq serve

lab: .venv/book  ## open the pages as notebooks in JupyterLab, labs included
	@$(BIN)/natoiraq lab

evidence: .venv/book  ## check data/ and the sources
	@$(BIN)/natoiraq evidence

student: .venv/test  ## assemble what students and Binder may see (BRANCH=student: as a branch, too)
	@$(BIN)/python -m natoiraq.editions student $(if $(BRANCH),--branch $(BRANCH))

archive: .venv/print book  ## make the offline zip and the PDF of the book
	@$(BIN)/python -m natoiraq.editions archive
	@$(BIN)/python -m natoiraq.editions print

kit: .venv/kit book  ## make the offline kits, a zip for each system (SYSTEM=linux-x64: only this one)
	@$(BIN)/python -m natoiraq.editions kit $(if $(SYSTEM),--system "$(SYSTEM)")

check: .venv/test book  ## check style, types, and all that needs no browser, JupyterLab or sandbox: 90 s
	@$(MAKE) --no-print-directory -j 2 style types quick

test: .venv/test programs book style types  ## run every check: 10 min
	$(BIN)/pytest -n 4 --dist loadscope --no-loadscope-reorder

concern: .venv/test  ## run the tests that concern what has changed, or FILES="src/natoiraq/primer.py ..."
	@$(BIN)/python -m tests.concern $(FILES)

style: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/test
	$(BIN)/mypy

quick: .venv/test
	$(BIN)/pytest --quick -n 2 --dist loadscope --no-loadscope-reorder

programs: .venv/test  ## find the browser and the sandbox that the tests need, or install them
	@$(BIN)/python -m tests.find_programs

benchmark: .venv/test programs book  ## measure the build, the pages and grading
	$(BIN)/python benchmarks/run.py

course: .venv/grading  ## install the course command and say what this machine can do
	@$(BIN)/natoiraq-course doctor

release: .venv/test  ## write what students get of an exercise: EX=ex1 [STUDENTS=file SECRET=file]
	@$(BIN)/python -m natoiraq.exercises release "$(EX)" $(if $(STUDENTS),--students "$(STUDENTS)") $(if $(SECRET),--secret "$(SECRET)")

new-exercise: .venv/test  ## make the folder of a new exercise: NAME=ex6
	@$(BIN)/python -m natoiraq.exercises new "$(NAME)"

exercise-pages: .venv/test  ## write the book's pages of the exercises
	@$(BIN)/python -m natoiraq.exercises pages

clean:  ## remove the environment and everything built
	rm -rf .venv _build

.venv/book: $(NEEDED)
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 15) else "Python 3.11 to 3.14 is needed: make PYTHON=python3.13 book")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }  # Debian makes half of one without python3-venv
	@echo "Installing what the book needs (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/test: .venv/book
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -e '.[test]'
	@touch $@

.venv/grading: .venv/book
	@echo "Installing what grading needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -e '.[grading]'
	@touch $@

.venv/print: .venv/book
	@echo "Installing what the PDF needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -e '.[print]'
	@touch $@

.venv/kit: .venv/grading
	@echo "Installing the pip that gets the wheels ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.txt -e '.[kit]'
	@touch $@

.PHONY: help book serve lab evidence student archive kit check test concern style types quick programs benchmark course release new-exercise exercise-pages clean
