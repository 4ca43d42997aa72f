// The documents and the ledger that ship with polhist.
//
// The files of `snapshots/` and `history/` are part of the program, so they are there in a
// checkout, when installed, without a home directory and without a network.

#pragma once

#include "timeline/history.h"

#include <span>
#include <string_view>

namespace polhist::bundled {

// A shipped file: its path from the top of the project, its bytes and, of an envelope, the
// canonical hash of the document in it.
struct File {
    std::string_view path;
    std::string_view bytes;
    std::string_view document;
};

// All shipped files, sorted by path.
std::span<const File> files();

// The bytes of `history/ledger.json`.
std::string_view ledger();

// What the shipped documents claim of a policy.
Result<timeline::Claims> claims_of(std::string_view name);

// The shipped policies. A document that cannot be read is an error of the build, found by tests.
class Archive final : public timeline::Archive {
public:
    [[nodiscard]] std::vector<std::string> names() const override;
    [[nodiscard]] std::optional<std::string> name_of_arn(std::string_view arn) const override;
    [[nodiscard]] Result<timeline::History> history(std::string_view name) const override;
};

} // namespace polhist::bundled
