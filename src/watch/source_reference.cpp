#include "core/digest.h"
#include "ingest/arn.h"
#include "ingest/evidence.h"
#include "ingest/page.h"
#include "markup/page.h"
#include "timeline/scope.h"
#include "watch/reference_memory.h"
#include "watch/source.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::watch {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view usual_base =
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/";
constexpr const char* index_file = "policy-list.md";
constexpr auto usual_pause = 250ms;
constexpr auto patience = 45min;
constexpr std::size_t most_policies = 10'000; // AWS has about 1,500
constexpr unsigned most_failures = 3;         // of pages one after another

std::string base_of(const FetchOptions& options) {
    std::string base = options.base_url.empty() ? std::string(usual_base) : options.base_url;
    return base.ends_with('/') ? base : base + '/';
}

// One look at the reference.
class Look {
public:
    Look(const std::vector<std::string>& named, const FetchOptions& options)
        : named_(named),
          options_(options),
          read_(ingest_options(options)),
          pace_(options.pace.value_or(usual_pause), patience),
          site_(base_of(options), options.allow_private, pace_),
          memory_(parse_memory(options.memory)) {}

    Result<Fetched> take() {
        if (auto read = read_index(); !read) {
            return tl::make_unexpected(std::move(read.error()));
        }
        const auto wanted = wanted_names();
        if (!wanted) {
            return tl::make_unexpected(wanted.error());
        }
        for (std::size_t i = 0; i < wanted->size() && unfinished_.empty(); ++i) {
            look_at((*wanted)[i]);
            if (options_.progress) {
                options_.progress(static_cast<double>(i + 1) / static_cast<double>(wanted->size()));
            }
        }
        if (!unfinished_.empty() && imported_.claims.versions.empty()) {
            return failure(unfinished_);
        }
        return finish();
    }

private:
    Result<void> read_index() {
        // What it listed then is only good together.
        const Validator since = memory_.names.empty() ? Validator{} : memory_.index;
        auto file = site_.get(index_file, since, markup::largest_page);
        if (!file) {
            return failure(file.error().message);
        }
        if (!file->bytes) {
            return {};
        }
        const std::string name = site_.name_of(index_file);
        const json::Source source{name, *file->bytes};
        const auto page = markup::read(source);
        auto names =
            page ? ingest::read_reference_index(*page, source) : tl::make_unexpected(page.error());
        if (!names) {
            return tl::make_unexpected(std::move(names.error()));
        }
        if (names->size() > most_policies) {
            return failure(
                fmt::format("{}: lists {} policies, over {}", name, names->size(), most_policies));
        }
        memory_.names = std::move(*names);
        memory_.index = std::move(file->validator);
        return {};
    }

    // Those of the index that are looked at. A name that was never there is a mistake; one that was
    // is withdrawn.
    [[nodiscard]] Result<std::vector<std::string>> wanted_names() const {
        std::vector<std::string> wanted = memory_.names;
        const auto has = [](const std::vector<std::string>& names, const std::string& name) {
            return std::ranges::find(names, name) != names.end();
        };
        if (!options_.policies.empty()) {
            std::erase_if(wanted,
                          [&](const std::string& name) { return !has(options_.policies, name); });
        }
        if (named_.empty()) {
            return wanted;
        }
        std::erase_if(wanted, [&](const std::string& name) { return !has(named_, name); });
        for (const std::string& name : named_) {
            if (!has(memory_.names, name) && !memory_.pages.contains(name)) {
                return failure(fmt::format("{}: lists no policy `{}`; see how it is written there",
                                           site_.name_of(index_file),
                                           name));
            }
        }
        return wanted;
    }

    // What a page said, if all of that is still known: then it need not be said again.
    [[nodiscard]] const RememberedPage* remembered(const std::string& name) const {
        const auto page = memory_.pages.find(name);
        if (page == memory_.pages.end() || page->second.validator.empty() || !options_.known) {
            return nullptr;
        }
        const timeline::VersionClaim& version = page->second.version;
        const auto known = options_.known(version.policy);
        return std::ranges::any_of(known,
                                   [&](const timeline::VersionClaim& claim) {
                                       return claim.version == version.version &&
                                              claim.document == version.document;
                                   })
                   ? &page->second
                   : nullptr;
    }

    void look_at(const std::string& name) {
        const std::string file = name + ".md";
        const RememberedPage* before = remembered(name);
        auto got = site_.get(
            file, before != nullptr ? before->validator : Validator{}, markup::largest_page);
        if (!got) {
            failed(name, got.error());
            return;
        }
        failures_ = 0;
        if (!got->bytes) {
            ingest::claim_in_force(imported_.claims, before->version, read_);
            imported_.claims.versions.push_back(before->version);
        } else if (auto taken = take_page(name, *got); !taken) {
            reject(name, std::move(taken.error().message));
        }
    }

    Result<void> take_page(const std::string& name, SiteFile& file) {
        const std::string title = site_.name_of(name + ".md");
        const json::Source source{title, *file.bytes};
        const auto page = markup::read(source);
        auto read = page ? ingest::read_reference_page(*page, source, read_)
                         : tl::make_unexpected(page.error());
        if (!read) {
            return tl::make_unexpected(std::move(read.error()));
        }
        const timeline::VersionClaim& version = read->claims.versions.front();
        if (version.policy.name != name) {
            return failure(fmt::format("{}: is about `{}`", title, version.policy.name));
        }
        memory_.pages.insert_or_assign(name, RememberedPage{version, std::move(file.validator)});
        imported_.append(std::move(*read));
        return {};
    }

    void failed(const std::string& name, const SiteError& error) {
        if (error.of_all || ++failures_ == most_failures) {
            unfinished_ = error.message;
        } else {
            reject(name, error.message);
        }
    }

    void reject(const std::string& name, std::string error) {
        imported_.rejected.push_back({"reference", name, std::move(error)});
    }

    [[nodiscard]] std::string mark() const {
        Sha256 digest;
        for (const timeline::VersionClaim& version : imported_.claims.versions) {
            digest.add(fmt::format("{} {} {} {}\n",
                                   timeline::written(version.policy),
                                   version.version,
                                   version.document,
                                   version.created ? format_instant(*version.created) : "-"));
        }
        return digest.hex();
    }

    // A page of a name that the user gave is remembered after it is gone: it was no mistake.
    void forget_others() {
        std::erase_if(memory_.pages, [&](const auto& entry) {
            return std::ranges::find(named_, entry.first) == named_.end() &&
                   !std::ranges::binary_search(memory_.names, entry.first);
        });
    }

    Fetched finish() {
        forget_others();
        Fetched fetched;
        fetched.memory = memory_json(memory_);
        fetched.mark = mark();
        fetched.unfinished = std::move(unfinished_);
        if (fetched.mark != options_.mark || !imported_.rejected.empty() ||
            !fetched.unfinished.empty()) {
            fetched.imported = std::move(imported_);
        }
        return fetched;
    }

    const std::vector<std::string>& named_;
    const FetchOptions& options_;
    ingest::Options read_;
    Pace pace_;
    Site site_;
    ReferenceMemory memory_;
    ingest::Imported imported_;
    unsigned failures_ = 0;  // since a page came
    std::string unfinished_; // why it could not go on
};

// The public AWS Managed Policy Reference, or a mirror of it: no account is needed.
class ReferenceSource final : public Source {
public:
    explicit ReferenceSource(std::vector<std::string> named) : named_(std::move(named)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        return Look(named_, options).take();
    }

private:
    std::vector<std::string> named_; // none: all
};

} // namespace

Result<std::unique_ptr<Source>> make_reference_source(const std::string& rest) {
    std::vector<std::string> named;
    for (std::size_t start = 0; !rest.empty() && start <= rest.size();) {
        const std::size_t end = std::min(rest.find(',', start), rest.size());
        named.push_back(rest.substr(start, end - start));
        if (!ingest::is_iam_name(named.back())) {
            return failure(fmt::format("`reference:{}` is no source, because `{}` is no name of a "
                                       "policy; write reference: (all) or reference:NAME,NAME",
                                       rest,
                                       named.back()));
        }
        start = end + 1;
    }
    return std::make_unique<ReferenceSource>(std::move(named));
}

} // namespace polhist::watch
