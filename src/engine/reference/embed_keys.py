"""Writes the tables of condition keys as C++: embed_keys.py OUTPUT GLOBAL_KEYS SERVICE_KEYS

A row is a key in lower case with its type; `${…}` in a name becomes a `*`. A global key counts before a key of a
service of the same name. Where services list a key with different types, it has none.
"""

import csv
import pathlib
import re
import sys

TYPES = {"String": "text", "Bool": "boolean", "Numeric": "number", "Date": "date", "ARN": "arn",
         "IPAddress": "address", "Binary": "binary"}


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def entry_of(row):
    """The C++ of a row behind its name."""
    kind = "unknown" if row.get("sources_disagree") == "yes" else TYPES[row["type"]]
    several = "true" if row["values"] == "set" else "false"
    always = "true" if row.get("always") == "yes" else "false"
    return f"KeyType::{kind}, {several}, {always}"


def array(title, names, entries):
    lines = "\n".join(f'    {{"{name}", {entries[name]}}},' for name in names)
    return f"constexpr std::array<KeyRow, {len(names)}> {title}{{{{\n{lines}\n}}}};\n"


def main() -> None:
    output, *tables = sys.argv[1:]
    entries = {}
    for table in tables:
        for row in rows_of(table):
            name = re.sub(r"\$\{[^}]*\}", "*", row["key"].lower())
            entries.setdefault(name, entry_of(row))
    names = sorted(entries)
    exact = [name for name in names if "*" not in name]
    patterns = [name for name in names if "*" in name]
    pathlib.Path(output).write_text(
        '#include "reference/condition_keys.h"\n\n#include <array>\n\n'
        "namespace polhist::reference {\nnamespace {\n\n"
        f"{array('exact', exact, entries)}\n{array('patterns', patterns, entries)}\n"
        "} // namespace\n\nstd::span<const KeyRow> key_rows() {\n    return exact;\n}\n\n"
        "std::span<const KeyRow> key_patterns() {\n    return patterns;\n}\n\n"
        "} // namespace polhist::reference\n", encoding="utf-8")


if __name__ == "__main__":
    main()
