#!/usr/bin/env python3
"""Asks bash what it would complete: completion_test.py POLHIST"""

import subprocess
import sys

# The line so far, and what must be offered; with a `!`, what must not.
ROWS = (
    ("polhist di", "diff"),
    ("polhist ", "diff list check completion !no-new-access"),
    ("polhist diff --format ", "text json markdown html sarif github !atom"),
    ("polhist feed --format ", "atom rss !text"),
    ("polhist check ", "no-new-access access-not-granted no-public-access"),
    ("polhist check no-new-access --for", "--format"),
    ("polhist --color ", "auto always never"),
    ("polhist -q diff --fail-on b", "broader"),
    ("polhist diff --sto", "--store"),
    ("polhist completion ", "bash zsh fish"),
)
ASK = """
eval "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_polhist
printf '%s\\n' "${COMPREPLY[@]}"
"""


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    wrong = []
    scripts = {
        shell: subprocess.run(
            [sys.argv[1], "completion", shell], capture_output=True, text=True, check=True
        ).stdout
        for shell in ("bash", "zsh", "fish")
    }
    for line, wanted in ROWS:
        words = line.split() + ([""] if line.endswith(" ") else [])
        done = subprocess.run(
            ["bash", "-c", ASK, "bash", scripts["bash"], *words],
            capture_output=True,
            text=True,
            check=False,
        )
        offered = set(done.stdout.split())
        for word in wanted.split():
            if (word.removeprefix("!") in offered) == word.startswith("!"):
                wrong.append(f"{line!r}: {word}: offered {sorted(offered)} {done.stderr}")
    for shell in ("zsh", "fish"):
        for word in ("diff", "no-new-access", "--fail-on", "broader", "sarif"):
            if word.lstrip("-") not in scripts[shell]:
                wrong.append(f"{shell}: knows no {word}")
    print("\n".join(wrong))
    print(f"completion: {len(ROWS)} lines, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
