// Validates SARIF logs by the schema of the standard: node sarif.mjs NODE_MODULES LOG...
//
// NODE_MODULES has @microsoft/jest-sarif (for its schema) and ajv-draft-04.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

const [modules, ...logs] = process.argv.slice(2);
const require = createRequire(path.resolve(modules) + "/");
const Ajv = require("ajv-draft-04");

function find(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const found = find(name);
      if (found) return found;
    } else if (/^sarif.*2\.1\.0.*\.json$/.test(entry.name)) {
      return name;
    }
  }
  return undefined;
}

const schema = JSON.parse(fs.readFileSync(find(path.join(modules, "@microsoft", "jest-sarif")), "utf8"));
const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(schema);
let wrong = 0;
for (const log of logs) {
  if (!validate(JSON.parse(fs.readFileSync(log, "utf8")))) {
    ++wrong;
    console.log(log, validate.errors.slice(0, 3));
  }
}
console.log(`sarif: ${logs.length - wrong} of ${logs.length} valid`);
process.exit(wrong === 0 ? 0 : 1);
