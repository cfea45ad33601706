import type { AuditView } from '../../../src/contract/access';
import { useWho } from '../../parts/who';
import { auditText } from '../../text/settings-audit';
import { useText } from '../../text/texts';

/** What one line of the audit log says, as a sentence. */
export function useAuditSentence(): (entry: AuditView) => string {
  const text = useText(auditText);
  const actor = useWho();
  return (entry) => {
    const who = actor(entry.actor);
    const what = entry.subject.slice(entry.subject.indexOf(':') + 1);
    if (!Object.hasOwn(text.actions, entry.action))
      return text.other({ who, action: entry.action, what: entry.subject });
    return text.actions[entry.action as keyof typeof text.actions]({ who, what, more: moreOf(entry) });
  };
}

/** The part of the details that belongs into the sentence: what was written, else what it is about. */
function moreOf({ detail }: AuditView): string {
  const { note, heldReason, file, name, sku, channel, kind, url } = detail;
  if (typeof note === 'string') return note;
  if (typeof heldReason === 'string') return heldReason;
  if (typeof file === 'string') return file;
  if (typeof name === 'string') return name;
  if (typeof url === 'string') return url;
  if (typeof sku === 'string') return typeof channel === 'string' ? `${sku} · ${channel}` : sku;
  return typeof kind === 'string' ? kind : '';
}
