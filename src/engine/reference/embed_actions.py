"""Writes the tables of actions as C++: embed_actions.py OUTPUT ACTIONS RESOURCES DAYS

Each service becomes a text of its own, which is deflated by itself, so that looking up an action costs its service
alone. What services have in common is in a dictionary, which stands before them; it is deflated too.

The text of a service: a line `TYPE ARN KEYS` for each resource type, with tabs between; an empty line; a line for each action, sorted
without regard to case: `NAME LEVEL LISTED BEFORE GONE RESOURCES KEYS`, LEVEL as in `LEVELS`.
"""

import collections
import csv
import pathlib
import re
import sys
import zlib

LEVELS = {"List": "l", "Read": "r", "Write": "w", "Tagging": "t", "Permissions management": "p"}
LONGEST_DICTIONARY = 32000  # deflate looks back 32 kB
BYTES_IN_A_LINE = 40


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def name_of(line):
    return line.split("\t")[0].lower()


def services_of(actions, resources):
    """The text of each service, by its name."""
    types, lines = collections.defaultdict(list), collections.defaultdict(list)
    for row in rows_of(resources):
        types[row["service"]].append(f"{row['type']}\t{row['arn']}\t{row['keys']}\n")
    for row in rows_of(actions):
        service, name = row["action"].split(":", 1)
        fields = [name, LEVELS[row["level"]]]
        fields += [row[column] for column in ("listed", "before", "gone", "resources", "keys")]
        lines[service].append("\t".join(fields) + "\n")
    return {
        service: "".join(types[service]) + "\n" + "".join(sorted(lines[service], key=name_of))
        for service in sorted(lines)
    }


def dictionary_of(texts):
    """What stands in the texts of several services, what saves most at the end, where it is cheapest to point to."""
    services = collections.Counter()
    for text in texts:
        parts = {part for part in re.split(r"[\t\n,]", text) if len(part) > 5}
        services.update(parts | set(re.findall(r"[A-Z][a-z]+(?:[A-Z][a-z]+)?", text)))
    saved = sorted((count * (len(part) - 2), part) for part, count in services.items() if count > 2)
    dictionary = ""
    for _, part in reversed(saved):
        if part not in dictionary and len(dictionary) + len(part) < LONGEST_DICTIONARY:
            dictionary = f"{part}\t{dictionary}"
    return dictionary.encode()


def deflated(data, dictionary):
    without_header = -15
    stream = zlib.compressobj(9, zlib.DEFLATED, without_header, 9, zdict=dictionary)
    return stream.compress(data) + stream.flush()


def main() -> None:
    output, actions, resources, days = sys.argv[1:]
    texts = services_of(actions, resources)
    dictionary = dictionary_of(texts.values())
    packed = deflated(dictionary, b"")
    begin = f"constexpr PackedText packed_dictionary{{0, {len(packed)}, {len(dictionary)}}};\n"
    entries = []
    for service, text in texts.items():
        raw = text.encode()
        part = deflated(raw, dictionary)
        entries.append(f'    {{"{service}", {{{len(packed)}, {len(part)}, {len(raw)}}}}},')
        packed += part
    numbers = [",".join(map(str, packed[at : at + BYTES_IN_A_LINE])) for at in range(0, len(packed), BYTES_IN_A_LINE)]
    day = max(row["day"] for row in rows_of(days))
    names, data = "\n".join(entries), ",\n".join(numbers)
    pathlib.Path(output).write_text(
        '#include "reference/packed.h"\n\n#include <array>\n\n'
        "namespace polhist::reference {\nnamespace {\n\n"
        f"{begin}\n"
        f"constexpr std::array<PackedService, {len(entries)}> services{{{{\n{names}\n}}}};\n\n"
        f"constexpr std::array<unsigned char, {len(packed)}> bytes{{{{\n{data}\n}}}};\n\n"
        "} // namespace\n\n"
        "std::span<const unsigned char> packed_bytes() {\n    return bytes;\n}\n\n"
        "const PackedText& dictionary() {\n    return packed_dictionary;\n}\n\n"
        "std::span<const PackedService> packed_services() {\n    return services;\n}\n\n"
        f'std::string_view day_of_table() {{\n    return "{day}";\n}}\n\n'
        "} // namespace polhist::reference\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
