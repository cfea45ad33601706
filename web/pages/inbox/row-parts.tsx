import { Alert, Anchor, Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconUsers } from '@tabler/icons-react';
import type { SuggestionView } from '../../../src/contract/suggestions';
import { MARKS } from '../../../src/core/approval/marks';
import { ApiProblem } from '../../api/problem';
import { useChannels } from '../../api/channels';
import { useMe } from '../../api/session';
import { useFormat } from '../../text/format';
import { inboxText } from '../../text/inbox';
import { useLanguage, type Language } from '../../text/language';
import { fieldSentence, problemSentence } from '../../text/problems';
import { useText } from '../../text/texts';
import classes from './inbox.module.css';
import type { Refusal } from './use-decisions';

/** The name of a channel; its code where it is not known. */
export function useChannelName(): (code: string) => string {
  const channels = useChannels();
  return (code) => channels.data?.find((channel) => channel.code === code)?.name ?? code;
}

/** Who said something, as a reader calls them. */
export function useWho(): (actor: string) => string {
  const text = useText(inboxText);
  const me = useMe();
  return (actor) => {
    if (actor === `user:${me.name}`) return text.you;
    if (actor === 'system') return text.system;
    return actor.startsWith('cli:') ? text.console : actor.replace(/^\w+:/, '');
  };
}

/** `Rp 89.900 → Rp 71.900`, and by how much. */
export function PriceMove({ row, wide }: { row: SuggestionView; wide: boolean }): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  if (row.price === null) return <Text fz="sm">{text.seeOnly}</Text>;
  const was = row.kind === 'bundle' ? row.listPrice : row.currentPrice;
  const to = row.firstApproval?.price ?? row.price;
  const change = was === null || was === 0 ? null : ((to - was) / was) * 10_000;
  const told = change === null ? '' : `${change > 0 ? '+' : ''}${format.percent(Math.round(change / 100) * 100)}`;
  const what = whatFor(row, text);
  const label = [text.wasTo({ was: format.money(was), to: format.money(to) }), what].filter(Boolean).join(', ');
  const wasClass = change !== null && change < 0 ? classes.was : classes.wasLess;
  if (!wide) {
    return (
      <Group gap={8} fz="sm" role="group" aria-label={label}>
        <span className={wasClass}>{format.money(was)}</span>
        <Text span fw={650} fz="md">
          {format.money(to)}
        </Text>
        <Text span fz="xs" c="dimmed">
          {told}
        </Text>
        {what !== null && (
          <Text span fz="xs">
            {what}
          </Text>
        )}
      </Group>
    );
  }
  return (
    <div role="group" aria-label={label}>
      <Text fz="xs" c="dimmed">
        <span className={wasClass}>{format.money(was)}</span> {told}
      </Text>
      <Text fz="sm" fw={650}>
        {format.money(to)}
      </Text>
      {what !== null && <Text fz="xs">{what}</Text>}
    </div>
  );
}

/** Of a price that is not simply that of the product: whom or what it is for. */
export function whatFor(
  { kind, offer }: SuggestionView,
  text: { withCode: string; pairWith(values: { partner: string }): string },
): string | null {
  if (kind === 'voucher') return text.withCode;
  const { partnerSku } = (offer.bundle ?? {}) as { partnerSku?: string };
  return kind === 'bundle' && partnerSku !== undefined ? text.pairWith({ partner: partnerSku }) : null;
}

/** What approving is expected to earn, beside what doing nothing does. */
export function Outlook({ row, wide }: { row: SuggestionView; wide: boolean }): React.JSX.Element | null {
  const text = useText(inboxText);
  const format = useFormat();
  if (row.kind === 'alert') return null;
  if (row.gain === null) {
    return (
      <Text fz="xs" c="dimmed">
        {text.costUnknown}
      </Text>
    );
  }
  const figures = [
    {
      name: text.difference,
      value: format.gain(row.gain),
      className: row.gain < 0 ? classes.bad : row.gain > 0 ? classes.good : undefined,
    },
    { name: text.ifApproved, value: format.money(row.ifApproved?.profit?.mean) },
    { name: text.ifNothing, value: format.money(row.ifNothing?.profit?.mean) },
  ];
  const named = row.firstApproval?.price ?? row.price;
  // Another price was named by the first of two approvers; what that one brings, the suggestion's page tells.
  if (named !== row.price) return <Text fz="xs">{text.proposedBefore({ price: format.money(row.price) })}</Text>;
  return (
    <dl className={wide ? classes.figures : classes.trio}>
      {figures.map(({ name, value, className }) => (
        <div key={name} style={wide ? { display: 'contents' } : undefined}>
          <dt>{name}</dt>
          <dd
            className={className}
            style={wide && className !== undefined ? { fontSize: 'var(--mantine-font-size-sm)' } : undefined}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** How much has been lying for how long, and what a new price is expected to change. */
export function useWhy(): (row: SuggestionView) => string {
  const text = useText(inboxText);
  const format = useFormat();
  const language = useLanguage();
  return (row) => {
    const { ifApproved, ifNothing, ageDays, staleUnits, onHand, staleValue } = row;
    if (ifApproved === null || ifNothing === null) return row.sentence[language];
    const units = staleUnits !== null && staleUnits > 0 ? staleUnits : onHand;
    const lying =
      units === null || units <= 0 || ageDays === null
        ? ''
        : text.lying({ units: format.number(units), days: format.number(ageDays) });
    const cost = lying !== '' && staleValue > 0 ? ` (${text.lyingCost({ money: format.money(staleValue) })})` : '';
    const sells = text.sells({
      days: format.number(ifApproved.horizonDays),
      units: format.number(ifApproved.units.mean, 1),
      without: format.number(ifNothing.units.mean, 1),
    });
    return lying === '' ? sells : `${lying}${cost}. ${sells}`;
  };
}

const GRAVE = new Set(['loses-money', 'unknown-cost', 'negative-stock', 'base-price-raised']);

/** What to know of the data before trusting the figures. */
export function Marks({ row }: { row: SuggestionView }): React.JSX.Element | null {
  const text = useText(inboxText);
  const known = MARKS.filter((mark) => row.marks.includes(mark));
  if (known.length === 0 && !row.needsSecondApproval) return null;
  return (
    <div className={classes.marks}>
      {row.needsSecondApproval && (
        <span className={classes.mark}>
          <IconUsers size={14} aria-hidden />
          {text.needsTwo}
        </span>
      )}
      {known.map((mark) => {
        const Icon = GRAVE.has(mark) ? IconAlertTriangle : IconInfoCircle;
        return (
          <span key={mark} className={`${classes.mark} ${GRAVE.has(mark) ? classes.markGrave : ''}`}>
            <Icon size={14} aria-hidden />
            {text.marks[mark]}
          </span>
        );
      })}
    </div>
  );
}

/** Who gave the first of two approvals. */
export function FirstApproval({ row }: { row: SuggestionView }): React.JSX.Element | null {
  const text = useText(inboxText);
  const format = useFormat();
  const who = useWho();
  const me = useMe();
  const first = row.firstApproval;
  if (first === null) return null;
  const words =
    first.by === `user:${me.name}` ? text.firstByYou : text.firstBy({ who: who(first.by), ago: format.ago(first.at) });
  return (
    <Badge
      variant="light"
      tt="none"
      radius="sm"
      fw={500}
      leftSection={<IconUsers size={13} aria-hidden />}
      h="auto"
      py={2}
      styles={{ label: { whiteSpace: 'normal', lineHeight: 1.3 } }}
    >
      {words}
    </Badge>
  );
}

interface RefusalNoteProps {
  refusal: Refusal;
  onDismiss(): void;
  onLookAgain(): void;
}

/** Why a row is back: who decided what before, or which limit is in the way. */
export function RefusalNote({ refusal, onDismiss, onLookAgain }: RefusalNoteProps): React.JSX.Element {
  const text = useText(inboxText);
  const format = useFormat();
  const language = useLanguage();
  const who = useWho();
  const problem = new ApiProblem({ ...refusal, type: '', title: '', status: 409, instance: '' });
  const decided = refusal.values.decided as
    { action: keyof typeof inboxText.id.by; by: string; at: string; reason: string | null } | undefined;
  // Limits carry their figures and what to do about them, in both languages.
  const crossed = refusal.values.crossed as { code: string; sentence: Record<Language, string> }[] | undefined;
  const isStale = refusal.code === 'already-decided' || refusal.code === 'suggestion-changed';
  const sentence =
    isStale && decided !== undefined
      ? text.by[decided.action]({ who: who(decided.by), ago: format.ago(decided.at) })
      : problemSentence(problem, language);
  return (
    <Alert color="orange" py="xs" mt="xs" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      <Text fz="sm">{sentence}</Text>
      {isStale && decided?.reason != null && <Text fz="xs">{text.because({ reason: decided.reason })}</Text>}
      {crossed !== undefined
        ? crossed.map((limit) => (
            <Text key={limit.code} fz="sm">
              {limit.sentence[language]}
            </Text>
          ))
        : refusal.errors.map((error) => (
            <Text key={error.code} fz="sm">
              {fieldSentence(error, language, refusal.values)}
            </Text>
          ))}
      <Group gap="md" mt={4}>
        {isStale && (
          <Anchor component="button" fz="sm" c="inherit" underline="always" onClick={onLookAgain}>
            {text.lookAgain}
          </Anchor>
        )}
        <Anchor component="button" fz="sm" c="inherit" underline="always" onClick={onDismiss}>
          {text.dismiss}
        </Anchor>
      </Group>
    </Alert>
  );
}
