// Any bytes, read as a page in each form: refused with a printable message, or read to blocks that
// are as the header says.

#include "markup/page.h"

#include "core/printable.h"

#include <cstdint>
#include <cstdlib>
#include <numeric>

namespace {

using polhist::markup::Block;
using polhist::markup::Page;

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

void check(const Block& block, std::size_t size) {
    const bool row = block.kind == Block::Kind::row;
    require(row == !block.cells.empty());
    require(row == block.text.empty());
    require(block.cells.size() <= polhist::markup::most_columns);
    require(block.line >= 1 && block.line <= size + 1);
    if (block.kind != Block::Kind::code && !row) {
        require(block.text.find('\n') == std::string::npos);
        require(block.text.front() != ' ' && block.text.back() != ' ');
    }
}

void check(const polhist::Result<Page>& page, std::size_t size) {
    if (!page) {
        require(!page.error().message.empty());
        return;
    }
    // Every byte of the text is told once; entities and replaced bytes are at most this much
    // longer.
    constexpr std::size_t longest = 4;
    std::size_t told = 0;
    for (const Block& block : page->blocks) {
        check(block, size);
        told += block.text.size();
        told = std::accumulate(block.cells.begin(),
                               block.cells.end(),
                               told,
                               [](std::size_t sum, const auto& cell) { return sum + cell.size(); });
    }
    require(told <= (size + 32) * longest);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const polhist::json::Source source{"fuzz", text};
    check(polhist::markup::read(source), size);
    check(polhist::markup::read_html(source), size);
    check(polhist::markup::read_markdown(source), size);
    if (!text.empty()) {
        check(polhist::markup::read_text(source), size);
    }
    return 0;
}
