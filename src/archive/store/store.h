// Claims as immutable facts, in a bare git repository.
//
// The tree of its newest commit holds a set of claims and every byte form met, and depends on that
// set alone: imports in any order, and the union of any two stores, end in the same tree. Each
// recording run that brings something new is one commit; a run that brings nothing new is none.
// doc/store.md describes the tree.
//
// One process writes at a time (an outer lock); readers need none. Success means that what was
// recorded is on disk and was read back.

#pragma once

#include "core/error.h"
#include "timeline/claim.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::store {

using timeline::Claims;
using timeline::PolicyKey;

// What a store is opened for.
enum class Access { reading, writing };

// What a recording run brought.
struct Recorded {
    std::size_t claims = 0; // that were new
    std::size_t forms = 0;
    std::string commit; // 40 hexadecimal digits; empty where nothing was new
};

class Store {
public:
    // Whether something that looks like a store lies at a path.
    static bool exists(const std::string& path);

    // Opens the store at a path; for writing, it is created where there is none. A store of a newer
    // format, one of another user, or one whose history was lost is an error.
    static Result<Store> open(const std::string& path, Access access);

    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // The policies it knows, sorted.
    [[nodiscard]] Result<std::vector<PolicyKey>> policies() const;

    // All claims of one policy; forms without their bytes.
    [[nodiscard]] Result<Claims> claims_of(const PolicyKey& policy) const;

    // The claims of every policy, one after another; forms without their bytes. The first error of
    // `use` ends it.
    Result<void> each(const std::function<Result<void>(const PolicyKey&, Claims)>& use) const;

    // What documentation pages say: updates and prose.
    [[nodiscard]] Result<Claims> pages() const;

    // When observers looked at all that they observe.
    [[nodiscard]] Result<std::vector<timeline::Poll>> polls() const;

    // What was observed of users, groups and roles; those of one follow each other.
    [[nodiscard]] Result<std::vector<timeline::PrincipalObservation>> principals() const;

    // The bytes of a form, by its name in git.
    [[nodiscard]] Result<std::string> form(std::string_view blob) const;

    // Adds claims. `message` is the subject of the commit.
    Result<Recorded> record(Claims claims, const std::string& message);

    // Adds all that another store holds.
    Result<Recorded> merge(const Store& other, const std::string& message);

    // Finds the newest commit again, after others may have written.
    Result<void> refresh();

    // The newest commit, as git names it.
    [[nodiscard]] std::string head() const;

    // What the store had to mend before it could work, for people.
    [[nodiscard]] const std::vector<std::string>& notes() const;

    struct Handles; // of the sources of this folder

    [[nodiscard]] Handles& handles() const { return *handles_; }

private:
    explicit Store(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

} // namespace polhist::store
