#include "ingest/rejections.h"

#include <fmt/format.h>

namespace polhist::ingest {

void Rejections::add(std::string path, std::string error) {
    if (rejected_.size() == most_rejections) {
        ++untold_;
        return;
    }
    rejected_.push_back({source_, std::move(path), std::move(error)});
}

std::vector<Rejected> Rejections::take() {
    if (untold_ > 0) {
        rejected_.push_back(
            {source_, {}, fmt::format("{}: {} more were rejected", source_, untold_)});
    }
    return std::move(rejected_);
}

} // namespace polhist::ingest
