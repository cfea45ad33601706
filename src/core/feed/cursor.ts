import { Refusal } from '../refusal.js';

/**
 * Cursors are opaque to readers. Inside: what it points into (`c` changes, `s` snapshot), the channel, the position, and
 * a check sum, so that a cursor of another channel or list, a cut one, or a made-up one is refused instead of skipping.
 */
type List = 'c' | 's';

/** A place in a channel's changes: everything up to and with `seq` has been read. */
export const changesCursor = (channelId: number, seq: number): string => encode('c', channelId, seq);

/** A place in a channel's snapshot: everything up to and with entry `entryId` has been read. */
export const snapshotCursor = (channelId: number, entryId: number): string => encode('s', channelId, entryId);

/** @throws Refusal `bad-cursor` */
export const readChangesCursor = (text: string, channelId: number): number => decode('c', channelId, text);

/** @throws Refusal `bad-cursor` */
export const readSnapshotCursor = (text: string, channelId: number): number => decode('s', channelId, text);

function encode(list: List, channelId: number, position: number): string {
  const plain = `${list}.${channelId}.${position}`;
  return Buffer.from(`${plain}.${checksum(plain)}`, 'latin1').toString('base64url');
}

function decode(list: List, channelId: number, text: string): number {
  const plain = Buffer.from(text, 'base64url').toString('latin1');
  const match = /^([cs])\.(\d{1,10})\.(\d{1,15})\.([0-9a-z]+)$/.exec(plain);
  const position = Number(match?.[3]);
  if (match === null || encode(match[1] as List, Number(match[2]), position) !== text) {
    throw bad('is not a cursor of this feed. Pass one on unchanged, or leave it out to begin anew.');
  }
  if (match[1] !== list) {
    throw bad(
      list === 'c'
        ? 'is the `next` of a snapshot page. For changes, pass the `cursor` of the snapshot.'
        : 'is a cursor of changes. For further pages of the snapshot, pass its `next`.',
    );
  }
  if (Number(match[2]) !== channelId) throw bad('belongs to another channel.');
  return position;
}

const bad = (what: string): Refusal =>
  new Refusal('invalid', 'bad-cursor', `\`after\` ${what}`, {}, [
    { path: '/after', code: 'bad-cursor', message: what },
  ]);

/** FNV-1a, 32 bits: against slips, not against malice (a key may read the whole of its channel anyway). */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}
