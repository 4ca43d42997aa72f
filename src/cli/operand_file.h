// A file that `diff` is given.

#pragma once

#include "core/error.h"
#include "json/tree.h"

#include <memory>
#include <string>

namespace polhist::cli {

// A file read as JSON or YAML; the tree views the input, so that stays where it is.
struct OperandFile {
    struct Input {
        std::string name; // for messages: the path, or `stdin`
        std::string text;
    };

    std::unique_ptr<Input> input;
    json::Tree tree;
    bool absent = false; // no document: an empty file, or `/dev/null`; read as `{}`
};

// An error for a text of a kind that `diff` cannot use, by the name of the kind.
Result<OperandFile> parse_file(std::string name, std::string text, bool absent = false);

// Empty standard input is what a command that failed leaves behind: no document, and an error.
Result<OperandFile> read_file(const std::string& path);

} // namespace polhist::cli
