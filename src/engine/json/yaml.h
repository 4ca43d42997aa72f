// YAML as the JSON that it stands for, with the place in the YAML of each value.
//
// Read as YAML 1.1 by libyaml, with its booleans (`no`, `off`), but the numbers of the core schema
// of 1.2; dates, and numbers of twelve digits, which are accounts, are strings. The short forms of
// CloudFormation's functions are written out: `!GetAtt a.b` is `{"Fn::GetAtt": ["a", "b"]}`.
// Aliases and `<<` are replaced by what they stand for. Refused, with line and column: a key twice,
// keys that are no scalars, other tags, cycles, several documents, and aliases that make much of
// little.

#pragma once

#include "core/error.h"
#include "json/location.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::json {

struct FromYaml {
    std::string text;                   // JSON
    std::vector<std::uint32_t> offsets; // in the YAML, of each value and key in the order of `text`
};

Result<FromYaml> from_yaml(const Source& source);

// Whether a file of this name is YAML: `.yaml` and `.yml`.
bool is_yaml_name(std::string_view name);

// Whether a text is to be read as YAML: by its name, or since it does not begin as JSON does and
// its first line is one of a YAML mapping.
bool looks_like_yaml(const Source& source);

} // namespace polhist::json
