// Any bytes, read as a document or an envelope: refused with a printable message, or read to
// something that is the same as itself.

#include "access/operator.h"
#include "core/printable.h"
#include "diff/difference.h"
#include "policy/envelope.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool truth) {
    if (!truth) {
        std::abort();
    }
}

bool is_printable(std::string_view text) {
    while (!text.empty()) {
        const polhist::Character character = polhist::first_character(text);
        if (!character.valid || polhist::is_control(character.code)) {
            return false;
        }
        text.remove_prefix(character.size);
    }
    return true;
}

bool operators_are_known(const polhist::policy::Document& document) {
    return std::ranges::all_of(document.statements, [](const auto& statement) {
        return std::ranges::all_of(statement.conditions, [](const auto& condition) {
            return polhist::access::parse_operator(condition.comparison).has_value();
        });
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto envelope = polhist::policy::read_any({"fuzz", text});
    if (!envelope) {
        require(!envelope.error().message.empty());
        require(is_printable(polhist::visible(envelope.error().message)));
        return 0;
    }
    const polhist::policy::Document& document = envelope->document;
    for (const polhist::policy::Warning& warning : document.warnings) {
        require(is_printable(polhist::visible(warning)));
    }
    const polhist::diff::Difference difference = polhist::diff::compare(document, document);
    require(difference.grants.empty());
    require(polhist::diff::is_quiet(difference) == operators_are_known(document));
    return 0;
}
