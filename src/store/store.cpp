#include "store/store.h"

#include "core/file.h"
#include "store/handles.h"
#include "store/lines.h"
#include "store/name.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace polhist::store {
namespace {

using git::NewObject;
using git::ObjectId;
using git::ObjectKind;

// From this many forms on, those of a policy are in folders by the first digits of their names.
constexpr std::size_t most_forms_in_a_folder = 1000;

std::string path_of_form(const std::string& folder, std::string_view blob, bool split) {
    return split ? fmt::format("{}/forms/{}/{}", folder, blob.substr(0, 2), blob.substr(2))
                 : fmt::format("{}/forms/{}", folder, blob);
}

// What one run adds to the tree it found.
class Recording {
public:
    Recording(const git::Repository& repository, const ObjectId& root)
        : repository_(repository),
          editor_(repository, root) {}

    Result<void> add(const std::string& path, const Folder& folder) {
        auto added = add_forms(path, folder);
        return added ? add_lines(path, folder) : added;
    }

    [[nodiscard]] const Recorded& recorded() const { return recorded_; }

    [[nodiscard]] bool is_empty() const { return objects_.all().empty(); }

    // The tree with everything in it.
    ObjectId tree() { return editor_.write(objects_); }

    NewObjects& objects() { return objects_; }

private:
    Result<void> add_lines(const std::string& path, const Folder& folder) {
        const std::string file = path + "/claims";
        std::set<std::string, std::less<>> lines;
        const auto there = editor_.find(file);
        if (!there) {
            return tl::make_unexpected(there.error());
        }
        if (*there) {
            const auto text = repository_.read(**there, ObjectKind::blob);
            if (!text) {
                return tl::make_unexpected(text.error());
            }
            const ClaimsFile claims = split(*text);
            if (claims.subject != folder.subject) {
                return failure(fmt::format("{}: `{}` holds claims of something else; run "
                                           "`polhist fsck`",
                                           repository_.folder(),
                                           file));
            }
            lines.insert(claims.lines.begin(), claims.lines.end());
        }
        const std::size_t before = lines.size();
        lines.insert(folder.lines.begin(), folder.lines.end());
        recorded_.claims += lines.size() - before;
        if (lines.size() == before) {
            return {};
        }
        return editor_.put(file, objects_.add(ObjectKind::blob, text_of(folder.subject, lines)));
    }

    Result<void> add_forms(const std::string& path, const Folder& folder) {
        if (folder.forms.empty()) {
            return {};
        }
        auto there = editor_.files(path + "/forms");
        if (!there) {
            return tl::make_unexpected(std::move(there.error()));
        }
        std::map<std::string, ObjectId> known;
        for (const auto& [name, id] : *there) {
            known.emplace(hex(id), id);
        }
        std::vector<const timeline::Form*> fresh;
        for (const auto& [blob, form] : folder.forms) {
            // What is known may have been lost since.
            const auto found = known.find(blob);
            if (found == known.end() || !repository_.has(found->second)) {
                fresh.push_back(form);
            }
        }
        write_forms(fresh);
        return place_forms(path, known, fresh);
    }

    // Oldest first, each a delta against the one before.
    void write_forms(std::vector<const timeline::Form*>& forms) {
        std::ranges::sort(forms, [](const timeline::Form* left, const timeline::Form* right) {
            // Those of one source without dates stand as it had them.
            return std::tie(left->at, left) < std::tie(right->at, right);
        });
        std::size_t base = NewObject::no_base;
        for (const timeline::Form* form : forms) {
            base = objects_.view(
                ObjectKind::blob, *git::parse_object_id(form->blob), form->bytes, base);
        }
        recorded_.forms += forms.size();
    }

    Result<void> place_forms(const std::string& path,
                             const std::map<std::string, ObjectId>& known,
                             const std::vector<const timeline::Form*>& fresh) {
        std::map<std::string, ObjectId> all = known;
        for (const timeline::Form* form : fresh) {
            all.emplace(form->blob, *git::parse_object_id(form->blob));
        }
        const bool split = all.size() > most_forms_in_a_folder;
        const bool was_split = known.size() > most_forms_in_a_folder;
        for (const auto& [blob, id] : all) {
            const bool moved = known.contains(blob) && split != was_split;
            auto done =
                moved ? editor_.remove(path_of_form(path, blob, was_split)) : Result<void>();
            if (done && (moved || !known.contains(blob))) {
                done = editor_.put(path_of_form(path, blob, split), id);
            }
            if (!done) {
                return done;
            }
        }
        return {};
    }

    const git::Repository& repository_;
    TreeEditor editor_;
    NewObjects objects_;
    Recorded recorded_;
};

// Names the bytes of each form, and refuses claims that say another name.
Result<void> name_forms(Claims& claims) {
    for (timeline::Form& form : claims.forms) {
        const std::string blob = hex(git::id_of(ObjectKind::blob, form.bytes));
        if (!form.blob.empty() && form.blob != blob) {
            return failure(fmt::format("the form {} of `{}` has other bytes than its name says",
                                       form.blob,
                                       form.policy.name));
        }
        form.blob = blob;
    }
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
    auto bytes = handles_->repository.read(*id, ObjectKind::blob);
    if (bytes && git::id_of(ObjectKind::blob, *bytes) != *id) {
        return failure(fmt::format(
            "{}: object {} is damaged; run `polhist fsck`", handles_->repository.folder(), blob));
    }
    return bytes;
}

std::string Store::head() const {
    return hex(handles_->head);
}

const std::vector<std::string>& Store::notes() const {
    return handles_->notes;
}

} // namespace polhist::store
