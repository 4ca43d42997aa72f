#!/usr/bin/env python3
"""Draws the layers of src/ as the table in ARCHITECTURE.md has them: picture.py TOP [--check]

Writes doc/layers.svg; with --check says whether it is what would be written. A row is a layer, a box a
folder. No folder may include one of a layer above its own.
"""

import html
import pathlib
import sys

from arrows import read_table

WIDTH, ROW, BOX = 960, 74, 34
LAYERS = ("cli", "watch", "site", "output", "report", "archive", "api", "engine", "core")
WHAT = {
    "cli": "commands and their options",
    "watch": "subscriptions, sources, delivery",
    "site": "a static site",
    "output": "one way to say it for each format",
    "report": "what is to be said",
    "archive": "what was in force when",
    "api": "the engine as a C++ library",
    "engine": "what a policy allows; no files, no network",
    "core": "errors, instants, digests",
}
BESIDE = {"net": "watch", "process": "watch", "assets": "output"}


def layer_of(top, folder):
    """The layer of a folder: where it stands in src/."""
    for layer in LAYERS:
        if (top / "src" / layer / folder).is_dir():
            return layer
    return BESIDE.get(folder, folder)


def upward(top, table):
    """What the table allows that points to a higher layer."""
    rank = {folder: LAYERS.index(layer_of(top, folder)) for folder in table}
    return [
        f"{folder} may include {other}, of a layer above"
        for folder, (allowed, _) in table.items()
        for other in sorted(allowed)
        if rank[other] < rank[folder]
    ]


def text(x, y, words, kind):
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{html.escape(words)}</text>'


def picture(top):
    table = read_table((top / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    rows = {layer: [] for layer in LAYERS}
    for folder in table:
        rows[layer_of(top, folder)].append(folder)
    height = ROW * len(LAYERS) + 20
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="The layers of src, each above those it may include">',
        "<style>text{font:14px sans-serif;fill:#1f2328}.layer{font-weight:bold}.what{font-size:12px;"
        "fill:#59636e}.folder{text-anchor:middle;font-size:13px}rect{rx:6;stroke:#8c959f}.row{"
        "fill:#f6f8fa}.box{fill:#fff}path{stroke:#59636e;fill:none}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff" stroke="none"/>',
    ]
    for number, layer in enumerate(LAYERS):
        y = 10 + number * ROW
        out.append(f'<rect class="row" x="10" y="{y}" width="{WIDTH - 20}" height="{ROW - 14}"/>')
        out.append(text(24, y + 26, layer, "layer"))
        out.append(text(24, y + 45, WHAT[layer], "what"))
        folders = rows[layer]
        step = (WIDTH - 340) / max(len(folders), 1)
        for at, folder in enumerate(folders):
            x = 320 + at * step
            out.append(
                f'<rect class="box" x="{x:g}" y="{y + 13}" width="{step - 10:g}" height="{BOX}"/>'
            )
            out.append(text(x + (step - 10) / 2, y + 35, folder, "folder"))
        if number + 1 < len(LAYERS):
            x, below = WIDTH / 2, y + ROW - 14
            out.append(f'<path d="M{x:g} {below}v12m-4 -5l4 5l4 -5"/>')
    return "\n".join(out) + "\n</svg>\n"


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    top = pathlib.Path(sys.argv[1])
    place = top / "doc/layers.svg"
    wrong = upward(top, read_table((top / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    if wrong:
        raise SystemExit("picture: " + "; ".join(wrong))
    drawn = picture(top)
    if "--check" not in sys.argv:
        place.write_text(drawn, encoding="utf-8")
    elif place.read_text(encoding="utf-8") != drawn:
        raise SystemExit("picture: doc/layers.svg is not what the table gives; run picture.py TOP")
    else:
        print("picture: doc/layers.svg shows the table")


if __name__ == "__main__":
    main()
