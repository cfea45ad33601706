import { json } from '@codemirror/lang-json';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { Box, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { codeTheme } from './code-theme';

interface TextDiffProps {
  label: string;
  before: string;
  after: string;
}

/** Two texts as one, with what was taken out and what was put in. */
export default function TextDiff({ label, before, after }: TextDiffProps): React.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const { phrases } = useText(ruleEditorText);
  useEffect(() => {
    const view = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: after,
        extensions: [
          json(),
          lineNumbers(),
          codeTheme,
          EditorState.phrases.of(phrases),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 2 } }),
        ],
      }),
    });
    return () => view.destroy();
  }, [label, before, after, phrases]);
  return (
    <div>
      <Text ff="monospace" fz="sm" fw={600} mb={4}>
        {label}
      </Text>
      <Box ref={box} style={{ border: '1px solid var(--mantine-color-default-border)' }} />
    </div>
  );
}
