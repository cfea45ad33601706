import { Initial1764000000000 } from './1-initial.js';
import { RuleVersions1764100000000 } from './2-rule-versions.js';
import { RunSheets1764300000000 } from './3-run-sheets.js';

/** In the order in which they run. A list, not a glob: the same in source, in tests and compiled. */
export const MIGRATIONS = [Initial1764000000000, RuleVersions1764100000000, RunSheets1764300000000];
