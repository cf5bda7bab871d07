#!/bin/sh
# Makes .venv hold exactly what a lock file names: requirements/install.sh app|dev
# Does nothing, and needs no network, when that is already so.
set -eu
cd "$(dirname "$0")/.."
lock=${1:-app}
here=$(pwd -P)
python=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }

fresh() { # the venv runs, stands where it was made, and was filled from this very lock (or from dev, which holds app)
    [ "$(cat .venv/made-here 2>/dev/null)" = "$here" ] && "$python" -c '' 2>/dev/null || return 1
    cmp -s requirements/dev.txt .venv/installed-dev.txt && cmp -s requirements/app.txt .venv/installed-app.txt && return 0
    [ "$lock" = app ] && [ ! -e .venv/installed-dev.txt ] && cmp -s requirements/app.txt .venv/installed-app.txt
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    say "Python 3.11 ou plus récent est introuvable : installez le paquet python3 de Debian 12 ou plus récent." \
        "/ Python 3.11 or newer was not found: install it and run this again."
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

have_venv() { # Debian ships Python without ensurepip
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return 0
    package="python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
        say "Installation du paquet Debian $package…"
        export DEBIAN_FRONTEND=noninteractive
        as_root apt-get install -qq -y "$package" >/dev/null 2>&1 ||
            { as_root apt-get update -qq && as_root apt-get install -qq -y "$package" >/dev/null; } || true
        "$1" -c 'import ensurepip, venv' 2>/dev/null && return 0
    fi
    say "Il manque le module venv de Python : exécutez « apt-get install $package » en administrateur, puis recommencez." \
        "/ Python's venv module is missing: run « apt-get install $package » as root, then try again."
    return 1
}

fresh && exit 0

if [ "$(cat .venv/made-here 2>/dev/null)" != "$here" ] || ! "$python" -m pip --version >/dev/null 2>&1; then
    base=$(find_python)
    have_venv "$base"
    say "Création de l’environnement Python dans .venv…"
    rm -rf .venv
    "$base" -m venv .venv
    printf '%s\n' "$here" >.venv/made-here
fi

# the tests' packages stay when only the program's are asked for
[ "$lock" = app ] && [ -e .venv/installed-dev.txt ] && lock=dev
say "Installation des paquets Python (requirements/$lock.txt)…"
rm -f .venv/installed-app.txt .venv/installed-dev.txt
"$python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "requirements/$lock.txt" || {
    say "L’installation des paquets Python a échoué : vérifiez l’accès au réseau, puis recommencez." \
        "/ Installing the Python packages failed: check the network, then try again."
    exit 1
}
cp requirements/app.txt .venv/installed-app.txt
[ "$lock" = app ] || cp requirements/dev.txt .venv/installed-dev.txt
