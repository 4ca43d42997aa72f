#!/usr/bin/env python3
"""Holds the source to the folder table of ARCHITECTURE.md: arrows.py TOP

Every #include must follow an arrow that the table allows, libraries stay in their home folder and
out of headers, and no two folders reach each other. Public headers include only the standard library
and each other.
"""

import pathlib
import re
import sys

HEADER = "| folder | idea | may include | only home of |"
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

# What the includes of a library begin with, and a word that names it in the table. Where the table
# does not name a library, no folder may include it.
LIBRARIES = {
    "nlohmann/": "nlohmann",
    "rapidjson/": "rapidjson",
    "dtl/": "dtl",
    "CLI/": "cli",
    "git2": "git2",
    "curl/": "curl",
    "sqlite3": "sqlite",
    "zlib.h": "zlib",
    "openssl/": "openssl",
    "libxml/": "libxml2",
    "md4c": "md4c",
    "yaml.h": "libyaml",
}


def read_table(text):
    """The table as {folder: (set of folders it may include, text of its homes)}."""
    lines = iter(text.splitlines())
    if HEADER not in (line.strip() for line in lines):
        raise SystemExit(f"ARCHITECTURE.md has no table `{HEADER}`")
    next(lines, None)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
        rows.append((cells + [""] * 4)[:4])
    table = {}
    everything = {folder for folder, *_ in rows}
    for folder, _, may, homes in rows:
        if may == "all of the above":
            allowed = set(table)
        elif may == "all":
            allowed = everything - {folder}
        else:
            allowed = {name.strip().strip("`") for name in may.split(",") if name.strip()}
        table[folder] = (allowed, homes.lower())
    return table


def homes_of(library, table):
    """The folders that may include a library."""
    return {folder for folder, (_, homes) in table.items() if LIBRARIES[library] in homes}


def find_cycle(graph):
    """A list of folders that leads back to its first, or None."""
    done, path = set(), []

    def visit(folder):
        if folder in path:
            return path[path.index(folder) :] + [folder]
        if folder in done:
            return None
        path.append(folder)
        for other in sorted(graph.get(folder, ())):
            if cycle := visit(other):
                return cycle
        path.pop()
        done.add(folder)
        return None

    for folder in sorted(graph):
        if cycle := visit(folder):
            return cycle
    return None


def own_include(folder, name, table):
    """What is wrong with including a file of our own, or None."""
    if "/" not in name:
        return f'"{name}" is not written from src/'
    other = name.split("/")[0]
    if other not in table:
        return f'"{name}" is in a folder that the table does not have'
    if other != folder and other not in table[folder][0]:
        return f"{folder} may not include {other}"
    return None


def outside_include(folder, is_header, name, table):
    """What is wrong with including a file that is not ours, or None."""
    standard = "/" not in name and "." not in name
    if name.startswith("polhist/"):
        return None if folder == "api" else f"<{name}> outside api; the API is for other programs"
    if is_header and not standard and name != "tl/expected.hpp":
        return f"<{name}> in a header; keep libraries in sources"
    for library in LIBRARIES:
        homes = homes_of(library, table)
        if name.startswith(library) and folder not in homes:
            return f"<{name}> outside its home: {', '.join(sorted(homes)) or 'it has none'}"
    return None


def public_violations(top):
    """What the public headers include and may not: they stand on the standard library alone."""
    found = []
    for path in sorted((top / "include").rglob("*.h")):
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            bracket, name = match.groups()
            standard = bracket == "<" and "/" not in name and "." not in name
            if not standard and not (bracket == "<" and name.startswith("polhist/")):
                line = text.count("\n", 0, match.start(1)) + 1
                found.append(f"{path.relative_to(top)}:{line}: a public header may not include {name}")
    return found


def violations(top):
    """Everything that breaks the table, as lines for people."""
    table = read_table((top / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    found = []
    for folder, (allowed, _) in table.items():
        for other in sorted(allowed - set(table)):
            found.append(f"ARCHITECTURE.md: {folder} may include {other}, which is no folder")
    if cycle := find_cycle({folder: allowed for folder, (allowed, _) in table.items()}):
        found.append("ARCHITECTURE.md: the table goes in a circle: " + " -> ".join(cycle))
    found += public_violations(top)
    graph = {}
    for path in sorted((top / "src").rglob("*.*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        inner = path.relative_to(top / "src")
        folder = inner.parent.name
        if folder not in table:
            found.append(f"src/{inner}: its folder is not in the table")
            continue
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            bracket, name = match.groups()
            line = text.count("\n", 0, match.start(1)) + 1
            if bracket == '"':
                graph.setdefault(folder, set()).add(name.split("/")[0])
                wrong = own_include(folder, name, table)
            else:
                wrong = outside_include(folder, path.suffix == ".h", name, table)
            if wrong:
                found.append(f"src/{inner}:{line}: {wrong}")
    for folder, others in graph.items():
        others.discard(folder)
    if cycle := find_cycle(graph):
        found.append("src: folders include each other: " + " -> ".join(cycle))
    return found


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    found = violations(pathlib.Path(sys.argv[1]))
    for line in found:
        print(line)
    if found:
        print(f"arrows: {len(found)} wrong; the table in ARCHITECTURE.md says what may include what")
        sys.exit(1)
    print("arrows: all as the table in ARCHITECTURE.md says")


if __name__ == "__main__":
    main()
