#!/bin/sh
# Turns app.in and dev.in into app.txt and dev.txt: every package with its version and hashes, no registry named.
# Versions already locked stay unless they are asked to move: make lock UPGRADE=django, or UPGRADE=all
set -eu
cd "$(dirname "$0")/.."
case "${UPGRADE:-}" in
    "") upgrade= ;;
    all) upgrade=--upgrade ;;
    *) upgrade="--upgrade-package=$UPGRADE" ;;
esac
.venv/bin/python -m pip install -qq --disable-pip-version-check uv==0.13.9
compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header $upgrade "$@"
}
compile requirements/app.in -o requirements/app.txt
compile -c requirements/app.txt requirements/dev.in -o requirements/dev.txt
