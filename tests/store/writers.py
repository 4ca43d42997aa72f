#!/usr/bin/env python3
"""Eight processes import into one store at once, and nothing is lost: writers.py PROGRAM"""

import json
import pathlib
import subprocess
import sys
import tempfile

WRITERS = 8
EACH = 6


def document(writer, number):
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{writer}-{number}"}
        ],
    }


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        store = str(folder / "store.git")
        loops = []
        for writer in range(WRITERS):
            for number in range(EACH):
                path = folder / f"{writer}" / f"P{writer}-{number}.json"
                path.parent.mkdir(exist_ok=True)
                path.write_text(json.dumps(document(writer, number)))
            script = 'for f in "$2"/*.json; do "$1" -q --store "$3" import "$f" || exit 1; done'
            loops.append(
                subprocess.Popen(
                    ["sh", "-c", script, "sh", program, str(folder / f"{writer}"), store],
                    stdout=subprocess.DEVNULL,
                )
            )
        failed = sum(loop.wait() != 0 for loop in loops)
        listed = subprocess.run(
            [program, "--store", store, "list", "--format", "json"],
            capture_output=True,
            check=True,
        )
        found = {policy["name"] for policy in json.loads(listed.stdout)["policies"]}
        wanted = {f"P{writer}-{number}" for writer in range(WRITERS) for number in range(EACH)}
        fsck = subprocess.run([program, "--store", store, "fsck"], stdout=subprocess.DEVNULL)
    print(f"writers: {failed} failed, {len(wanted - found)} policies lost, fsck {fsck.returncode}")
    sys.exit(1 if failed or found != wanted or fsck.returncode else 0)


if __name__ == "__main__":
    main()
