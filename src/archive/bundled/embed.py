"""Writes files as C++: embed.py OUTPUT FOLDER TOP FILE...

FOLDER is the folder of src/ whose header, of the same name, declares `File` and `files()`: the path, the bytes,
and a digest, which is that of the document in an envelope, else that of the bytes.
"""

import base64
import hashlib
import json
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


def document_hash(data: bytes) -> str:
    """The canonical hash (policy/canonical_hash.h) of the document in an envelope, or nothing."""
    version = json.loads(data).get("PolicyVersion")
    if version is None:
        return ""
    text = json.dumps(version["Document"], sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest(path: pathlib.Path) -> str:
    """Of an envelope the hash of its document, of what is no JSON that of its bytes in base64."""
    data = path.read_bytes()
    if path.suffix == ".json":
        return document_hash(data)
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def main() -> None:
    output, folder, top, *names = sys.argv[1:]
    root = pathlib.Path(top)
    paths = sorted(pathlib.Path(name).resolve().relative_to(root.resolve()) for name in names)
    rows = "\n".join(
        f'    {{"{path.as_posix()}",\n     std::string_view{{\n{literal((root / path).read_bytes())},\n'
        f"        {(root / path).stat().st_size}}},\n"
        f'     "{digest(root / path)}"}},'
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
