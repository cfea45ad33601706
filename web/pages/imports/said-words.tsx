import { Button, Paper, Text } from '@mantine/core';
import { useSaidWords, useSayWord, type OrderWordView } from '../../api/order-words';
import { Allowed } from '../../parts/allowed';
import { ProblemNote } from '../../parts/problem-note';
import { orderWordsText } from '../../text/order-words';
import { useText } from '../../text/texts';
import classes from './imports.module.css';
import { OpenSection } from './open-section';

/** What the shop has said of words for the state of an order. Nothing is shown where nothing was said. */
export function SaidWords(): React.JSX.Element | null {
  const text = useText(orderWordsText);
  const words = useSaidWords().data ?? [];
  if (words.length === 0) return null;
  return (
    <OpenSection title={text.said} intro={text.saidWhy}>
      {words.map((word) => (
        <SaidWord key={`${word.export} ${word.word}`} said={word} />
      ))}
    </OpenSection>
  );
}

function SaidWord({ said }: { said: OrderWordView }): React.JSX.Element {
  const text = useText(orderWordsText);
  const forget = useSayWord();
  const { export: name, title, word, state } = said;
  return (
    <Paper withBorder px="sm" py="xs">
      <div className={classes.said}>
        <Text fz="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {word}
        </Text>
        <Text fz="sm" style={{ overflowWrap: 'anywhere' }}>
          {`${text.states[state]} · ${title}`}
        </Text>
        <Allowed role="merchandiser">
          <Button
            variant="default"
            loading={forget.isPending}
            aria-label={text.forgetOf({ word })}
            onClick={() => forget.send({ export: name, word, state: null })}
          >
            {text.forget}
          </Button>
        </Allowed>
      </div>
      {forget.isError && <ProblemNote error={forget.error} />}
    </Paper>
  );
}
