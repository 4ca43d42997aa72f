// A difference laid out for reading: the three tellings, alike changes together.
//
// Actions that changed in the same way share a block whose heading says effect, resources and
// conditions; so do the actions of a changed resource or condition. Each (effect, action) of a
// telling stands in one block. Text and Markdown render the same blocks.

#pragma once

#include "diff/difference.h"
#include "output/phrase.h"

#include <string>
#include <vector>

namespace polhist::output {

struct Item {
    char sign; // `+` or `-`; a space for what did not change
    std::string text;
    std::string service; // long lists fold within it; empty where that makes no sense
};

struct Block {
    std::string heading;
    std::vector<Item> items;
};

struct Section {
    std::string_view title;
    std::vector<Block> blocks;
};

// Sections without blocks are left out. `fold` is how many names a heading lists, 0 for all.
std::vector<Section> sections_of(const diff::Difference& difference, Quote quote, std::size_t fold);

// Grants as they stand, those with one effect, resources and conditions in one block.
std::vector<Block>
blocks_of(const std::vector<policy::Grant>& grants, Quote quote, std::size_t fold);

// Grants of one effect, those of one place together: `a, b and 3 more on *`, `c on arn:… when …`.
std::vector<std::string>
grant_phrases(const std::vector<policy::Grant>& grants, Quote quote, std::size_t fold);

} // namespace polhist::output
