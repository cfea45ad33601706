/** What a sync job sends and reads. */
export const SCHEMAS: string[];

/** TypeScript types of the named schemas of an OpenAPI document and of all that they refer to. */
export function typesOf(document: { components?: { schemas?: Record<string, object> } }, names: string[]): string;
