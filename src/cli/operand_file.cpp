#include "cli/operand_file.h"

#include "cli/document.h"
#include "core/input.h"
#include "plans/kind.h"

#include <fmt/format.h>

namespace polhist::cli {

Result<OperandFile> parse_file(std::string name, std::string text, bool absent) {
    auto kept = std::make_unique<OperandFile::Input>(
        OperandFile::Input{std::move(name), plans::without_wrapper(std::move(text))});
    const auto foreign = [&](const std::string& kind) {
        return failure(fmt::format("{}: {}", kept->name, kind));
    };
    auto tree = json::Tree::parse_any({kept->name, kept->text});
    if (!tree) {
        if (const auto kind = plans::foreign_kind(std::string_view(kept->text))) {
            return foreign(*kind);
        }
        return tl::make_unexpected(std::move(tree.error()));
    }
    if (const auto kind = plans::foreign_kind(tree->root())) {
        return foreign(*kind);
    }
    return OperandFile{std::move(kept), std::move(*tree), absent};
}

Result<OperandFile> read_file(const std::string& path) {
    auto text = path == no_file ? Result<std::string>(std::string()) : read_document_text(path);
    if (!text) {
        return tl::make_unexpected(std::move(text.error()));
    }
    const bool absent = path != "-" && text->find_first_not_of(" \t\r\n") == std::string::npos;
    return parse_file(input_name(path), absent ? "{}" : std::move(*text), absent);
}

} // namespace polhist::cli
