// Sorting what mostly is sorted.

#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace polhist {

// Sorts values, equal ones in their order. Lists of real documents mostly are a few runs that are
// sorted already: merged, they take few comparisons. Any others cost what `std::stable_sort` does.
template <typename T, typename Before>
void sort_runs(std::vector<T>& values, Before before) {
    std::vector<std::ptrdiff_t> ends;
    for (auto end = values.begin(); end != values.end();) {
        end = std::is_sorted_until(end, values.end(), before);
        ends.push_back(end - values.begin());
    }
    constexpr std::size_t least_length = 8; // of a run, on average
    if (ends.size() > 1 + values.size() / least_length) {
        std::ranges::stable_sort(values, before);
        return;
    }
    while (ends.size() > 1) {
        std::vector<std::ptrdiff_t> merged;
        std::ptrdiff_t first = 0;
        for (std::size_t i = 1; i < ends.size(); i += 2) {
            std::inplace_merge(values.begin() + first,
                               values.begin() + ends[i - 1],
                               values.begin() + ends[i],
                               before);
            first = ends[i];
            merged.push_back(first);
        }
        if (first != ends.back()) {
            merged.push_back(ends.back());
        }
        ends = std::move(merged);
    }
}

} // namespace polhist
