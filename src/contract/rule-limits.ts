/** How large rules may be. What a rule weighs with named conditions written out is limited by core/rules/check. */
export const FILE_CHARACTERS_MAX = 262_144;
export const BRACKETS_DEPTH_MAX = 100;
export const RULES_MAX = 2000;
export const EXAMPLES_MAX = 100;
/** Conditions directly inside one `all` or `any`. */
export const CHILDREN_MAX = 100;
/** Values in a list: of a comparison, of a scope, of a fact in an example. */
export const LIST_MAX = 1000;
/** Characters of a text that is compared with. */
export const TEXT_MAX = 1000;
export const NAME_MAX = 64;
export const SENTENCE_MAX = 300;
export const PRIORITY_MAX = 1_000_000;
