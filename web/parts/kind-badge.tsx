import { Badge } from '@mantine/core';
import { partsText } from '../text/parts';
import { useText } from '../text/texts';

const COLOUR = {
  discount: 'blue',
  voucher: 'grape',
  bundle: 'teal',
  restore: 'gray',
  base: 'gray',
  alert: 'orange',
} as const;

/** What kind of suggestion or price it is. */
export function KindBadge({ kind }: { kind: keyof typeof COLOUR }): React.JSX.Element {
  const text = useText(partsText);
  return (
    <Badge variant="outline" color={COLOUR[kind]} tt="none" radius="sm" fw={600} className="kind-badge">
      {text.kinds[kind]}
    </Badge>
  );
}
