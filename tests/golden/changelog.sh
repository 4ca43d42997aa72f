#!/bin/sh
# Holds history/CHANGELOG.md against what polhist makes of the documents that ship with it:
# changelog.sh POLHIST TOP. POLHIST_ACCEPT=1 writes it anew.
set -eu
shipped=$2/history/CHANGELOG.md
if [ -n "${POLHIST_ACCEPT:-}" ]; then
    exec "$1" changelog -o "$shipped"
fi
"$1" changelog | diff -u "$shipped" -
