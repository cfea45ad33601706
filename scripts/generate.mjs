// Writes what follows from the contract: the JSON Schemas in rules/ and the tables of docs/rules.md. Needs a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { generatedFiles } from '../dist/src/contract/generated.js';

for (const { path, text } of generatedFiles((each) => readFileSync(each, 'utf8'))) {
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
  console.log(path);
}
