import { Group, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { SuggestionDetail } from '../../../src/contract/suggestions';
import { useFormat } from '../../text/format';
import { suggestionText } from '../../text/suggestion';
import { useText } from '../../text/texts';
import classes from './suggestion-page.module.css';

interface PriceHeadProps {
  /** At the price that is to be decided on. */
  suggestion: SuggestionDetail;
  /** Another one where the first of two approvers changed it. */
  proposed: number | null;
}

/** The price of now, the one that is proposed or was named by the first of two approvers, and what is gained by it. */
export function PriceHead({ suggestion, proposed }: PriceHeadProps): React.JSX.Element | null {
  const text = useText(suggestionText);
  const format = useFormat();
  const { kind, price, currentPrice, listPrice, discountBp, gain, offer } = suggestion;
  if (price === null) return null;
  const isNamed = price !== proposed;
  const bundle = offer.bundle as { partnerSku: string } | undefined;
  return (
    <>
      <div className={classes.prices}>
        <Amount name={text.priceNow} value={format.money(kind === 'bundle' ? listPrice : currentPrice)} />
        <IconArrowRight size={22} className={classes.arrow} aria-hidden />
        <Amount name={isNamed ? text.priceNamed : text.priceProposed} value={format.money(price)} isStrong />
        {gain !== null && <Amount name={text.difference} value={format.gain(gain)} />}
      </div>
      <Group gap="md" mt={4} fz="sm" c="dimmed">
        {discountBp > 0 && <span>{text.off({ percent: format.percent(Math.round(discountBp / 100) * 100) })}</span>}
        {isNamed && <span>{text.proposedBefore({ price: format.money(proposed) })}</span>}
        {kind === 'voucher' && <span>{text.voucherNote}</span>}
        {bundle !== undefined && <span>{text.bundleNote({ partner: bundle.partnerSku })}</span>}
      </Group>
    </>
  );
}

function Amount({ name, value, isStrong }: { name: string; value: string; isStrong?: boolean }): React.JSX.Element {
  return (
    <div>
      <Text fz="sm" c="dimmed">
        {name}
      </Text>
      <Text fz={isStrong ? 28 : 22} fw={isStrong ? 700 : 500} lh={1.2}>
        {value}
      </Text>
    </div>
  );
}
