// What was rejected of one source, as much of it as anybody reads.

#pragma once

#include "ingest/source.h"

#include <cstddef>
#include <string>
#include <vector>

namespace polhist::ingest {

// The rejections told one by one; hostile input has millions, which are only counted.
constexpr std::size_t most_rejections = 10'000;

class Rejections {
public:
    explicit Rejections(std::string source) : source_(std::move(source)) {}

    void add(std::string path, std::string error);

    // All in their order; where some were only counted, the last says how many.
    std::vector<Rejected> take();

private:
    std::string source_;
    std::vector<Rejected> rejected_;
    std::size_t untold_ = 0;
};

} // namespace polhist::ingest
