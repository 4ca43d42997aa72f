"""Writes the table of SAM's policy templates as C++: embed_templates.py OUTPUT POLICY_TEMPLATES"""

import csv
import json
import pathlib
import sys

COLUMNS = ("template", "parameters", "actions", "resources", "condition")


def main() -> None:
    output, table = sys.argv[1:]
    with open(table, encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: row["template"])
    lines = "\n".join(
        f"    {{{', '.join(json.dumps(row[column]) for column in COLUMNS)}}}," for row in rows)
    pathlib.Path(output).write_text(
        '#include "reference/policy_templates.h"\n\n#include <array>\n\n'
        "namespace polhist::reference {\nnamespace {\n\n"
        f"constexpr std::array<PolicyTemplateStatement, {len(rows)}> rows{{{{\n{lines}\n}}}};\n\n"
        "} // namespace\n\n"
        "std::span<const PolicyTemplateStatement> policy_template_rows() {\n    return rows;\n}\n\n"
        "} // namespace polhist::reference\n", encoding="utf-8")


if __name__ == "__main__":
    main()
