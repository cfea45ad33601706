import languageService, { type CompletionItem, type JSONSchema } from 'vscode-json-languageservice';

/**
 * What VS Code does with a JSON file that has a schema, without VS Code: its own language service, asked at the place
 * of a `|` in the text.
 */
const { getLanguageService, TextDocument } = languageService;
const FILE = 'file:///rules/new.json';

export interface Editor {
  completions(text: string): Promise<Completion[]>;
  /** `line:column message`, both from 1. */
  problems(text: string): Promise<string[]>;
  hover(text: string): Promise<string>;
  /** The text after a completion was taken, snippets filled with what they propose; `|` at the end of what came in. */
  accept(text: string, label: string): Promise<string>;
}
export interface Completion {
  label: string;
  documentation: string;
}

export function editorFor(schema: object): Editor {
  const service = getLanguageService({
    schemaRequestService: async () => JSON.stringify(schema),
    workspaceContext: { resolveRelativePath: (path, base) => new URL(path, base).href },
  });
  service.configure({
    validate: true,
    schemas: [{ uri: 'file:///rules/schema.json', fileMatch: ['*.json'], schema: schema as JSONSchema }],
  });
  const open = (marked: string) => {
    const offset = marked.indexOf('|');
    const document = TextDocument.create(FILE, 'json', 1, marked.replace('|', ''));
    return { document, json: service.parseJSONDocument(document), position: document.positionAt(Math.max(offset, 0)) };
  };
  const itemsAt = async (text: string): Promise<CompletionItem[]> => {
    const { document, json, position } = open(text);
    return (await service.doComplete(document, position, json))?.items ?? [];
  };
  return {
    async completions(text) {
      return (await itemsAt(text)).map(({ label, documentation }) => ({
        label: label.replace(/^"(.*)"$/, '$1'),
        documentation: typeof documentation === 'string' ? documentation : (documentation?.value ?? ''),
      }));
    },
    async problems(text) {
      const { document, json } = open(text);
      const found = await service.doValidation(document, json);
      return found.map(({ range: { start }, message }) => `${start.line + 1}:${start.character + 1} ${message}`);
    },
    async hover(text) {
      const { document, json, position } = open(text);
      const contents = (await service.doHover(document, position, json))?.contents;
      return [contents]
        .flat()
        .join('\n')
        .replaceAll(/\\([^\n])/g, '$1')
        .replaceAll('\\\n', '\n');
    },
    async accept(text, label) {
      const items = await itemsAt(text);
      const item = items.find((each) => each.label === label || each.label === `"${label}"`);
      if (item?.textEdit === undefined || !('range' in item.textEdit)) {
        throw new Error(`no completion ${label} among ${items.map((each) => each.label).join(' ')}`);
      }
      const { document } = open(text);
      const { range, newText } = item.textEdit;
      const before = document.getText().slice(0, document.offsetAt(range.start));
      return `${before}${filled(newText)}|${document.getText().slice(document.offsetAt(range.end))}`;
    },
  };
}

/** A snippet (`$1`, `${1:0}`, `\$`) as it stands when nothing is changed in it. */
function filled(snippet: string): string {
  return snippet
    .replaceAll(/(?<!\\)\$(?:\d+|\{\d+:?([^}]*)\})/g, (_, proposed: string | undefined) => proposed ?? '')
    .replaceAll(/\\([$}\\])/g, '$1');
}
