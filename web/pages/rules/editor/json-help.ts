import { snippet, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Text } from '@codemirror/state';
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';
import {
  getLanguageService,
  InsertTextFormat,
  TextDocument,
  type CompletionItem,
  type LanguageService,
} from 'vscode-json-languageservice';
import { nodeAround, readTree } from './json-places';

/** The document's name for the language service; nothing is read from there. */
const URI = 'larisin://rule.json';

/**
 * What VS Code knows of a rule by its schema, for this editor: completion and what a key means. The same schema that the
 * server publishes, so that an editor on a desk and this one offer the same.
 */
export interface JsonHelp {
  complete(context: CompletionContext): Promise<CompletionResult | null>;
  hover(view: EditorView, at: number): Promise<Tooltip | null>;
}

/**
 * @param tellFact what to say of a fact or an operator by its name, in the reader's language; null: it is none
 */
export function jsonHelp(schema: object, tellFact: (name: string) => string | null): JsonHelp {
  const service = getLanguageService({ schemaRequestService: () => Promise.reject(new Error('nothing is fetched')) });
  service.configure({ allowComments: false, schemas: [{ uri: 'larisin://schema.json', fileMatch: ['*'], schema }] });
  return {
    complete: (context) => complete(service, context, tellFact),
    hover: (view, at) => hover(service, view, at, tellFact),
  };
}

const documentOf = (text: Text): TextDocument => TextDocument.create(URI, 'json', 0, text.toString());

async function complete(
  service: LanguageService,
  { state, pos, explicit }: CompletionContext,
  tellFact: (name: string) => string | null,
): Promise<CompletionResult | null> {
  const document = documentOf(state.doc);
  const before = state.sliceDoc(Math.max(0, pos - 1), pos);
  if (!explicit && !/["\w.]/.test(before)) return null;
  const found = await service.doComplete(document, document.positionAt(pos), service.parseJSONDocument(document));
  if (found === null || found.items.length === 0) return null;
  const ranges = found.items.flatMap(({ textEdit }) =>
    textEdit !== undefined && 'range' in textEdit ? [textEdit.range] : [],
  );
  const from = Math.min(pos, ...ranges.map(({ start }) => document.offsetAt(start)));
  const to = Math.max(pos, ...ranges.map(({ end }) => document.offsetAt(end)));
  const options = found.items.map((item) => completionOf(item, tellFact));
  // Between two quotes nothing is typed yet: everything is offered. What is typed then narrows it.
  const isEmpty = state.sliceDoc(from, to).replaceAll('"', '') === '';
  return isEmpty ? { from, to, options, filter: false } : { from, to, options, validFor: /^["\w.-]*$/ };
}

function completionOf(item: CompletionItem, tellFact: (name: string) => string | null): Completion {
  const { label, documentation, insertTextFormat, insertText = label, textEdit } = item;
  const text = textEdit?.newText ?? insertText;
  const said = typeof documentation === 'string' ? documentation : (documentation?.value ?? '');
  const about = tellFact(label.replaceAll('"', '')) ?? said;
  const quoted = text.startsWith('"') && !label.startsWith('"') ? `"${label}` : label;
  return {
    label: quoted,
    displayLabel: label.replaceAll('"', ''),
    apply: insertTextFormat === InsertTextFormat.Snippet ? snippet(snippetText(text)) : text,
    ...(about === '' ? {} : { info: about }),
  };
}

/**
 * VS Code writes places to fill in as `$1` and `${1:text}`, this editor as `#{1}` and `#{1:text}`, in which no braces may
 * stand: such a text is put in as it is. Backslashes are VS Code's escapes.
 */
function snippetText(text: string): string {
  const unescaped = (part: string): string => part.replace(/\\(.)/g, '$1');
  const said = text
    .replace(/\$\{(\d+):((?:\\.|[^}\\])*)\}/g, (_, number: string, words: string) =>
      /[{}]/.test(words) ? words : `#{${number}:${words}}`,
    )
    .replace(/\$(\d+)/g, '#{$1}')
    .split(/(#\{[^}]*\})/)
    .map(unescaped)
    .join('');
  return said.includes('#{') ? said : `${said}#{}`; // the cursor goes behind what was put in
}

async function hover(
  service: LanguageService,
  view: EditorView,
  at: number,
  tellFact: (name: string) => string | null,
): Promise<Tooltip | null> {
  const document = documentOf(view.state.doc);
  const { tree } = readTree(document.getText());
  const here = nodeAround(tree, at);
  if (here === null || here.node.type !== 'string') return null;
  const { offset, length } = here.node;
  const told = tellFact(String(here.node.value));
  // Of a value that it does not know the schema would tell the meaning of another one.
  const isKey = here.node.parent?.type === 'property' && here.node.parent.children?.[0] === here.node;
  const said = told ?? (isKey ? await schemaSays(service, document, at) : null);
  if (said === null) return null;
  return { pos: offset, end: offset + length, above: true, create: () => ({ dom: tooltip(said) }) };
}

async function schemaSays(service: LanguageService, document: TextDocument, at: number): Promise<string | null> {
  const found = await service.doHover(document, document.positionAt(at), service.parseJSONDocument(document));
  if (found === null) return null;
  const parts = (Array.isArray(found.contents) ? found.contents : [found.contents]).map((part) =>
    typeof part === 'string' ? part : part.value,
  );
  const said = parts.join('\n').replaceAll('\\', '').trim();
  return said === '' ? null : said;
}

function tooltip(said: string): HTMLElement {
  const dom = document.createElement('div');
  dom.textContent = said;
  return dom;
}

export const hoverWith = (help: JsonHelp) => hoverTooltip((view, at) => help.hover(view, at));
