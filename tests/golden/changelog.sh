#!/bin/sh
# Holds history/CHANGELOG.md against what polhist makes of the documents that ship with it:
# changelog.sh POLHIST TOP. POLHIST_ACCEPT=1 writes it anew.
set -eu
# No store of the user must stand in for the shipped documents.
unset HOME XDG_DATA_HOME POLHIST_STORE
shipped=$2/history/CHANGELOG.md
if [ -n "${POLHIST_ACCEPT:-}" ]; then
    exec "$1" changelog -o "$shipped"
fi
"$1" changelog | diff -u "$shipped" -
