#include "reference/actions.h"

#include "core/deflate.h"
#include "reference/packed.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <optional>

namespace polhist::reference {
namespace {

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool is_before(std::string_view left, std::string_view right) {
    return std::ranges::lexicographical_compare(left, right, {}, lower, lower);
}

bool is_same(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

// What stands before a separator, which is taken off `text` with it; all where there is none.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t at = text.find(separator);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return taken;
}

// The program's own data: what is wrong with it was wrong when it was built.
std::string text_of(const PackedText& packed, std::string_view dictionary) {
    const std::string_view bytes(reinterpret_cast<const char*>(packed_bytes().data()),
                                 packed_bytes().size());
    const std::string_view deflated = bytes.substr(packed.begin, packed.size);
    return inflated_with(dictionary, deflated, packed.inflated).value();
}

Level level_of(std::string_view letter) {
    constexpr std::string_view letters = "lrwtp"; // in the order of Level
    return static_cast<Level>(letters.find(letter));
}

// A service, read from its text.
class Service {
public:
    explicit Service(const PackedService& packed) {
        static const std::string common = text_of(dictionary(), {});
        text_ = text_of(packed.text, common);
        std::string_view rest = text_;
        while (!rest.starts_with('\n')) {
            std::string_view line = take(rest, '\n');
            const std::string_view name = take(line, '\t');
            ResourceType& type = types_.emplace_back(ResourceType{name, take(line, '\t'), {}});
            while (!line.empty()) {
                type.keys.push_back(take(line, ','));
            }
        }
        rest.remove_prefix(1);
        while (!rest.empty()) {
            read_action(packed.name, take(rest, '\n'));
        }
    }

    [[nodiscard]] std::span<const ListedAction> actions() const { return actions_; }

private:
    void read_action(std::string_view service, std::string_view line) {
        ListedAction& action = actions_.emplace_back();
        action.service = service;
        action.name = take(line, '\t');
        action.level = level_of(take(line, '\t'));
        action.listed = take(line, '\t');
        action.before = take(line, '\t');
        action.gone = take(line, '\t');
        std::string_view types = take(line, '\t');
        action.types_known = types != "?";
        std::vector<const ResourceType*> optional;
        while (action.types_known && !types.empty()) {
            std::string_view name = take(types, ',');
            const bool required = name.ends_with('*');
            name.remove_suffix(required ? 1 : 0);
            (required ? action.types : optional)
                .push_back(&*std::ranges::find(types_, name, &ResourceType::name));
        }
        const auto by_length = [](const ResourceType* type) { return type->arn.size(); };
        std::ranges::stable_sort(action.types, {}, by_length);
        std::ranges::stable_sort(optional, {}, by_length);
        action.required = action.types.size();
        action.types.insert(action.types.end(), optional.begin(), optional.end());
        while (!line.empty()) {
            action.keys.push_back(take(line, ','));
        }
    }

    std::string text_;
    std::vector<ResourceType> types_;
    std::vector<ListedAction> actions_;
};

const PackedService* packed_service(std::string_view name) {
    const auto services = packed_services();
    const auto at = std::ranges::lower_bound(services, name, is_before, &PackedService::name);
    return at != services.end() && is_same(at->name, name) ? &*at : nullptr;
}

// Whether a name with `${…}` or `<…>` for some text is that of a key.
bool is_name_of(std::string_view name, std::string_view folded_key) {
    const std::size_t open = std::min(name.find("${"), name.find('<'));
    if (open == std::string_view::npos) {
        return is_same(name, folded_key);
    }
    const std::size_t close = name.find_first_of("}>", open);
    const std::string_view end =
        close == std::string_view::npos ? std::string_view{} : name.substr(close + 1);
    return folded_key.size() > open + end.size() &&
           is_same(name.substr(0, open), folded_key.substr(0, open)) &&
           is_same(end, folded_key.substr(folded_key.size() - end.size()));
}

} // namespace

std::string_view name_of(Level level) {
    constexpr std::array<std::string_view, 5> names{
        "List", "Read", "Write", "Tagging", "Permissions management"};
    return names.at(static_cast<std::size_t>(level));
}

std::span<const ListedAction> actions_of(std::string_view service) {
    static std::mutex reading;
    static std::vector<std::unique_ptr<const Service>> read(packed_services().size());
    // Most questions are about the service that was asked about last.
    static thread_local const PackedService* last = nullptr;
    static thread_local std::span<const ListedAction> last_actions;
    if (last != nullptr && is_same(last->name, service)) {
        return last_actions;
    }
    const PackedService* packed = packed_service(service);
    if (packed == nullptr) {
        return {};
    }
    const std::lock_guard lock(reading);
    auto& known = read[static_cast<std::size_t>(packed - packed_services().data())];
    if (known == nullptr) {
        known = std::make_unique<const Service>(*packed);
    }
    last = packed;
    last_actions = known->actions();
    return last_actions;
}

const ListedAction* listed_action(std::string_view action) {
    const std::size_t colon = action.find(':');
    if (colon == std::string_view::npos) {
        return nullptr;
    }
    const std::string_view name = action.substr(colon + 1);
    const auto actions = actions_of(action.substr(0, colon));
    const auto at = std::ranges::lower_bound(actions, name, is_before, &ListedAction::name);
    return at != actions.end() && is_same(at->name, name) ? &*at : nullptr;
}

std::string name_of(const ListedAction& action) {
    std::string name(action.service);
    name += ':';
    return name += action.name;
}

std::vector<std::string_view> service_names() {
    std::vector<std::string_view> names;
    for (const PackedService& service : packed_services()) {
        names.push_back(service.name);
    }
    return names;
}

bool has_key(const ListedAction& action, std::string_view folded) {
    const auto is_among = [&](const std::vector<std::string_view>& names) {
        return std::ranges::any_of(names,
                                   [&](std::string_view name) { return is_name_of(name, folded); });
    };
    return folded.starts_with("aws:") || is_among(action.keys) ||
           std::ranges::any_of(action.types, is_among, &ResourceType::keys);
}

} // namespace polhist::reference
