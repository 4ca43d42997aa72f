// Has every request that polhist shows for two policy sets judged by iam-simulate, a package of
// others, with the same layers.
//
//     node simulate_sets.mjs NODE_MODULES PAIRS ANSWERS
//
// Prints a line for each request, with what the package says of each document alone where it does not
// confirm it.
//
// PAIRS is what `polhist diff --batch` was given, ANSWERS what it said. A gained request must be
// allowed by the new set and not by the old one, a lost one the other way round. The package has rules
// of services besides: a KMS key without a policy allows nothing, so it gets the usual one that
// delegates to its account; STS wants a trust policy, and nobody touches roles below `aws-reserved`:
// such requests are set apart. So are labelled ones: a star of the package does not cross colons.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, pairsPath, answersPath] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(join(modules, '@cloud-copilot', path))).href);
const { authorize, analyzeIdentityPolicies } = await load('iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js');
const { AwsRequestImpl } = await load('iam-simulate/dist/esm/request/request.js');
const { RequestContextImpl } = await load('iam-simulate/dist/esm/requestContext.js');
const { DiscoveryContextKeyConstraints } = await load(
  'iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js');
const { loadPolicy } = await load('iam-policy/dist/esm/index.js');

const parameters = {
  simulationMode: 'Strict',
  discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
};
const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};
const account = '111122223333';
const delegating = {
  Version: '2012-10-17',
  Statement: [{
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  }],
};

const list = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const isSet = (operator) => /^for(all|any)values?:/i.test(operator);
const policy = (document, at) => loadPolicy(document, { name: `policy ${at}` });

function documentsOf(set) {
  const levels = [...(set.scp ?? []), ...(set.rcp ?? [])].flat();
  const others = [set.boundary, set.resource].filter((one) => one);
  return [...(set.identity ?? []), ...(set.session ?? []), ...levels, ...others];
}

// Keys that a set operator tests: the request gives a list for these.
function setKeys(sets) {
  const keys = new Set();
  for (const statement of sets.flatMap(documentsOf).flatMap((one) => list(one.Statement))) {
    for (const [operator, tests] of Object.entries(statement.Condition ?? {})) {
      for (const key of isSet(operator) ? Object.keys(tests) : []) {
        keys.add(key.toLowerCase());
      }
    }
  }
  return keys;
}

const levelsOf = (levels, implied) => (levels ?? []).map((documents, at) => ({
  orgIdentifier: `level-${at}`,
  policies: [...implied, ...documents].map(policy),
}));

function askedOf(request, lists) {
  const context = {};
  for (const [key, values] of Object.entries(request.context)) {
    const several = values.length > 1 || lists.has(key.toLowerCase());
    context[key] = several ? values : values[0];
  }
  return new AwsRequestImpl(
    request.principal?.AWS ?? `arn:aws:iam::${account}:user/judge`,
    { resource: request.resource, accountId: account },
    request.action,
    new RequestContextImpl(context),
    request.resource === '*');
}

// What a document that names no principal says alone.
const alone = (document, asked) =>
  analyzeIdentityPolicies([policy(document, 0)], asked, parameters, 'identity').result;

function result(set, request, asked) {
  const ofKey = request.action.toLowerCase().startsWith('kms:') ? delegating : undefined;
  const resourcePolicy = ofKey ?? set.resource;
  return authorize({
    request: asked,
    sessionPolicy: set.session ? policy(set.session[0], 0) : undefined,
    identityPolicies: (set.identity ?? []).map(policy),
    serviceControlPolicies: levelsOf(set.scp, []),
    resourceControlPolicies: levelsOf(set.rcp, [everything]),
    resourcePolicy: resourcePolicy && policy(resourcePolicy, 0),
    permissionBoundaries: set.boundary ? [policy(set.boundary, 0)] : undefined,
    vpcEndpointPolicies: undefined,
    simulationParameters: parameters,
  }).result;
}

const lines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
const pairs = new Map(lines(pairsPath).map((pair) => [pair.id, pair]));
for (const answer of lines(answersPath)) {
  const pair = pairs.get(answer.id);
  const lists = setKeys([pair.old, pair.new]);
  for (const [word, giving, other] of [['gained', 'new', 'old'], ['lost', 'old', 'new']]) {
    for (const { request, via } of answer.access[word]) {
      const asked = askedOf(request, lists);
      const found = [giving, other].map((side) => result(pair[side], request, asked));
      const confirmed = found[0] === 'Allowed' && found[1] !== 'Allowed';
      const apart = via !== undefined || /:role\/aws-reserved\//.test(request.resource) ||
        request.action.toLowerCase().startsWith('sts:');
      const documents = confirmed || apart ? [] : [giving, other]
        .flatMap((side) => documentsOf(pair[side]))
        .filter((one) => list(one.Statement).every((statement) => !statement.Principal))
        .map((document) => ({ document, says: alone(document, asked) }));
      console.log(JSON.stringify({ id: answer.id, word, request, found, confirmed, apart, documents }));
    }
  }
}
