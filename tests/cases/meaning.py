#!/usr/bin/env python3
"""What changes mean, held to cases: meaning.py POLHIST

`meaning.ndjson` has pairs of documents with the verdict of each axis and the labels that entries
must carry; `meaning-requests.ndjson` has documents and requests with the outcome. Each says why, and
names the page that settles it.
"""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def answers(program, command, cases, members):
    """The answer to each case, by id."""
    lines = "".join(json.dumps({key: case[key] for key in ("id", *members)}) + "\n"
                    for case in cases)
    run = subprocess.run([program, command, "--batch"], input=lines, capture_output=True,
                         encoding="utf-8", check=False)
    if run.returncode:
        print(run.stderr, file=sys.stderr)
    return {answer["id"]: answer for answer in map(json.loads, run.stdout.splitlines())}


def faults_of(case, answer):
    if "error" in answer:
        yield answer["error"]
        return
    expected = case["expected"]
    given = {"verdict": answer["verdict"], "denies": answer["denies"]["verdict"],
             "overall": answer["overall"]}
    for axis, word in given.items():
        if word != expected[axis]:
            yield f"{axis} is {word}, not {expected[axis]}"
    for side, via in expected.get("via", {}).items():
        entries = answer["access"][side]
        if not entries or any(entry.get("via") != via for entry in entries):
            yield f"{side} does not say {via}"


def main():
    program = sys.argv[1]
    pairs, requests = rows("meaning.ndjson"), rows("meaning-requests.ndjson")
    faults = 0
    given = answers(program, "diff", pairs, ("old", "new"))
    for case in pairs:
        for fault in faults_of(case, given.get(case["id"], {"error": "no answer"})):
            print(f"{case['id']}: {fault} ({case['why']})")
            faults += 1
    given = answers(program, "eval", requests, ("policy", "request"))
    for case in requests:
        result = given.get(case["id"], {}).get("result")
        if result != case["expected"]:
            print(f"{case['id']}: {result}, not {case['expected']} ({case['why']})")
            faults += 1
    print(f"{len(pairs)} pairs and {len(requests)} requests, {faults} faults")
    return 1 if faults or not pairs or not requests else 0


if __name__ == "__main__":
    sys.exit(main())
