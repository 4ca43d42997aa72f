"""Writes a digest of sources as C++: engine.py OUTPUT DEPFILE TOP FOLDER...

Part of it are the sources, headers and tables in the folders, so no change of them goes unnoticed.
"""

import hashlib
import pathlib
import sys


def main() -> None:
    output, depfile, top, *folders = sys.argv[1:]
    root = pathlib.Path(top)
    paths = sorted(path for folder in folders for path in (root / folder).iterdir()
                   if path.suffix in (".cpp", ".h", ".tsv"))
    digest = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(data)}\n".encode() + data)
    pathlib.Path(output).write_text(
        '#include "index/steps.h"\n\nnamespace polhist::index {\n\n'
        f'const std::string_view engine = "{digest.hexdigest()[:16]}";\n\n'
        "} // namespace polhist::index\n"
    )
    # A folder changes when a file comes into it.
    needed = [root / folder for folder in folders] + paths
    spelt = " ".join(str(path).replace(" ", "\\ ") for path in needed)
    pathlib.Path(depfile).write_text(f"{output}: {spelt}\n")


if __name__ == "__main__":
    main()
