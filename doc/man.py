#!/usr/bin/env python3
"""The manual page from what the program says of itself: man.py POLHIST [--check FILE]

Prints doc/polhist.1. With --check, compares it with FILE instead; POLHIST_ACCEPT=1 rewrites it.
"""

import os
import pathlib
import re
import subprocess
import sys

INTRODUCTION = """.SH DESCRIPTION
.B polhist
is the version history of IAM permissions. It keeps versions of policies, and says what changed
between any two of them in permissions, not in text: which actions, resources and conditions came
and went, and whether the new version allows requests that the old one did not, with one such
request as proof.
"""

CLOSING = """.SH EXIT STATUS
.TP
.B 0
Done and, for a gate, passed.
.TP
.B 1
A gate did not pass.
.TP
.B 2
Trouble: bad usage, unreadable input, output that could not be written.
.SH ENVIRONMENT
.TP
.B POLHIST_STORE
The store, where no
.B \\-\\-store
says it.
.TP
.B XDG_DATA_HOME, HOME
Where the store is looked for else:
.IR $XDG_DATA_HOME/polhist/store.git .
.TP
.B NO_COLOR
No colour, when set.
.TP
.B GITHUB_STEP_SUMMARY
A file to which
.B polhist diff \\-\\-format github
adds a summary.
.SH SEE ALSO
.BR git (1),
.BR gitattributes (5)
"""


def help_of(program, path):
    done = subprocess.run(
        [program, *path, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "80"},
    )
    return done.stdout


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in text.split("\n"))


def parts(text):
    """The description, the usage, the sections {title: lines} and what follows them."""
    description, _, rest = text.partition("Usage: ")
    usage, _, rest = rest.partition("\n")
    sections, tail, current = {}, [], None
    for line in rest.split("\n"):
        title = re.fullmatch(r"(Positionals|Options|Subcommands):", line)
        if title:
            current = sections.setdefault(title[1], [])
        elif current is not None and (line.startswith("  ") or not line):
            current.append(line)
        else:
            current = None
            tail.append(line)
    return description.strip(), usage.strip(), sections, "\n".join(tail).strip("\n")


def entries(lines):
    """(what, description) of each line of a section; long descriptions go on below."""
    found = []
    for line in lines:
        if not line:
            continue
        if line.startswith(" " * 20):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}".strip())
            continue
        match = re.fullmatch(r"  (\S.*?)(?:\s{2,}(.*))?", line)
        found.append((match[1].strip(), (match[2] or "").strip()))
    return found


def section(lines):
    return "".join(f".TP\n.B {roff(what)}\n{roff(text)}\n" for what, text in entries(lines))


def command(program, path):
    description, usage, sections, tail = parts(help_of(program, path))
    out = f".SS {roff(' '.join(['polhist', *path]))}\n{roff(description)}\n.PP\n.B {roff(usage)}\n"
    for title in ("Positionals", "Options"):
        out += section(sections.get(title, []))
    if tail:
        out += f".PP\n.nf\n{roff(tail)}\n.fi\n"
    for name, _ in entries(sections.get("Subcommands", [])):
        out += command(program, [*path, name])
    return out


def page(program):
    version = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    description, usage, sections, tail = parts(help_of(program, []))
    out = f'.\\" Made by doc/man.py from the help of the program.\n.TH POLHIST 1 "" "{version}"\n'
    out += ".SH NAME\npolhist \\- version history of IAM permissions\n"
    out += f".SH SYNOPSIS\n.B {roff(usage)}\n" + INTRODUCTION
    out += ".SH OPTIONS\n" + section(sections["Options"])
    out += ".SH COMMANDS\n"
    for name, _ in entries(sections["Subcommands"]):
        out += command(program, [name])
    return out + f".SH NOTES\n.nf\n{roff(tail)}\n.fi\n" + CLOSING


def main():
    if len(sys.argv) not in (2, 4):
        raise SystemExit(__doc__)
    text = page(sys.argv[1])
    if len(sys.argv) == 2:
        sys.stdout.write(text)
        return
    path = pathlib.Path(sys.argv[3])
    if path.exists() and path.read_text("utf-8") == text:
        return
    if os.environ.get("POLHIST_ACCEPT", "") in ("", "0"):
        raise SystemExit(f"{path} is not what the program says of itself; POLHIST_ACCEPT=1 accepts")
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
