#include "ingest/arn.h"
#include "ingest/page.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::ingest {

using markup::Block;

Result<std::vector<std::string>> read_reference_index(const markup::Page& page,
                                                      const json::Source& source) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& text) {
        if (is_iam_name(text)) {
            names.push_back(text);
        }
    };
    for (const Block& block : page.blocks) {
        if (block.kind == Block::Kind::item) {
            add(block.text);
        }
        if (block.kind == Block::Kind::row && !block.header) {
            std::ranges::for_each(block.cells, add);
        }
    }
    if (names.empty()) {
        return failure(
            fmt::format("{}: lists no policy; the index of the AWS Managed Policy Reference does",
                        source.name));
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

} // namespace polhist::ingest
