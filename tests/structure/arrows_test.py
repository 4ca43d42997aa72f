#!/usr/bin/env python3
"""Shows that arrows.py lets a good tree pass and finds each thing that it forbids."""

import pathlib
import tempfile
import unittest

import arrows

ROWS = """\
| core | errors | | openssl |
| json | reading | core | nlohmann/json |
| policy | documents | core, json | |
| cli | commands | all | CLI11 |
"""

GOOD = {
    "core/error.h": "#include <string>\n#include <tl/expected.hpp>\n",
    "core/digest.cpp": "#include <openssl/sha.h>\n#include <fmt/format.h>\n",
    "json/tree.cpp": '#include "core/error.h"\n#include <nlohmann/json.hpp>\n',
    "policy/reader.cpp": '#include "policy/reader.h"\n#include "json/tree.h"\n',
    "cli/main.cpp": '#include "policy/reader.h"\n#include <CLI/CLI.hpp>\n',
}


def found_in(files, rows=ROWS):
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        for path, text in {**GOOD, **files}.items():
            (top / "src" / path).parent.mkdir(parents=True, exist_ok=True)
            (top / "src" / path).write_text(text, encoding="utf-8")
        table = f"# Architecture\n\n{arrows.HEADER}\n|---|---|---|---|\n{rows}\nMore.\n"
        (top / "ARCHITECTURE.md").write_text(table, encoding="utf-8")
        return arrows.violations(top)


class Arrows(unittest.TestCase):
    def one(self, expected, files, rows=ROWS):
        found = found_in(files, rows)
        self.assertTrue(any(expected in line for line in found), found)

    def test_good_tree_passes(self):
        self.assertEqual(found_in({}), [])

    def test_arrow_that_is_not_in_the_table(self):
        files = {"core/digest.cpp": '#include <string>\n#include "json/tree.h"\n'}
        self.assertIn("src/core/digest.cpp:2: core may not include json", found_in(files))

    def test_public_header_in_another_folder_than_api(self):
        self.one("outside api", {"core/digest.cpp": "#include <polhist/document.h>\n"})

    def test_public_header_with_an_inner_one(self):
        for line in ('#include "policy/reader.h"', "#include <tl/expected.hpp>", "#include <fmt/core.h>"):
            files = {"../include/polhist/document.h": f"#include <string>\n{line}\n"}
            self.one("include/polhist/document.h:2: a public header may not", files)

    def test_public_headers_include_each_other(self):
        files = {"../include/polhist/set.h": "#include <polhist/document.h>\n#include <vector>\n"}
        self.assertEqual(found_in(files), [])

    def test_folder_that_is_not_in_the_table(self):
        self.one("src/util/all.cpp: its folder is not in the table", {"util/all.cpp": ""})

    def test_file_outside_all_folders(self):
        self.one("src/main.cpp: its folder is not in the table", {"main.cpp": ""})

    def test_include_of_an_unknown_folder(self):
        self.one("does not have", {"policy/reader.cpp": '#include "util/all.h"\n'})

    def test_include_that_is_not_from_src(self):
        self.one("not written from src/", {"policy/reader.cpp": '#include "reader.h"\n'})

    def test_library_away_from_home(self):
        for library in (
            "nlohmann/json.hpp",
            "rapidjson/reader.h",
            "CLI/CLI.hpp",
            "openssl/sha.h",
            "git2.h",
            "zlib.h",
        ):
            self.one("outside its home", {"policy/reader.cpp": f"#include <{library}>\n"})

    def test_library_in_a_header(self):
        for library in ("fmt/format.h", "nlohmann/json.hpp", "doctest/doctest.h"):
            self.one("in a header", {"json/tree.h": f"  # include  <{library}>\n"})

    def test_folders_that_include_each_other(self):
        files = {"core/digest.cpp": '#include "json/tree.h"\n'}
        self.one("src: folders include each other: ", files)

    def test_table_that_goes_in_a_circle(self):
        self.one("goes in a circle", {}, ROWS.replace("errors | |", "errors | policy |"))

    def test_table_with_a_misspelt_folder(self):
        self.one("which is no folder", {}, ROWS.replace("core, json", "core, jsn"))

    def test_all_of_the_above(self):
        rows = ROWS.replace("core, json", "all of the above")
        self.assertEqual(found_in({}, rows), [])
        self.one("may not include cli", {"policy/reader.cpp": '#include "cli/main.h"\n'}, rows)

    def test_missing_table(self):
        with self.assertRaises(SystemExit):
            arrows.read_table("# Architecture\n")


if __name__ == "__main__":
    unittest.main()
