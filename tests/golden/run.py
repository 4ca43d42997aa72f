#!/usr/bin/env python3
"""Runs the golden cases: run.py POLHIST [COMMAND/CASE...]

A case is a folder tests/golden/COMMAND/CASE with a file `cmd`, a line of shell that uses the word
`polhist`, and any input it needs. It runs in a copy of the folder, with a bare environment. The
files `stdout`, `stderr` and `status` say what must come out; where one is missing, nothing (or 0)
must. POLHIST_ACCEPT=1 rewrites them.
"""

import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

GOLDEN = pathlib.Path(__file__).resolve().parent
EXPECTED = ("stdout", "stderr", "status")


def environment(bin_folder):
    return {
        "PATH": f"{bin_folder}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "TZ": "Pacific/Auckland",  # nothing printed may depend on it
    }


def run(case, bin_folder, scratch):
    """What a case prints and its status, as {file name: bytes}; nothing where as by default."""
    folder = scratch / "case"
    shutil.copytree(case, folder, ignore=shutil.ignore_patterns("cmd", *EXPECTED))
    try:
        done = subprocess.run(
            ["sh", "-c", (case / "cmd").read_text(encoding="utf-8")],
            cwd=folder,
            env=environment(bin_folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    finally:
        shutil.rmtree(folder)
    status = b"" if done.returncode == 0 else b"%d\n" % done.returncode
    return {"stdout": done.stdout, "stderr": done.stderr, "status": status}


def wanted(case, name):
    path = case / name
    data = path.read_bytes() if path.exists() else b""
    if name != "status":
        return data
    return b"" if data.strip() in (b"", b"0") else data.strip() + b"\n"


def accept(case, got):
    for name, data in got.items():
        if data:
            (case / name).write_bytes(data)
        else:
            (case / name).unlink(missing_ok=True)


def show(name, case, got):
    """The difference of one file, as a unified diff with controls made visible."""

    def lines(data):
        text = data.decode("utf-8", "backslashreplace")
        return [repr(line)[1:-1] for line in text.splitlines(keepends=True)]

    before, after = lines(wanted(case, name)), lines(got)
    label = f"{case.relative_to(GOLDEN)}/{name}"
    print("\n".join(difflib.unified_diff(before, after, label, f"{label} now", lineterm="")))


def cases(names):
    found = sorted(path.parent for path in GOLDEN.glob("*/*/cmd"))
    chosen = [case for case in found if not names or str(case.relative_to(GOLDEN)) in names]
    if names and len(chosen) != len(names):
        raise SystemExit("no such case: " + ", ".join(names))
    return chosen


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    accepting = os.environ.get("POLHIST_ACCEPT", "") not in ("", "0")
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory(prefix="polhist-golden-") as name:
        scratch = pathlib.Path(name)
        (scratch / "bin").mkdir()
        (scratch / "bin" / "polhist").symlink_to(pathlib.Path(sys.argv[1]).resolve())
        for case in cases(sys.argv[2:]):
            got = run(case, scratch / "bin", scratch)
            different = [part for part in EXPECTED if got[part] != wanted(case, part)]
            if different and accepting:
                accept(case, got)
                print(f"accepted {case.relative_to(GOLDEN)}: {', '.join(different)}")
            elif different:
                failed += 1
                for part in different:
                    show(part, case, got[part])
            passed += not different or accepting
    print(f"golden: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
