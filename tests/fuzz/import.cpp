// Any bytes, imported as what they look like and as each kind: refused with a message, or read to
// claims that hold together.

#include "ingest/file.h"
#include "ingest/kind.h"
#include "ledger/documented.h"
#include "policy/canonical_hash.h"
#include "policy/envelope.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace polhist;

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

void check(const timeline::VersionClaim& version) {
    constexpr std::size_t digits = 64;
    require(version.document.size() == digits);
    require(!version.policy.name.empty() && !version.policy.scope.empty());
    const bool bare = version.source == timeline::SourceClass::bare;
    require(bare ? version.version == policy::version_of_hash(version.document)
                 : policy::is_version_id(version.version));
}

// A form can be read again, and is the document it is said to be.
void check(const timeline::Form& form) {
    auto tree = json::Tree::parse({"form", form.bytes});
    require(tree.has_value());
    require(policy::read_any(tree->root()).has_value());
    const auto envelope = tree->root().find("PolicyVersion");
    const auto document = envelope ? envelope->find("Document") : tree->root();
    require(document.has_value());
    if (document->kind() == json::Kind::object) {
        require(policy::canonical_hash(*document) == form.document);
    }
}

void check(const timeline::Claims& claims) {
    require(claims.versions.size() == claims.forms.size());
    for (const timeline::VersionClaim& version : claims.versions) {
        check(version);
    }
    for (const timeline::Form& form : claims.forms) {
        check(form);
    }
    for (const timeline::DocumentedUpdate& update : claims.updates) {
        require(start_of_day(update.date).has_value());
        require(update.date <= update.source.newest);
    }
    for (const ledger::Ledger& ledger : ledger::ledgers_of(claims)) {
        require(!ledger.updates.empty() || !ledger.prose.empty());
    }
}

void import(std::string_view text, std::string_view kind) {
    ingest::Options options;
    options.kind = kind;
    options.at = Instant{};
    const auto imported = ingest::read_file({"fuzz", text}, "P", options);
    if (!imported) {
        require(!imported.error().message.empty());
        return;
    }
    for (const ingest::Rejected& rejected : imported->rejected) {
        require(!rejected.error.empty());
    }
    check(imported->claims);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    import(text, "");
    for (const std::string_view kind : ingest::kind_names()) {
        import(text, kind);
    }
    return 0;
}
