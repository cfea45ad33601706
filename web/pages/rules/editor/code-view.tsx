import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { Box } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { RuleFinding } from '../../../api/rules';
import { ruleEditorText } from '../../../text/rule-editor';
import { rulesText } from '../../../text/rules';
import { useText } from '../../../text/texts';
import { useFindingWords } from '../finding-words';
import { codeTheme } from './code-theme';
import { useFactTelling } from './fact-telling';
import { hoverWith, jsonHelp } from './json-help';
import { placeOfPointer, readTree } from './json-places';
import { segmentsOf } from './pointer';

interface CodeViewProps {
  /** What it is, for those who do not see it. */
  label: string;
  text: string;
  onChange(text: string): void;
  /** Null: nothing is completed (the document is none of a rule). */
  schema: object | null;
  /** Of what the text says; their paths begin at it. */
  findings: readonly RuleFinding[];
  onMend(finding: RuleFinding): void;
  /** A place to go to, by pointer; another object goes there again. */
  goTo: { pointer: string } | null;
}

/** The finding is about a key that should not be there, or twice. */
const OF_KEYS = ['unknown-key', 'forbidden-key', 'duplicate-key'];

/** A document as JSON, with what the server's checks say of it at the character. */
export default function CodeView(props: CodeViewProps): React.JSX.Element {
  const { label, text, onChange, schema, goTo } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const { phrases } = useText(ruleEditorText);
  const tellFact = useFactTelling();
  const diagnose = useDiagnose(props);
  const latest = useRef({ text, onChange, tellFact });
  useEffect(() => {
    latest.current = { text, onChange, tellFact };
  });

  // A new editor per document: another rule has another history.
  useEffect(() => {
    const help = schema === null ? null : jsonHelp(schema, (name) => latest.current.tellFact(name));
    const editor = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          json(),
          codeTheme,
          EditorState.phrases.of(phrases),
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          search({ top: true }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorState.tabSize.of(2),
          ...(help === null
            ? []
            : [autocompletion({ override: [help.complete], activateOnTyping: true }), hoverWith(help)]),
          // Tab leaves the editor, as everywhere on the page; Ctrl+] indents.
          keymap.of([
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...foldKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label, schema, phrases]);

  // What was changed outside (a mend, the formatter) takes the text's place.
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnose(editor.state.doc.toString())));
  }, [diagnose, text, schema, label]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || goTo === null) return;
    const { from, to } = placeOfPointer(readTree(editor.state.doc.toString()).tree, segmentsOf(goTo.pointer), false);
    editor.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    editor.focus();
  }, [goTo]);

  return (
    <Box
      ref={box}
      style={{ border: '1px solid var(--mantine-color-default-border)', overflow: 'hidden', borderRadius: 8 }}
    />
  );
}

/** From findings to marks under the text. Where the text cannot be read, only that is told: findings are of what it said before. */
function useDiagnose({ findings, onMend }: CodeViewProps): (text: string) => Diagnostic[] {
  const words = useFindingWords();
  const syntax = useText(ruleEditorText).syntax;
  const { mend: mendWord } = useText(rulesText);
  const mendNow = useRef(onMend);
  useEffect(() => {
    mendNow.current = onMend;
  });
  const said = useMemo(() => findings.map((finding) => ({ finding, words: words(finding) })), [findings, words]);
  return useMemo(
    () => (text) => {
      const { tree, faults } = readTree(text);
      const unreadable = faults.map(({ from, to, code, key }): Diagnostic => ({
        ...{ from, to, severity: code === 'twice' ? 'warning' : 'error' },
        message: code === 'twice' ? syntax.twice({ key }) : syntax[code],
      }));
      if (faults.some(({ code }) => code !== 'twice')) return unreadable;
      const checked = said.map(({ finding, words: { said: message, mend } }): Diagnostic => {
        const place = placeOfPointer(tree, segmentsOf(finding.path), OF_KEYS.includes(finding.code));
        return {
          ...place,
          severity: finding.severity,
          message: mend === null ? message : `${message}\n${mend}`,
          ...(finding.patch === undefined
            ? {}
            : { actions: [{ name: mendWord, apply: () => mendNow.current(finding) }] }),
        };
      });
      return [...unreadable, ...checked].sort((a, b) => a.from - b.from);
    },
    [said, syntax, mendWord],
  );
}
