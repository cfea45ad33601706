import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import { EndingsCard } from './endings-card';
import { FigureGroup } from './figure-group';
import type { PolicyForm } from './limits-card';

/** What stands below the limits: fetched after them, for most people come for the limits. */
export default function PolicyRest(form: PolicyForm): React.JSX.Element {
  const text = useText(guardrailsText);
  return (
    <>
      <EndingsCard {...form} />
      <FigureGroup group="stale" {...form} />
      <FigureGroup group="suggestions" {...form} />
      <FigureGroup group="voucher" {...form} />
      <FigureGroup group="forecast" {...form} />
      <Anchor component={Link} to="/settings/calendar" fz="sm">
        {text.calendar}
      </Anchor>
    </>
  );
}
