#!/usr/bin/env python3
"""Holds each gate to each overall verdict: gates_test.py POLHIST

Every level of --fail-on, and --exit-code, meets a pair of documents of every overall verdict; of
most there are two, of which the second is another where each document is taken alone.
"""

import json
import pathlib
import subprocess
import sys
import tempfile


def statement(effect, action, **more):
    return {"Effect": effect, "Action": action, "Resource": "*", **more}


GET = statement("Allow", "s3:GetObject")
PUT = statement("Allow", "s3:PutObject")
NO_DELETE = statement("Deny", "s3:DeleteObject")
NO_LIST = statement("Deny", "s3:ListBucket")
UNKNOWN = statement("Allow", "s3:PutObject", Condition={"Unknown": {"aws:x": "y"}})
UNKNOWN_DENY = statement("Deny", "s3:DeleteObject", Condition={"Unknown": {"aws:x": "y"}})

# Overall, alone, old, new.
PAIRS = (
    ("equivalent", "equivalent", [GET, PUT], [PUT, GET]),
    ("broader", "broader", [GET], [GET, PUT]),
    ("broader", "equivalent", [GET, NO_DELETE], [GET]),
    ("narrower", "narrower", [GET, PUT], [GET]),
    ("narrower", "equivalent", [GET], [GET, NO_DELETE]),
    ("mixed", "mixed", [GET], [PUT]),
    ("mixed", "equivalent", [GET, NO_LIST], [GET, NO_DELETE]),
    ("mixed", "broader", [GET], [GET, PUT, NO_DELETE]),
    ("undecided", "undecided", [GET], [GET, UNKNOWN]),
    ("undecided", "undecided", [GET], [GET, UNKNOWN_DENY]),
)

STOPS = {
    "--fail-on broader": {"broader", "mixed", "undecided"},
    "--fail-on narrower": {"narrower", "mixed", "undecided"},
    "--fail-on any": {"broader", "narrower", "mixed", "undecided"},
    "--fail-on undecided": {"undecided"},
    "--exit-code": {"broader", "narrower", "mixed", "undecided"},
}


def run(program, folder, *arguments):
    return subprocess.run(
        [program, "diff", "old.json", "new.json", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    wrong = []
    for overall, alone, old, new in PAIRS:
        with tempfile.TemporaryDirectory() as folder:
            for name, statements in (("old", old), ("new", new)):
                text = json.dumps({"Version": "2012-10-17", "Statement": statements})
                (pathlib.Path(folder) / f"{name}.json").write_text(text)
            told = json.loads(run(program, folder, "--format", "json").stdout)
            if (told["overall"], told["verdict"]) != (overall, alone):
                wrong.append(f"{overall}, {alone}: is {told['overall']}, {told['verdict']}")
            for options, verdicts in STOPS.items():
                status = run(program, folder, *options.split()).returncode
                if status != (1 if overall in verdicts else 0):
                    wrong.append(f"{overall}, {alone}: {options} exits with {status}")
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
