import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours come from the page's own variables, so that light and dark follow the reader. */
const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)' },
  '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace', lineHeight: '1.55' },
  '.cm-gutters': {
    backgroundColor: 'var(--larisin-ground)',
    color: 'var(--mantine-color-dimmed)',
    border: 'none',
    borderRight: '1px solid var(--mantine-color-default-border)',
  },
  '.cm-content': { caretColor: 'var(--mantine-color-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--mantine-color-default-hover)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--mantine-color-body)',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '6px',
  },
  '.cm-tooltip-hover, .cm-completionInfo': { maxWidth: '420px', whiteSpace: 'pre-wrap', padding: '6px 10px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--larisin-tint)',
    color: 'var(--larisin-tint-text)',
  },
  '.cm-textfield, .cm-button': {
    backgroundColor: 'var(--mantine-color-body)',
    backgroundImage: 'none',
    color: 'var(--mantine-color-text)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '4px',
    minHeight: '28px',
  },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--mantine-primary-color-filled)',
    color: 'var(--mantine-primary-color-contrast)',
    borderRadius: '4px',
  },
  '.cm-deletedText, &.cm-editor .cm-deletedText': { background: 'none', textDecoration: 'line-through' },
  '.cm-changedLine': { backgroundColor: 'var(--larisin-tint)' },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--larisin-code-key)' },
  { tag: tags.string, color: 'var(--larisin-code-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--larisin-code-value)' },
]);

export const codeTheme: Extension = [look, syntaxHighlighting(colours)];
