import { Alert, Button, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiProblem } from '../api/problem';
import { useLanguage } from '../text/language';
import { partsText } from '../text/parts';
import { crossedSentences, fieldSentence, problemSentence } from '../text/problems';
import { useText } from '../text/texts';

/** What is not there, or not for this person, stays so however often it is asked for. */
const STAYS_SO: readonly number[] = [403, 404];

interface ProblemNoteProps {
  error: unknown;
  /** Offers another try, where that can help. */
  retry?: () => void;
}

/** What went wrong, where it happened: the server's own sentence, the fields it names, and what can be done. */
export function ProblemNote({ error, retry }: ProblemNoteProps): React.JSX.Element {
  const text = useText(partsText);
  const language = useLanguage();
  const problem = error instanceof ApiProblem ? error : null;
  const title = problem === null ? text.lost : problemSentence(problem, language);
  const crossed = problem === null ? [] : crossedSentences(problem.values, language);
  const fields =
    crossed.length > 0 ? crossed : (problem?.errors.map((one) => fieldSentence(one, language, problem.values)) ?? []);
  const details = fields.filter((sentence) => !title.includes(sentence));
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={title}>
      {details.length > 0 && (
        <List size="sm">
          {details.map((sentence, i) => (
            <List.Item key={i}>{sentence}</List.Item>
          ))}
        </List>
      )}
      {problem?.status === 500 && (
        <Text fz="xs" c="dimmed">
          {text.forOperator({ id: problem.instance })}
        </Text>
      )}
      {retry !== undefined && !STAYS_SO.includes(problem?.status ?? 0) && (
        <Button variant="light" color="red" size="xs" mt="xs" onClick={retry}>
          {text.again}
        </Button>
      )}
    </Alert>
  );
}
