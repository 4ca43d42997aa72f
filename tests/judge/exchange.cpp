#include "judge/exchange.h"

#include "policy/reader.h"

#include <stdexcept>

namespace polhist::judge {

policy::Document read(const Policy& policy) {
    const std::string text = to_json(policy);
    auto document = policy::read(json::Source{"generated", text});
    if (!document) {
        throw std::runtime_error(document.error().message + '\n' + text);
    }
    return std::move(*document);
}

Request own(const access::Request& request) {
    Request copy{request.action, request.resource, std::nullopt, {}};
    if (request.principal) {
        copy.principal = Name{request.principal->kind, request.principal->value};
    }
    for (const auto& [key, values] : request.context) {
        if (!values.empty()) {
            copy.context[lower(key)] = values;
        }
    }
    return copy;
}

access::Request theirs(const Request& request) {
    access::Request copy{request.action, request.resource, request.context, std::nullopt};
    if (request.principal) {
        copy.principal = policy::Principal{request.principal->kind, request.principal->value};
    }
    std::erase_if(copy.context, [](const auto& entry) { return entry.second.empty(); });
    return copy;
}

} // namespace polhist::judge
