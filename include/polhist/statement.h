// How answers refer to statements.

#pragma once

#include <polhist/export.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polhist::api {

enum class Effect : std::uint8_t { allow, deny };

// `Allow`, `Deny`.
POLHIST_API std::string_view name_of(Effect effect);

// A layer of a policy set; see set.h.
enum class LayerKind : std::uint8_t { identity, boundary, session, scp, rcp, resource };

// `identity`.
POLHIST_API std::string_view name_of(LayerKind kind);

// `level` counts from 0 at the root of the organization, for SCPs and RCPs; else it is 0.
struct Layer {
    LayerKind kind = LayerKind::identity;
    std::size_t level = 0;

    bool operator==(const Layer&) const = default;
};

// Where a statement of a policy set stands. All positions count from 0.
struct Through {
    Layer layer{};
    std::size_t document = 0;  // in its layer
    std::size_t statement = 0; // in its document

    bool operator==(const Through&) const = default;
};

// A statement, by its position. Of a document `number` is set. Of a policy set `through` is set,
// unless the set only implies the statement, as the one that nobody but the principal asks.
struct StatementReference {
    std::optional<std::size_t> number{}; // in `Statement`, from 0
    std::optional<Through> through{};
    std::optional<std::string> sid{}; // as the document has it
};

} // namespace polhist::api
