"""Writes the shipped files as C++: embed.py OUTPUT TOP FILE..."""

import hashlib
import json
import pathlib
import sys


def literal(data: bytes) -> str:
    """The bytes as adjacent string literals, a line of the file each."""
    escapes = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n"}

    def spell(byte: int) -> str:
        if byte in escapes:
            return escapes[byte]
        return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"

    lines = data.splitlines(keepends=True)
    return "\n".join('        "' + "".join(map(spell, line)) + '"' for line in lines) or '""'


def document_hash(data: bytes) -> str:
    """The canonical hash (policy/canonical_hash.h) of the document in an envelope, or nothing."""
    version = json.loads(data).get("PolicyVersion")
    if version is None:
        return ""
    text = json.dumps(version["Document"], sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    output, top, *names = sys.argv[1:]
    root = pathlib.Path(top)
    paths = sorted(pathlib.Path(name).resolve().relative_to(root.resolve()) for name in names)
    rows = "\n".join(
        f'    {{"{path.as_posix()}",\n     std::string_view{{\n{literal((root / path).read_bytes())},\n'
        f"        {(root / path).stat().st_size}}},\n"
        f'     "{document_hash((root / path).read_bytes())}"}},'
        for path in paths
    )
    pathlib.Path(output).write_text(
        '#include "bundled/bundled.h"\n\n#include <array>\n\n'
        "namespace polhist::bundled {\nnamespace {\n\n"
        f"constexpr std::array<File, {len(paths)}> shipped{{{{\n{rows}\n}}}};\n\n"
        "} // namespace\n\nstd::span<const File> files() {\n    return shipped;\n}\n\n"
        "} // namespace polhist::bundled\n"
    )


if __name__ == "__main__":
    main()
