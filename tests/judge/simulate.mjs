// Has every request that polhist shows judged by iam-simulate, a package of others.
//
//     node simulate.mjs NODE_MODULES PAIRS ANSWERS
//
// PAIRS is what `polhist diff --batch` was given, ANSWERS what it said. A gained request must be
// allowed by the new document and not by the old one, a lost one the other way round; what is in
// `more` must be denied by the new one alone, in `less` by the old one, according to
// the package's analysis of identity policies alone (a whole simulation would add rules of services
// and accounts). Where the package reads a rule in another way than polhist, the difference is known
// by one of `differences`: each rewrites documents and request so that the two readings fall
// together, and explains a disagreement only if that settles it. What none settles fails.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, pairsPath, answersPath] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(join(modules, '@cloud-copilot', path))).href);
const { analyzeIdentityPolicies } = await load(
  'iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js');
const { AwsRequestImpl } = await load('iam-simulate/dist/esm/request/request.js');
const { RequestContextImpl } = await load('iam-simulate/dist/esm/requestContext.js');
const { DiscoveryContextKeyConstraints } = await load(
  'iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js');
const { loadPolicy } = await load('iam-policy/dist/esm/index.js');

const parameters = {
  simulationMode: 'Strict',
  discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
};

const list = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const statements = (document) => list(document.Statement);
const negates = (operator) => /not/i.test(operator.replace(/^for(all|any)values?:/i, ''));
const isSet = (operator) => /^for(all|any)values?:/i.test(operator);

// Keys that a set operator of either document tests: the request gives a list for these.
function setKeys(documents) {
  const keys = new Set();
  for (const statement of documents.flatMap(statements)) {
    for (const [operator, tests] of Object.entries(statement.Condition ?? {})) {
      for (const key of isSet(operator) ? Object.keys(tests) : []) {
        keys.add(key.toLowerCase());
      }
    }
  }
  return keys;
}

function result(document, { request, lists }) {
  const context = {};
  for (const [key, values] of Object.entries(request.context)) {
    const several = values.length > 1 || lists.has(key.toLowerCase());
    context[key] = several ? values : values[0];
  }
  // `*` is the resource of an action that has none, not a pattern.
  const asked = new AwsRequestImpl(
    'arn:aws:iam::111122223333:user/judge',
    { resource: request.resource, accountId: '111122223333' },
    request.action,
    new RequestContextImpl(context),
    request.resource === '*');
  const policy = loadPolicy(document, { name: 'judged' });
  return analyzeIdentityPolicies([policy], asked, parameters, 'identity').result;
}

// A case: which document should allow the request (or deny it, where `word` says so), which not.
const answersSo = (document, one) => result(document, one) === one.word;
const confirms = (one) => answersSo(one.giving, one) && !answersSo(one.other, one);

// The case with both documents rewritten by statement.
function rewritten(one, rewrite) {
  const both = {};
  for (const side of ['giving', 'other']) {
    const document = structuredClone(one[side]);
    document.Statement = statements(document).map((statement) => rewrite(statement, document));
    both[side] = document;
  }
  return { ...one, ...both };
}

// Rewrites the values of each test; no values left drops the test as `drop` says.
function withTests(one, rewrite) {
  return rewritten(one, (statement, document) => {
    for (const [operator, tests] of Object.entries(statement.Condition ?? {})) {
      for (const [key, values] of Object.entries(tests)) {
        const changed = rewrite(operator, key, list(values), document);
        if (changed.length === 0) {
          delete tests[key];
        } else {
          tests[key] = changed;
        }
      }
      if (Object.keys(tests).length === 0) {
        delete statement.Condition[operator];
      }
    }
    return statement;
  });
}

function valueOf(request, name) {
  const found = Object.entries(request.context).find(
    ([key]) => key.toLowerCase() === name.toLowerCase());
  return found && found[1].length === 1 ? found[1][0] : undefined;
}

const hasVariables = (document) => document.Version === '2012-10-17';

// The pattern as a regular expression over the whole text; nothing where a variable has no value.
function expression(pattern, request, variables, { star = '[^]*', one = '[^]', flags = '' } = {}) {
  let source = '';
  const parts = /\$\{([^}]*)\}|[*?]|[^]/g;
  for (const [text, inside] of pattern.matchAll(parts)) {
    if (inside !== undefined && variables) {
      const escaped = ['*', '?', '$'].includes(inside);
      const [, name, fallback] = /^([^,]*)(?:,\s*'(.*)')?$/.exec(inside) ?? [, inside];
      const value = escaped ? inside : valueOf(request, name.trim()) ?? fallback;
      if (value === undefined) {
        return undefined;
      }
      source += RegExp.escape?.(value) ?? value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    } else if (inside !== undefined) {
      source += text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    } else {
      source += text === '*' ? star : text === '?' ? one : text.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
    }
  }
  return new RegExp(`^(?:${source})$`, flags);
}

const matchesWhole = (pattern, request, variables) =>
  expression(pattern, request, variables)?.test(request.resource) ?? false;

// The fields of a text, the last one whole.
function fields(text) {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function matchesByField(pattern, request, variables, flags) {
  if (pattern === '*') {
    return true;
  }
  const wanted = fields(pattern);
  while (wanted.length < 6) {
    wanted.push('*');
  }
  const given = fields(request.resource);
  return given.length === 6 && wanted.every((field, at) =>
    expression(field, request, variables, { flags: at < 5 ? flags : '' })?.test(given[at]));
}

// Resources as whole texts: what matches the request becomes `*`, what does not an ARN of nothing.
// Only patterns for which `applies` holds are rewritten.
function withResources(one, applies) {
  return rewritten(one, (statement, document) => {
    for (const element of ['Resource', 'NotResource']) {
      if (statement[element] !== undefined) {
        statement[element] = list(statement[element]).map((pattern) => {
          const variables = hasVariables(document);
          return applies(pattern, one.request, variables)
            ? matchesWhole(pattern, one.request, variables) ? '*' : 'arn:none:none:::none'
            : pattern;
        });
      }
    }
    return statement;
  });
}

// The text before the first `/` or `:` of the sixth field is read without its wildcards.
function hasWildType(pattern) {
  const rest = fields(pattern)[5] ?? '';
  return /^[^/:]*[*?][^/:]*[/:]/.test(rest);
}

const differences = {
  // A star of a resource runs past a colon, which the package, field by field, does not let it.
  'star crosses colon': (one) =>
    withResources(one, (pattern, request, variables) =>
      matchesWhole(pattern, request, variables) !== matchesByField(pattern, request, variables, '')),
  // The first five fields of a resource have letter case.
  'letter case of ARN fields': (one) =>
    withResources(one, (pattern, request, variables) =>
      matchesByField(pattern, request, variables, '') !==
      matchesByField(pattern, request, variables, 'i')),
  // Wildcards in the resource type are read.
  'resource type with a wildcard': (one) =>
    withResources(one, (pattern) => hasWildType(pattern)),
  // A `*` inside the resource of a request is that character.
  'star in the resource of the request': (one) =>
    withResources(one, (_, request) => request.resource !== '*' && request.resource.includes('*')),
  // A variable in the first five fields of a resource is replaced.
  'variable in the first five ARN fields': (one) =>
    withResources(one, (pattern, _, variables) =>
      variables && fields(pattern).slice(0, 5).some((field) => field.includes('${'))),
  // A variable whose key is there with an empty value is replaced by nothing.
  'variable with an empty value': (one) => {
    const resolve = (text) => text.replace(/\$\{([^},]*)(?:,[^}]*)?\}/g, (whole, name) =>
      valueOf(one.request, name) === '' ? '' : whole);
    return rewritten(withTests(one, (operator, key, values) => values.map((value) =>
      typeof value === 'string' ? resolve(value) : value)), (statement) => {
        for (const element of ['Resource', 'NotResource']) {
          if (statement[element] !== undefined) {
            statement[element] = list(statement[element]).map(resolve);
          }
        }
        return statement;
      });
  },
  // Under a negated operator a variable without a value is one value that does not match.
  'unresolved variable under a negated operator': (one) =>
    withTests(one, (operator, key, values, document) =>
      negates(operator) && hasVariables(document)
        ? values.filter((value) =>
          expression(String(value), one.request, true) !== undefined)
        : values),
  // One value of a key that can have several satisfies plain operators too.
  'plain operator on a key of several values': (one) => ({ ...one, lists: new Set() }),
  // A text that is no ARN satisfies the negated Arn operators.
  'no ARN under a negated Arn operator': (one) =>
    withTests(one, (operator, key, values) => {
      const value = valueOf(one.request, key);
      const foreign = value !== undefined && fields(value).length < 6;
      return /^arnnot/i.test(operator) && foreign ? [] : values;
    }),
  // `0.0.0.0/0` takes in all addresses of its family.
  'IPv4 network of all addresses': (one) =>
    withTests(one, (operator, key, values) => values.flatMap((value) =>
      value === '0.0.0.0/0' ? ['0.0.0.0/1', '128.0.0.0/1'] : [value])),
  // Whole numbers in dates are seconds.
  'dates in seconds': (one) =>
    withTests(one, (operator, key, values) => values.map((value) =>
      /^date/i.test(operator) && /^-?\d{5,}$/.test(String(value))
        ? new Date(Number(value) * 1000).toISOString() : value)),
  // Without the Version of 2012, `${` is text.
  'variables before 2012': (one) => {
    const plain = (text, document) =>
      hasVariables(document) ? text : text.replaceAll('${', '${$}{');
    return withTests(one, (operator, key, values, document) =>
      values.map((value) => typeof value === 'string' ? plain(value, document) : value));
  },
};

// The difference that settles a disagreement; two where it takes two; nothing where none does.
function explained(one) {
  const kinds = Object.keys(differences);
  for (const kind of kinds) {
    if (confirms(differences[kind](one))) {
      return kind;
    }
  }
  for (const [at, kind] of kinds.entries()) {
    for (const other of kinds.slice(at + 1)) {
      if (confirms(differences[other](differences[kind](one)))) {
        return `${kind}; ${other}`;
      }
    }
  }
  return undefined;
}

const lines = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line !== '');

const counts = new Map();
const count = (kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
let unexplained = 0;
let labelled = 0;
const sides = {};
const pairs = lines(pairsPath);
const answers = lines(answersPath);
if (pairs.length === 0 || pairs.length !== answers.length) {
  console.error(`simulate: ${pairs.length} pairs and ${answers.length} answers`);
  process.exit(2);
}
for (const [at, line] of pairs.entries()) {
  const pair = JSON.parse(line);
  const answer = JSON.parse(answers[at]);
  if (answer.id !== pair.id || answer.error !== undefined) {
    console.error(`simulate: ${pair.id}: ${answer.error ?? `answered as ${answer.id}`}`);
    process.exit(2);
  }
  const lists = setKeys([pair.old, pair.new]);
  const shown = { ...answer.access, more: answer.denies?.more, less: answer.denies?.less };
  for (const side of ['gained', 'lost', 'more', 'less']) {
    const word = ['more', 'less'].includes(side) ? 'ExplicitlyDenied' : 'Allowed';
    const isNew = ['gained', 'more'].includes(side);
    for (const witness of shown[side] ?? []) {
      const [giving, other] = isNew ? [pair.new, pair.old] : [pair.old, pair.new];
      const one = { giving, other, request: witness.request, lists, word };
      sides[side] = (sides[side] ?? 0) + 1;
      labelled += witness.via !== undefined ? 1 : 0;
      if (confirms(one)) {
        count('confirmed');
        continue;
      }
      const kind = explained(one);
      if (kind !== undefined) {
        count(kind);
        continue;
      }
      ++unexplained;
      console.log(`unexplained: ${pair.id} ${side} by statement ${witness.statement}: ` +
        `${JSON.stringify(witness.request)} (one side: ${result(giving, one)}, ` +
        `other: ${result(other, one)})`);
    }
  }
}
const total = [...counts.values()].reduce((sum, number) => sum + number, unexplained);
console.log(`${String(total).padStart(7)}  requests of ${pairs.length} pairs, ${labelled} labelled: ` +
  Object.entries(sides).map(([side, number]) => `${number} ${side}`).join(', '));
for (const [kind, number] of [...counts].sort((a, b) => b[1] - a[1])) {
  console.log(`${String(number).padStart(7)}  ${kind}`);
}
console.log(`${String(unexplained).padStart(7)}  unexplained`);
process.exit(unexplained === 0 && total > 0 ? 0 : 1);
