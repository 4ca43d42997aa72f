#!/usr/bin/env python3
"""Finds unit tests that tests/meson.build does not list, and so nobody runs: listed.py TOP"""

import pathlib
import sys


def main():
    tests = pathlib.Path(sys.argv[1]) / "tests"
    listed = (tests / "meson.build").read_text(encoding="utf-8")
    names = sorted(path.relative_to(tests).as_posix() for path in (tests / "unit").rglob("*.cpp"))
    missing = [name for name in names if f"'{name}'" not in listed]
    for name in missing:
        print(f"tests/{name}: not listed in tests/meson.build")
    print(f"listed: {len(names) - len(missing)} of {len(names)} files of unit tests")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
