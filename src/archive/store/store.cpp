#include "store/store.h"

#include "store/handles.h"
#include "store/lines.h"
#include "store/name.h"
#include "store/recording.h"
#include "timeline/incarnations.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::store {

using git::ObjectId;
using git::ObjectKind;

namespace {

// Puts forms into the order of their versions, in which each is much like the one before.
void sort_forms(Claims& claims) {
    std::map<std::string_view, unsigned> numbers;
    for (const timeline::VersionClaim& version : claims.versions) {
        const unsigned number = timeline::number_of(version.version);
        const auto [found, fresh] = numbers.try_emplace(version.document, number);
        found->second = std::min(found->second, number);
    }
    std::ranges::stable_sort(claims.forms, {}, [&](const timeline::Form& form) {
        const auto found = numbers.find(form.document);
        return found == numbers.end() ? 0 : found->second;
    });
}

// Moves claims of another store, with the bytes of their forms.
Result<void> take(const Store& other, Claims from, Claims& to) {
    sort_forms(from);
    for (timeline::Form& form : from.forms) {
        auto bytes = other.form(form.blob);
        if (!bytes) {
            return tl::make_unexpected(std::move(bytes.error()));
        }
        form.bytes = std::move(*bytes);
    }
    to.append(std::move(from));
    return {};
}

} // namespace

Store::Store(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}

Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Recorded> Store::record(Claims claims, const std::string& message) {
    if (auto named = name_forms(claims); !named) {
        return tl::make_unexpected(std::move(named.error()));
    }
    const std::map<std::string, Folder> folders = folders_of(claims);
    return handles_->change(message, [&](const ObjectId& root) -> Result<Change> {
        Recording recording(handles_->repository, root);
        for (const auto& [path, folder] : folders) {
            if (auto added = recording.add(path, folder); !added) {
                return tl::make_unexpected(std::move(added.error()));
            }
        }
        Change change;
        change.recorded = recording.recorded();
        if (!recording.is_empty()) {
            change.tree = recording.tree();
        }
        change.objects = std::move(recording.objects());
        return change;
    });
}

Result<Recorded> Store::merge(const Store& other, const std::string& message) {
    Claims claims;
    for (const std::string_view area : {"policies", "pages", "observers", "principals"}) {
        auto read = other.handles_->each_file(area, [&](const Subject&, Claims some) {
            return take(other, std::move(some), claims);
        });
        if (!read) {
            return tl::make_unexpected(std::move(read.error()));
        }
    }
    return record(std::move(claims), message);
}

Result<Claims> Store::claims_of(const PolicyKey& policy) const {
    Claims claims;
    const auto root = handles_->root();
    if (!root) {
        return tl::make_unexpected(root.error());
    }
    TreeEditor tree(handles_->repository, *root);
    const std::string path = folder_of(policy);
    const auto blob = tree.find(path + "/claims");
    if (!blob) {
        return tl::make_unexpected(blob.error());
    }
    if (*blob) {
        if (auto read = handles_->read_file({path, {}, **blob}, claims); !read) {
            return tl::make_unexpected(std::move(read.error()));
        }
    }
    return claims;
}

Result<void> Store::each(const std::function<Result<void>(const PolicyKey&, Claims)>& use) const {
    return handles_->each_file("policies", [&](const Subject& subject, Claims claims) {
        return use(subject.policy, std::move(claims));
    });
}

Result<Claims> Store::pages() const {
    Claims all;
    auto read = handles_->each_file("pages", [&](const Subject&, Claims claims) -> Result<void> {
        std::ranges::move(claims.updates, std::back_inserter(all.updates));
        std::ranges::move(claims.prose, std::back_inserter(all.prose));
        return {};
    });
    return read ? Result<Claims>(std::move(all))
                : Result<Claims>(tl::make_unexpected(std::move(read.error())));
}

Result<std::vector<timeline::Poll>> Store::polls() const {
    std::vector<timeline::Poll> polls;
    auto read =
        handles_->each_file("observers", [&](const Subject&, Claims claims) -> Result<void> {
            std::ranges::move(claims.polls, std::back_inserter(polls));
            return {};
        });
    return read ? Result<std::vector<timeline::Poll>>(std::move(polls))
                : tl::make_unexpected(std::move(read.error()));
}

Result<std::vector<timeline::PrincipalObservation>> Store::principals() const {
    std::vector<timeline::PrincipalObservation> all;
    auto read =
        handles_->each_file("principals", [&](const Subject&, Claims claims) -> Result<void> {
            std::ranges::move(claims.principals, std::back_inserter(all));
            return {};
        });
    return read ? Result<std::vector<timeline::PrincipalObservation>>(std::move(all))
                : tl::make_unexpected(std::move(read.error()));
}

Result<std::vector<PolicyKey>> Store::policies() const {
    std::vector<PolicyKey> keys;
    auto read = handles_->each_folder("policies", [&](const FolderAt& at) -> Result<void> {
        if (auto key = key_in(at.name)) {
            keys.push_back(std::move(*key));
            return {};
        }
        Claims claims;
        return handles_->read_file(at, claims).map([&](Subject&& subject) {
            keys.push_back(std::move(subject.policy));
        });
    });
    if (!read) {
        return tl::make_unexpected(std::move(read.error()));
    }
    std::ranges::sort(keys);
    return keys;
}

Result<std::string> Store::form(std::string_view blob) const {
    const auto id = git::parse_object_id(blob);
    if (!id) {
        return failure(fmt::format("`{}` names no form", blob));
    }
    return handles_->repository.read(*id, ObjectKind::blob);
}

Result<void> Store::refresh() {
    handles_->repository.refresh();
    return handles_->find_head(false);
}

std::string Store::head() const {
    return hex(handles_->head);
}

const std::vector<std::string>& Store::notes() const {
    return handles_->notes;
}

} // namespace polhist::store
