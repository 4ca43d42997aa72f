#include "index/archive.h"

#include "index/outline.h"
#include "timeline/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

namespace polhist::index {

using timeline::History;
using timeline::PolicyKey;

namespace {

// A group that is inflated once, for all documents in it.
class OpenGroup {
public:
    OpenGroup(const Segment& segment, const Group& group) : segment_(segment), group_(group) {}

    const std::optional<std::string>& texts() {
        if (!read_) {
            texts_ = segment_.unpacked(group_);
            read_ = true;
        }
        return texts_;
    }

private:
    const Segment& segment_;
    Group group_;
    bool read_ = false;
    std::optional<std::string> texts_;
};

// An outline that is read once, when it is first asked for.
class OpenOutline {
public:
    OpenOutline(const Segment& segment, const Group& group, std::size_t versions)
        : segment_(segment),
          group_(group),
          versions_(versions) {}

    // Nothing where it is damaged. The outline must stay.
    std::optional<Outline::Excerpts> about(std::string_view action) {
        if (!read_) {
            const auto bytes = segment_.packed(group_);
            outline_ = bytes ? Outline::in(*bytes, versions_) : std::nullopt;
            read_ = true;
        }
        return outline_ ? outline_->about(action) : std::nullopt;
    }

private:
    const Segment& segment_;
    Group group_;
    std::size_t versions_;
    bool read_ = false;
    std::optional<Outline> outline_;
};

tl::unexpected<Error> damage() {
    return failure("the index of the store is damaged");
}

PolicyKey policy_of(const Segment::Key& key) {
    return {std::string(key.scope), std::string(key.name)};
}

} // namespace

std::vector<std::string> Archive::names() const {
    std::set<PolicyKey> policies; // several segments may have one
    for (const Segment& segment : chain_.segments()) {
        for (std::size_t i = 0; i < segment.size(); ++i) {
            const auto key = segment.key(i);
            if (!key) {
                damaged_();
                return {};
            }
            policies.insert(policy_of(*key));
        }
    }
    return timeline::names_of({policies.begin(), policies.end()});
}

std::size_t Archive::count() const {
    const bool alone = chain_.segments().size() == 1;
    return alone ? chain_.segments().front().size() : names().size();
}

std::vector<Archive::Place> Archive::named(std::string_view name) const {
    const timeline::ScopedName wanted = timeline::scoped_name(name);
    std::vector<Place> found;
    for (const Segment& segment : chain_.segments()) {
        const auto range = segment.named(wanted.name);
        if (!range) {
            damaged_();
            return {};
        }
        for (std::size_t i = range->first; i < range->second; ++i) {
            const auto key = segment.key(i);
            const PolicyKey policy = policy_of(*key);
            const bool known = std::ranges::find(found, policy, &Place::key) != found.end();
            if (!known && wanted.fits(policy)) {
                found.push_back({&segment, i, policy});
            }
        }
    }
    std::ranges::sort(found, {}, &Place::key);
    return found;
}

bool Archive::has(std::string_view name) const {
    return !named(name).empty();
}

std::optional<Record> Archive::record_at(const Place& place) const {
    auto record = place.segment->record(place.at);
    if (!record) {
        damaged_();
    }
    return record;
}

std::optional<std::string> Archive::name_of_arn(std::string_view arn) const {
    for (const Place& place : named(arn.substr(arn.rfind('/') + 1))) {
        const auto record = record_at(place);
        if (record && std::ranges::find(record->entry.arns, arn) != record->entry.arns.end()) {
            return timeline::written(place.key);
        }
    }
    return std::nullopt;
}

std::vector<std::string> Archive::names_that_may_allow(std::string_view action) const {
    std::set<std::string> names;
    for (const Segment& segment : chain_.segments()) {
        const auto found = segment.that_may_allow(action);
        if (!found) {
            damaged_();
            return {};
        }
        for (const std::size_t at : *found) {
            const auto key = segment.key(at);
            if (!key) {
                damaged_();
                return {};
            }
            const bool alone = named(key->name).size() == 1;
            names.insert(alone ? std::string(key->name) : timeline::written(policy_of(*key)));
        }
    }
    return {names.begin(), names.end()};
}

// The coverage of each segment, newest first.
Result<std::vector<Coverage>> Archive::coverages() const {
    std::vector<Coverage> all;
    for (const Segment& segment : chain_.segments()) {
        auto coverage = segment.coverage();
        if (!coverage) {
            damaged_();
            return damage();
        }
        all.push_back(std::move(*coverage));
    }
    return all;
}

// Null where they are damaged.
const LastPolls* Archive::last_polls() const {
    if (!polls_) {
        auto coverage = chain_.segments().empty() ? std::optional(Coverage{})
                                                  : chain_.segments().front().coverage();
        if (!coverage) {
            damaged_();
            return nullptr;
        }
        polls_ = std::move(coverage->polls);
    }
    return &*polls_;
}

Result<std::vector<std::string>> Archive::names_unknown_at(const std::optional<Instant>& at) const {
    const auto all = coverages();
    if (!all) {
        return tl::make_unexpected(all.error());
    }
    std::set<std::string> names;
    for (std::size_t i = 0; i < all->size(); ++i) {
        const Segment& segment = chain_.segments()[i];
        for (const UnknownPolicy& policy : (*all)[i].unknown) {
            const auto key = policy.time.holds(at) ? segment.key(policy.at) : std::nullopt;
            if (!key) {
                continue;
            }
            // A newer segment may know better.
            const std::vector<Place> places = named(key->name);
            const auto place = std::ranges::find(places, policy_of(*key), &Place::key);
            if (place != places.end() && place->segment == &segment) {
                names.insert(places.size() == 1 ? std::string(key->name)
                                                : timeline::written(place->key));
            }
        }
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<std::optional<Instant>> Archive::known_until() const {
    const auto all = coverages();
    if (!all) {
        return tl::make_unexpected(all.error());
    }
    std::optional<Instant> newest;
    for (const Coverage& coverage : *all) {
        newest = std::max(newest, coverage.known_until);
        for (const auto& [observer, at] : coverage.polls) {
            newest = std::max(newest, std::optional(at));
        }
    }
    return newest;
}

Result<History> Archive::history(std::string_view name) const {
    const std::vector<Place> found = named(name);
    std::vector<PolicyKey> keys;
    std::ranges::transform(found, std::back_inserter(keys), &Place::key);
    if (auto one = timeline::one_of(keys, name); !one) {
        return tl::make_unexpected(std::move(one.error()));
    }
    const Segment& segment = *found.front().segment;
    auto record = record_at(found.front());
    if (!record) {
        return damage();
    }
    std::vector<std::shared_ptr<OpenGroup>> groups;
    for (const Group& group : record->groups) {
        groups.push_back(std::make_shared<OpenGroup>(segment, group));
    }
    History& history = record->entry.history;
    const LastPolls* polls = last_polls();
    if (polls == nullptr) {
        return damage();
    }
    for (const std::string& observer : history.observers) {
        if (const auto last = polls->find(observer); last != polls->end()) {
            history.known_until = std::max(history.known_until, std::optional(last->second));
        }
    }
    for (std::size_t i = 0; i < history.versions.size(); ++i) {
        const Piece& piece = record->pieces[i];
        if (piece.group < groups.size()) {
            history.versions[i].json =
                timeline::Text([this, group = groups[piece.group], piece]() -> Result<std::string> {
                    const auto& texts = group->texts();
                    if (!texts) {
                        damaged_();
                        return damage();
                    }
                    return texts->substr(piece.offset, piece.size);
                });
        }
    }
    if (record->outline) {
        auto outline =
            std::make_shared<OpenOutline>(segment, *record->outline, history.versions.size());
        history.excerpts = [this, outline](std::string_view action) -> timeline::Excerpts {
            auto about = outline->about(action);
            if (!about) {
                damaged_();
                return {};
            }
            return [outline, excerpts = std::move(*about)](std::size_t version) {
                return std::optional(excerpts.of(version));
            };
        };
    }
    return std::move(history);
}

Result<timeline::Claims> Archive::pages() const {
    for (const Segment& segment : chain_.segments()) {
        if (segment.has_pages()) {
            auto claims = segment.pages();
            if (!claims) {
                damaged_();
                return damage();
            }
            return std::move(*claims);
        }
    }
    return timeline::Claims{};
}

} // namespace polhist::index
