#include "store/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace polhist::store {

using git::NewObject;
using git::ObjectId;
using git::ObjectKind;

namespace {

// From this many forms on, those of a policy are in folders by the first digits of their names.
constexpr std::size_t most_forms_in_a_folder = 1000;

std::string path_of_form(const std::string& folder, std::string_view blob, bool split) {
    return split ? fmt::format("{}/forms/{}/{}", folder, blob.substr(0, 2), blob.substr(2))
                 : fmt::format("{}/forms/{}", folder, blob);
}

} // namespace

Result<void> Recording::add(const std::string& path, const Folder& folder) {
    auto added = add_forms(path, folder);
    return added ? add_lines(path, folder) : added;
}

Result<void> Recording::add_lines(const std::string& path, const Folder& folder) {
    const std::string file = path + "/claims";
    const auto put = [&](const std::set<std::string, std::less<>>& lines) {
        return editor_.put(file, objects_.add(ObjectKind::blob, text_of(folder.subject, lines)));
    };
    const auto there = editor_.find(file);
    if (!there) {
        return tl::make_unexpected(there.error());
    }
    if (!*there) {
        recorded_.claims += folder.lines.size();
        return folder.lines.empty() ? Result<void>() : put(folder.lines);
    }
    const auto text = repository_.read(**there, ObjectKind::blob);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const ClaimsFile claims = split(*text);
    if (claims.subject != folder.subject) {
        return failure(fmt::format("{}: `{}` holds claims of something else; run `polhist fsck`",
                                   repository_.folder(),
                                   file));
    }
    std::set<std::string, std::less<>> lines(claims.lines.begin(), claims.lines.end());
    const std::size_t before = lines.size();
    lines.insert(folder.lines.begin(), folder.lines.end());
    recorded_.claims += lines.size() - before;
    if (lines.size() == before) {
        return {};
    }
    return put(lines);
}

Result<void> Recording::add_forms(const std::string& path, const Folder& folder) {
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
void Recording::write_forms(std::vector<const timeline::Form*>& forms) {
    std::ranges::sort(forms, [](const timeline::Form* left, const timeline::Form* right) {
        // Those of one source without dates stand as it had them.
        return std::tie(left->at, left) < std::tie(right->at, right);
    });
    std::size_t base = NewObject::no_base;
    for (const timeline::Form* form : forms) {
        base =
            objects_.view(ObjectKind::blob, *git::parse_object_id(form->blob), form->bytes, base);
    }
    recorded_.forms += forms.size();
}

Result<void> Recording::place_forms(const std::string& path,
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
        auto done = moved ? editor_.remove(path_of_form(path, blob, was_split)) : Result<void>();
        if (done && (moved || !known.contains(blob))) {
            done = editor_.put(path_of_form(path, blob, split), id);
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

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

} // namespace polhist::store
