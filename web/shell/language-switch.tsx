import { SegmentedControl } from '@mantine/core';
import { useLanguageChoice, type Language } from '../text/language';
import { shellText } from '../text/shell';
import { useText } from '../text/texts';

export function LanguageSwitch(): React.JSX.Element {
  const text = useText(shellText);
  const { language, choose } = useLanguageChoice();
  return (
    <SegmentedControl
      size="xs"
      aria-label={text.language}
      value={language}
      onChange={(value) => choose(value as Language)}
      data={[
        { value: 'id', label: 'ID' },
        { value: 'en', label: 'EN' },
      ]}
    />
  );
}
