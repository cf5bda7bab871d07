# Everything that one types. `make` alone shows this list.
.DEFAULT_GOAL := help
.PHONY: help setup run test bench reset lint lock
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python

help: ## Montrer cette liste
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup: ## Installer le programme dans .venv
	@requirements/install.sh app

run: setup ## Lancer la démonstration (PORT=8000) ; Ctrl-C arrête tout
	@exec $(PYTHON) manage.py rundemo

test: ## Vérifier le code et exécuter tous les tests
	@requirements/install.sh dev
	@exec $(PYTHON) tests/run.py $(ARGS)

bench: ## Mesurer la vitesse et le poids (ONLY=nom pour une seule mesure)
	@requirements/install.sh dev
	@exec $(PYTHON) bench/run.py $(ONLY)

reset: setup ## Effacer la démonstration ; le prochain « make run » la reconstruit
	@exec $(PYTHON) manage.py resetdemo

lint: ## Vérifier le style, les contrats d’import et les réglages (sans les tests)
	@requirements/install.sh dev
	@exec $(PYTHON) tests/run.py --lint

lock: ## Recalculer les versions exactes des dépendances (demande le réseau)
	@requirements/install.sh dev
	@UPGRADE=$(UPGRADE) exec requirements/lock.sh
