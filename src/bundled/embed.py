"""Writes files as C++: embed.py OUTPUT FOLDER TOP FILE...

FOLDER is the folder of src/ whose header, of the same name, declares `File` and `files()`.
"""

import pathlib
import sys


def literal(data: bytes) -> str:
    """The bytes as adjacent string literals, a line of the file each."""
    escapes = {0x22: '\\"', 0x3F: "\\?", 0x5C: "\\\\", 0x0A: "\\n"}

    def spell(byte: int) -> str:
        if byte in escapes:
            return escapes[byte]
        return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}"

    lines = data.splitlines(keepends=True)
    return "\n".join('        "' + "".join(map(spell, line)) + '"' for line in lines) or '""'


def main() -> None:
    output, folder, top, *names = sys.argv[1:]
    root = pathlib.Path(top)
    paths = sorted(pathlib.Path(name).resolve().relative_to(root.resolve()) for name in names)
    rows = "\n".join(
        f'    {{"{path.as_posix()}",\n     std::string_view{{\n{literal((root / path).read_bytes())},\n'
        f"        {(root / path).stat().st_size}}}}},"
        for path in paths
    )
    pathlib.Path(output).write_text(
        f'#include "{folder}/{folder}.h"\n\n#include <array>\n\n'
        f"namespace polhist::{folder} {{\nnamespace {{\n\n"
        f"constexpr std::array<File, {len(paths)}> shipped{{{{\n{rows}\n}}}};\n\n"
        "} // namespace\n\nstd::span<const File> files() {\n    return shipped;\n}\n\n"
        f"}} // namespace polhist::{folder}\n"
    )


if __name__ == "__main__":
    main()
