#include "judge/universe.h"

#include "judge/evaluator.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace polhist::judge {
namespace {

constexpr std::size_t most_contexts = 60'000;

// All texts over an alphabet, of a length up to `longest`, the empty one first.
Texts words(const std::string& alphabet, std::size_t longest) {
    Texts all{""};
    for (std::size_t from = 0, length = 0; length < longest; ++length) {
        const std::size_t to = all.size();
        for (; from < to; ++from) {
            for (const char letter : alphabet) {
                all.push_back(all[from] + letter);
            }
        }
    }
    return all;
}

const Texts& all_actions() {
    static const Texts actions = [] {
        Texts all;
        for (const std::string& service : words("sz", 2)) {
            for (const std::string& name : words("abz", 4)) {
                if (!service.empty() && !name.empty()) {
                    all.push_back(service + ':' + name);
                }
            }
        }
        return all;
    }();
    return actions;
}

Texts make_resources(std::size_t longest) {
    Texts all{"*"};
    for (const char* head : {"aws:s", "z:s", "aws:z", "z:z"}) {
        const bool usual = all.size() == 1;
        for (const char* account : {"", "a", "b", "z"}) {
            for (const std::string& rest : words("abz:", usual ? longest : longest - 2)) {
                if (!rest.empty()) {
                    all.push_back(std::string("arn:") + head + "::" + account + ':' + rest);
                }
            }
        }
    }
    return all;
}

// Fewer where variables make each pattern many.
const Texts& all_resources(bool few) {
    static const Texts many = make_resources(4);
    static const Texts some = make_resources(3);
    return few ? some : many;
}

const std::vector<Name>& all_principals() {
    static const std::vector<Name> names{
        {"AWS", "*"}, // anonymous
        {"AWS", "arn:aws:iam::111111111111:root"},
        {"AWS", "arn:aws:iam::111111111111:user/a"},
        {"AWS", "arn:aws:iam::111111111111:user/z"},
        {"AWS", "arn:aws:iam::111111111111:role/a"},
        {"AWS", "arn:aws:iam::111111111111:role/p/b"},
        {"AWS", "arn:aws:sts::111111111111:assumed-role/a/x"},
        {"AWS", "arn:aws:sts::111111111111:assumed-role/b/x"},
        {"AWS", "arn:aws:sts::111111111111:assumed-role/z/x"},
        {"AWS", "arn:aws:iam::222222222222:root"},
        {"AWS", "arn:aws:iam::222222222222:user/a"},
        {"AWS", "arn:aws:sts::222222222222:assumed-role/a/x"},
        {"AWS", "arn:aws:iam::333333333333:user/z"},
        {"Service", "a.amazonaws.com"},
        {"Service", "b.amazonaws.com"},
        {"Service", "z.amazonaws.com"},
        {"Federated", "a.example.com"},
        {"Federated", "z.example.com"},
        {"CanonicalUser", "a"},
        {"CanonicalUser", "z"},
    };
    return names;
}

bool is_arn(std::string_view text) {
    const Texts fields = fields_of(text);
    return fields.size() == 6 && fields[0] == "arn" && !fields[5].empty();
}

// A pattern with each wildcard and variable replaced, in a few ways.
Texts literals_of(const std::string& pattern) {
    Texts found{pattern};
    for (const auto& [star, variable] :
         {std::pair{"", ""}, {"z", "z"}, {"", "b"}, {"a", "z"}, {"z", "ab"}}) {
        std::string text;
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            const std::size_t close =
                pattern.compare(at, 2, "${") == 0 ? pattern.find('}', at) : std::string::npos;
            if (close != std::string::npos) {
                const std::string inside = pattern.substr(at + 2, close - at - 2);
                text += inside.size() == 1 ? inside : variable;
                at = close;
            } else if (pattern[at] == '*') {
                text += star;
            } else {
                text += pattern[at] == '?' ? 'z' : pattern[at];
            }
        }
        found.push_back(std::move(text));
    }
    return found;
}

void sort_unique(Texts& texts) {
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

const Texts& numbers() {
    static const Texts all{"-1", "0", "0.5", "1", "1.0", "1.5", "2", "2.5", "3", "4"};
    return all;
}

const Texts& dates() {
    static const Texts all{"2019-06-01T00:00:00Z",
                           "2020-01-01T00:00:00Z",
                           "2020-06-01T00:00:00Z",
                           "2021-01-01T00:00:00Z",
                           "1609459200",
                           "2021-06-01T00:00:00Z",
                           "2022-01-01T00:00:00+02:00",
                           "2022-06-01T00:00:00Z"};
    return all;
}

const Texts& addresses() {
    static const Texts all{"10.0.0.1",
                           "10.1.0.1",
                           "10.1.2.3",
                           "11.0.0.1",
                           "200.0.0.1",
                           "2001:db8::1",
                           "2001:db8:1::1",
                           "2002::1",
                           "::1"};
    return all;
}

const Texts& arns() {
    static const Texts all = [] {
        Texts found;
        for (const char* partition : {"aws", "z"}) {
            for (const char* service : {"s", "z"}) {
                for (const char* account : {"", "a", "z"}) {
                    for (const char* rest :
                         {"a", "b", "z", "aa", "az", "a:b", "a:z", "z:z", "zb"}) {
                        found.push_back(std::string("arn:") + partition + ':' + service +
                                        "::" + account + ':' + rest);
                    }
                }
            }
        }
        return found;
    }();
    return all;
}

// Which texts of a fixed list one pattern without variables matches; asked again and again.
const std::vector<char>& column(const std::string& pattern, const Texts& texts, bool actions) {
    static std::unordered_map<std::string, std::vector<char>> known;
    constexpr std::size_t most = 50'000;
    if (known.size() > most) {
        known.clear();
    }
    auto [found, fresh] = known.try_emplace(std::to_string(texts.size()) + pattern);
    if (fresh) {
        Policy plain;
        plain.has_variables = false;
        Rule rule;
        (actions ? rule.actions : rule.resources) = {pattern};
        for (const std::string& text : texts) {
            const bool met =
                actions ? matches_action(rule, text) : matches_resource(plain, rule, text, {});
            found->second.push_back(met ? 1 : 0);
        }
    }
    return found->second;
}

// Sets a bit of each mask whose text the patterns match, or with `negated` do not.
void mark(const Texts& patterns,
          bool negated,
          const Texts& texts,
          bool actions,
          Mask bit,
          std::vector<Mask>& masks) {
    std::vector<char> met(texts.size(), 0);
    for (const std::string& pattern : patterns) {
        const auto& one = column(pattern, texts, actions);
        std::ranges::transform(
            met, one, met.begin(), [](char a, char b) { return static_cast<char>(a | b); });
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        masks[i] |= (met[i] != 0) != negated ? bit : 0;
    }
}

// The rule with the values of its variables in their place; nothing where one of them holds a
// character that would then be a wildcard.
std::optional<Rule> with_values(const Rule& rule, const Context& context) {
    Rule plain = rule;
    plain.resources.clear();
    for (const std::string& pattern : rule.resources) {
        std::string text;
        bool resolved = true;
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            const std::size_t close =
                pattern.compare(at, 2, "${") == 0 ? pattern.find('}', at) : std::string::npos;
            if (close == std::string::npos) {
                text += pattern[at];
                continue;
            }
            const std::string one = pattern.substr(at, close - at + 1);
            const std::size_t quote = one.find('\'');
            if (variables_in(one).empty()) {
                return std::nullopt;
            }
            const auto found = context.find(variables_in(one).front());
            const Texts values = found == context.end() ? Texts{} : found->second;
            std::string value = values.size() == 1 ? values.front() : "";
            if (values.empty() && quote != std::string::npos) {
                value = one.substr(quote + 1, one.rfind('\'') - quote - 1);
            } else if (values.size() != 1) {
                resolved = false;
            }
            text += value;
            if (value.find_first_of("*?$") != std::string::npos) {
                return std::nullopt;
            }
            at = close;
        }
        if (resolved) {
            plain.resources.push_back(std::move(text));
        }
    }
    return plain;
}

// A set of masks over a few bits.
class Seen {
public:
    explicit Seen(std::size_t bits) : small_(bits <= 14 ? std::size_t{1} << bits : 0, 0) {}

    // Whether it was not there.
    bool insert(Mask mask) {
        if (small_.empty()) {
            return large_.insert(mask).second;
        }
        const bool fresh = small_[mask] == 0;
        small_[mask] = 1;
        return fresh;
    }

private:
    std::vector<char> small_;
    std::unordered_set<Mask> large_;
};

// Which operators test a key, and with which values.
struct Use {
    std::set<std::string> bases;
    Texts wanted;
    bool set_operator = false;
    bool is_variable = false;
    bool meets_variable = false; // a test of it has variables
    bool arn = false;
};

Texts values_for(const Use& use) {
    Texts values;
    bool strings = use.bases.empty();
    const bool arns_only = std::ranges::all_of(
        use.bases, [](const std::string& base) { return base.starts_with("arn"); });
    for (const std::string& base : use.bases) {
        const Texts* more = base.starts_with("numeric") ? &numbers()
                            : base.starts_with("date")  ? &dates()
                            : base.starts_with("ip")    ? &addresses()
                            : base.starts_with("arn")   ? &arns()
                                                        : nullptr;
        if (more != nullptr) {
            values.insert(values.end(), more->begin(), more->end());
        }
        strings = strings || base.starts_with("string") || base.starts_with("arn") ||
                  base.starts_with("binary") || (base == "bool" && use.is_variable);
    }
    if (use.bases.contains("bool")) {
        values.insert(values.end(), {"true", "false"});
    }
    if (strings) {
        const bool few = use.is_variable || use.meets_variable;
        static const Texts many = words("abz", 4);
        static const Texts letters{"", "a", "b", "z", "ab", "az"};
        const Texts& some = few || use.arn || arns_only ? letters : many;
        values.insert(values.end(), some.begin(), some.end());
        for (const std::string& wanted : use.wanted) {
            const bool usual = wanted.find_first_not_of("ab*?") == std::string::npos;
            const Texts more = usual ? Texts{wanted} : literals_of(wanted);
            values.insert(values.end(), more.begin(), more.end());
        }
    }
    sort_unique(values);
    if (use.set_operator) {
        std::erase(values, "");
    }
    return values;
}

// The sets of up to three values.
void add_sets(const Texts& values, std::vector<Texts>& out) {
    const bool three = values.size() <= 14;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = i + 1; j < values.size(); ++j) {
            out.push_back({values[i], values[j]});
            for (std::size_t k = j + 1; three && k < values.size(); ++k) {
                out.push_back({values[i], values[j], values[k]});
            }
        }
    }
}

} // namespace

Universe::Universe(const Pair& pair, const std::vector<Extra>& extra) {
    for (const Policy* policy : {&pair.before, &pair.after}) {
        for (const Rule& rule : policy->rules) {
            watched_.push_back({policy, &rule, false});
        }
    }
    for (const Extra& more : extra) {
        watched_.push_back({more.policy, &more.rule, false});
    }
    find_keys();
    find_fixed();
}

void Universe::find_keys() {
    std::set<std::string> names;
    std::set<std::string> resource_variables;
    for (Watched& watched : watched_) {
        for (const Test& test : watched.rule->tests) {
            names.insert(lower(test.key));
            for (const std::string& value : test.values) {
                const Texts used = watched.policy->has_variables ? variables_in(value) : Texts{};
                names.insert(used.begin(), used.end());
            }
        }
        for (const std::string& resource : watched.rule->resources) {
            const Texts used = watched.policy->has_variables ? variables_in(resource) : Texts{};
            names.insert(used.begin(), used.end());
            resource_variables.insert(used.begin(), used.end());
            watched.variable_resource =
                watched.variable_resource || !used.empty() ||
                (watched.policy->has_variables && resource.find("${") != std::string::npos);
        }
    }
    for (const std::string& name : names) {
        if (resource_variables.contains(name)) {
            resource_keys_.push_back(keys_.size());
        }
        keys_.push_back(states_of(name));
    }
}

KeyStates Universe::states_of(const std::string& key) const {
    Use use;
    std::vector<std::pair<const Policy*, const Test*>> tests;
    for (const Watched& watched : watched_) {
        for (const std::string& resource : watched.rule->resources) {
            const Texts used = variables_in(resource);
            use.is_variable = use.is_variable || std::ranges::count(used, key) != 0;
            if (std::ranges::count(used, key) != 0) {
                use.wanted.push_back("a");
            }
        }
        for (const Test& test : watched.rule->tests) {
            const Comparison comparison = comparison_of(test.comparison);
            const bool tested = lower(test.key) == key;
            if (tested) {
                tests.emplace_back(watched.policy, &test);
                use.set_operator = use.set_operator || comparison.for_all || comparison.for_any;
                if (comparison.base != "null") {
                    use.bases.insert(comparison.base);
                }
            }
            for (const std::string& value : test.values) {
                const Texts used = variables_in(value);
                const bool names_it = std::ranges::count(used, key) != 0;
                use.is_variable = use.is_variable || names_it;
                use.meets_variable = use.meets_variable || (tested && !used.empty());
                use.arn = use.arn || (names_it && comparison.base.starts_with("arn"));
                if (tested || names_it) {
                    use.wanted.push_back(value);
                }
            }
        }
    }
    KeyStates states{key, {{}}, use.set_operator};
    Texts values = values_for(use);
    if (use.is_variable || use.meets_variable) {
        for (const std::string& value : values) {
            states.values.push_back({value});
        }
        if (use.set_operator) {
            values.resize(std::min<std::size_t>(values.size(), 14));
            add_sets(values, states.values);
        }
        return states;
    }
    // Values that no test tells apart are tried once, or in a set twice.
    Texts bases;
    for (const auto& [policy, test] : tests) {
        bases.push_back(comparison_of(test->comparison).base);
    }
    std::map<std::vector<bool>, Texts> kinds;
    for (const std::string& value : values) {
        std::vector<bool> kind;
        for (const auto& [policy, test] : tests) {
            kind.push_back(satisfied_by(*policy, bases[kind.size()], test->values, value, {}));
        }
        Texts& same = kinds[kind];
        if (same.size() < (use.set_operator ? 2 : 1)) {
            same.push_back(value);
        }
    }
    Texts reduced;
    for (const auto& [kind, same] : kinds) {
        reduced.insert(reduced.end(), same.begin(), same.end());
    }
    for (const std::string& value : reduced) {
        states.values.push_back({value});
    }
    if (use.set_operator) {
        add_sets(reduced, states.values);
    }
    std::map<std::vector<bool>, Texts> truths;
    for (const Texts& state : states.values) {
        std::vector<bool> truth;
        for (const auto& [policy, test] : tests) {
            truth.push_back(holds(*policy, *test, {{key, state}}));
        }
        truths.try_emplace(truth, state);
    }
    states.values.clear();
    for (const auto& [truth, state] : truths) {
        states.values.push_back(state);
    }
    return states;
}

void Universe::find_fixed() {
    const auto distinct = [bits = watched_.size()](const std::vector<Mask>& masks, auto Met::*at) {
        std::vector<Met> found;
        Seen seen(bits);
        for (std::size_t i = 0; i < masks.size(); ++i) {
            if (seen.insert(masks[i])) {
                found.push_back({masks[i], 0, 0, 0});
                found.back().*at = i;
            }
        }
        return found;
    };
    std::vector<Mask> actions(all_actions().size());
    names_ = all_principals();
    std::vector<Mask> principals(names_.size());
    const Texts& resources = all_resources(has_variables());
    resource_masks_.assign(resources.size(), 0);
    static const std::unordered_set<std::string> known(all_resources(true).begin(),
                                                       all_resources(true).end());
    for (const Watched& watched : watched_) {
        for (const std::string& pattern : watched.rule->resources) {
            const bool usual = pattern.find("${") == std::string::npos;
            for (const std::string& literal : usual ? Texts{} : literals_of(pattern)) {
                if (is_arn(literal) && !known.contains(literal)) {
                    more_resources_.push_back(literal);
                }
            }
        }
    }
    sort_unique(more_resources_);
    std::vector<Mask> more(more_resources_.size());
    for (std::size_t bit = 0; bit < watched_.size(); ++bit) {
        const Watched& watched = watched_[bit];
        const Mask mask = Mask{1} << bit;
        mark(watched.rule->actions, watched.rule->not_action, all_actions(), true, mask, actions);
        for (std::size_t i = 0; i < names_.size(); ++i) {
            principals[i] |= matches_principal(*watched.rule, names_[i]) ? mask : 0;
        }
        if (watched.variable_resource) {
            continue;
        }
        mark(watched.rule->resources,
             watched.rule->not_resource || !watched.rule->has_resources,
             resources,
             false,
             mask,
             resource_masks_);
        for (std::size_t i = 0; i < more.size(); ++i) {
            more[i] |=
                matches_resource(*watched.policy, *watched.rule, more_resources_[i], {}) ? mask : 0;
        }
    }
    resource_masks_.insert(resource_masks_.end(), more.begin(), more.end());
    actions_ = distinct(actions, &Met::action);
    principals_ = distinct(principals, &Met::principal);
}

const std::string& Universe::resource_at(std::size_t index) const {
    const Texts& fixed = all_resources(has_variables());
    return index < fixed.size() ? fixed[index] : more_resources_[index - fixed.size()];
}

void Universe::add_variable_resources(const Context& context, std::vector<Mask>& masks) const {
    const Texts& fixed = all_resources(has_variables());
    for (std::size_t bit = 0; bit < watched_.size(); ++bit) {
        const Watched& watched = watched_[bit];
        if (!watched.variable_resource) {
            continue;
        }
        const Mask mask = Mask{1} << bit;
        const auto plain = with_values(*watched.rule, context);
        if (plain) {
            mark(plain->resources, plain->not_resource, fixed, false, mask, masks);
        }
        for (std::size_t i = plain ? fixed.size() : 0; i < masks.size(); ++i) {
            const Rule& rule = plain ? *plain : *watched.rule;
            masks[i] |= matches_resource(*watched.policy, rule, resource_at(i), context) ? mask : 0;
        }
    }
}

std::vector<Universe::Met> Universe::with_resources(const Context& context) const {
    std::vector<Mask> masks = resource_masks_;
    add_variable_resources(context, masks);
    std::vector<Met> found;
    Seen resources(watched_.size());
    Seen seen(watched_.size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
        if (!resources.insert(masks[i])) {
            continue;
        }
        for (const Met& action : actions_) {
            for (const Met& principal : principals_) {
                const Mask mask = masks[i] & action.mask & principal.mask;
                if (seen.insert(mask)) {
                    found.push_back({mask, action.action, i, principal.principal});
                }
            }
        }
    }
    return found;
}

namespace {

// One test, decided once for each state of its key and of the key that a variable names. A test of
// several values is as many tests of one, for keys that have one value: any of them for a positive
// operator, all for a negated one.
class Table {
public:
    Table(const Policy& policy, const Test& test, Mask bit, const std::vector<KeyStates>& keys)
        : policy_(policy),
          test_(test),
          bit_(bit),
          negated_(comparison_of(test.comparison).negated),
          key_(index_of(lower(test.key), keys)) {
        std::map<std::size_t, Test> by_variable;
        for (const std::string& value : test.values) {
            const Texts names = policy.has_variables ? variables_in(value) : Texts{};
            const std::size_t variable = names.empty() ? key_ : index_of(names.front(), keys);
            for (const std::string& name : names) {
                several_ = several_ || index_of(name, keys) != variable;
            }
            Test& part = by_variable.try_emplace(variable, Test{test.comparison, test.key, {}})
                             .first->second;
            part.values.push_back(value);
        }
        for (auto& [variable, part] : by_variable) {
            const std::size_t size = keys[key_].values.size() * keys[variable].values.size();
            parts_.push_back({variable, std::move(part), std::vector<char>(size, unknown)});
        }
    }

    bool holds(const std::vector<KeyStates>& keys, const std::vector<std::size_t>& at) {
        if (several_ || (parts_.size() > 1 && keys[key_].values[at[key_]].size() > 1)) {
            Context context;
            for (std::size_t i = 0; i < keys.size(); ++i) {
                context[keys[i].key] = keys[i].values[at[i]];
            }
            return judge::holds(policy_, test_, context);
        }
        for (Part& part : parts_) {
            if (holds(part, keys, at) != negated_) {
                return !negated_;
            }
        }
        return negated_;
    }

    [[nodiscard]] Mask bit() const { return bit_; }

private:
    static constexpr char unknown = 2;

    // The values of the test that name one variable, or none.
    struct Part {
        std::size_t variable = 0;
        Test test;
        std::vector<char> truths;
    };

    static std::size_t index_of(const std::string& name, const std::vector<KeyStates>& keys) {
        return static_cast<std::size_t>(std::ranges::find(keys, name, &KeyStates::key) -
                                        keys.begin());
    }

    bool holds(Part& part,
               const std::vector<KeyStates>& keys,
               const std::vector<std::size_t>& at) const {
        char& truth = part.truths[at[key_] * keys[part.variable].values.size() + at[part.variable]];
        if (truth == unknown) {
            Context context;
            context[keys[key_].key] = keys[key_].values[at[key_]];
            context[keys[part.variable].key] = keys[part.variable].values[at[part.variable]];
            truth = judge::holds(policy_, part.test, context) ? 1 : 0;
        }
        return truth == 1;
    }

    const Policy& policy_;
    const Test& test_;
    Mask bit_;
    bool negated_;
    std::size_t key_;
    bool several_ = false;
    std::vector<Part> parts_;
};

// The next combination of states; false after the last.
bool advance(std::vector<std::size_t>& at, const std::vector<KeyStates>& keys) {
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (++at[i] < keys[i].values.size()) {
            return true;
        }
        at[i] = 0;
    }
    return false;
}

} // namespace

bool Universe::is_too_large() const {
    std::size_t contexts = 1;
    for (const KeyStates& key : keys_) {
        contexts *= key.values.size();
        if (contexts > most_contexts) {
            return true;
        }
    }
    return false;
}

bool Universe::enumerate(const Stop& stop) const {
    if (is_too_large()) {
        return false;
    }
    const bool named = std::ranges::any_of(
        watched_, [](const Watched& watched) { return watched.rule->has_principals; });
    std::vector<Table> tables;
    for (std::size_t bit = 0; bit < watched_.size(); ++bit) {
        for (const Test& test : watched_[bit].rule->tests) {
            tables.emplace_back(*watched_[bit].policy, test, Mask{1} << bit, keys_);
        }
    }
    const Mask all = (Mask{1} << watched_.size()) - 1;
    std::unordered_map<std::size_t, std::vector<Met>> by_variables;
    std::unordered_set<std::size_t> tried;
    Seen met(watched_.size());
    std::vector<std::size_t> at(keys_.size(), 0);
    do {
        Mask holding = all;
        for (Table& table : tables) {
            if ((holding & table.bit()) != 0 && !table.holds(keys_, at)) {
                holding &= ~table.bit();
            }
        }
        std::size_t variables = 0;
        for (const std::size_t key : resource_keys_) {
            variables = variables * keys_[key].values.size() + at[key];
        }
        if (!tried.insert((variables << watched_.size()) | holding).second) {
            continue;
        }
        Request request;
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            request.context[keys_[i].key] = keys_[i].values[at[i]];
        }
        auto [fixed, fresh] = by_variables.try_emplace(variables);
        if (fresh) {
            fixed->second = with_resources(request.context);
        }
        for (const Met& one : fixed->second) {
            if (!met.insert(one.mask & holding)) {
                continue;
            }
            request.action = all_actions()[one.action];
            request.resource = resource_at(one.resource);
            request.principal = named ? std::optional(names_[one.principal]) : std::nullopt;
            if (stop(one.mask & holding, request)) {
                return true;
            }
        }
    } while (advance(at, keys_));
    return true;
}

} // namespace polhist::judge
