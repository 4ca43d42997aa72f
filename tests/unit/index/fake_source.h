// A store in memory, for the index: what it holds, and how often it was asked.

#pragma once

#include "index/refresh.h"

#include <map>
#include <set>
#include <string>

namespace polhist::index {

// A policy with a version for each text, one in force after the other.
Entry entry_of(const std::string& scope,
               const std::string& name,
               const std::vector<std::string>& documents);

class FakeSource final : public Source {
public:
    // Takes an entry in, as a commit of its own.
    void put(Entry entry);

    void put_pages(timeline::Claims pages);

    [[nodiscard]] std::string head() const override;
    [[nodiscard]] std::optional<Changed> changed_since(const std::string& commit) const override;
    [[nodiscard]] Result<void> each(const std::function<Result<void>(Entry)>& use) const override;
    [[nodiscard]] Result<Entry> entry(const timeline::PolicyKey& policy) const override;

    [[nodiscard]] Result<timeline::Claims> pages() const override { return pages_; }

    [[nodiscard]] Result<std::vector<timeline::Poll>> polls() const override { return polls_; }

    // An observer looks, which is a commit of its own.
    void put_poll(timeline::Poll poll);

    // How often all of it was read, and how often one policy.
    mutable std::size_t all_read = 0;
    mutable std::size_t one_read = 0;

    [[nodiscard]] const std::map<timeline::PolicyKey, Entry>& entries() const { return entries_; }

private:
    std::map<timeline::PolicyKey, Entry> entries_;
    std::vector<Changed> commits_;
    timeline::Claims pages_;
    std::vector<timeline::Poll> polls_;
};

// Everything that the two say of all policies, told as one text.
std::string told(const FakeSource& source);
std::string told(const timeline::Archive& archive, const Result<timeline::Claims>& pages);

} // namespace polhist::index
