#!/usr/bin/env python3
"""Holds polhist to the libraries that it may be linked with: needed.py POLHIST

A start costs what the dynamic linker makes of the libraries. One call too many brings git, OpenSSL
and libxml2 in: what takes those is the other program, polhist-store.
"""

import re
import subprocess
import sys

ALLOWED = {"libfmt", "libz", "libstdc++", "libgcc_s", "libc", "libm", "ld-linux-x86-64"}
SANITIZERS = {"libasan", "libubsan", "libclang_rt"}


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    listed = subprocess.run(
        ["readelf", "-d", sys.argv[1]], capture_output=True, text=True, check=True
    ).stdout
    needed = set(re.findall(r"\(NEEDED\).*\[(.+?)\.so", listed))
    if "libfmt" not in needed:
        raise SystemExit(f"needed: readelf lists no libfmt: {sorted(needed)}")
    if surplus := needed - ALLOWED - SANITIZERS:
        raise SystemExit(f"needed: polhist is linked with {', '.join(sorted(surplus))}")
    print("needed: polhist is linked with fmt and zlib alone")


if __name__ == "__main__":
    main()
