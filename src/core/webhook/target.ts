import ipaddr from 'ipaddr.js';

/**
 * True for an address out on the internet. Everything else is not for a server to call on somebody's word: loopback,
 * private and unique-local networks, link-local ones (the metadata service of a cloud), carrier-grade NAT, tunnels that hide
 * an IPv4 address, multicast and reserved ranges. An IPv4 address written as IPv6 is judged as IPv4.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  // ::a.b.c.d, an old way of writing IPv4 that a system may still follow
  return (
    address.kind() === 'ipv4' ||
    address
      .toByteArray()
      .slice(0, 12)
      .some((byte) => byte !== 0)
  );
}

/** The address that a URL names in figures, without the brackets of IPv6; null when it names a host. */
export function literalAddress({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
}

/** What can be wrong with an address as a target, in words that follow "The address". */
export const TARGET_FAULTS = {
  'not-a-url': 'is not a URL such as https://example.com/hooks/larisin',
  'not-https': 'does not begin with https://',
  'has-password': 'must not hold a user or a password: the signature is the proof',
  'has-hash': 'must not have a part behind #: it would never be sent',
  'is-http': 'must begin with https://, so that nobody on the way reads along',
  'is-private': 'is on this machine or in a private network',
} as const;
export type TargetFault = keyof typeof TARGET_FAULTS;

/** What is wrong with an address as a target; null when nothing is. */
export function targetFault(text: string, allowPrivate: boolean): TargetFault | null {
  if (!URL.canParse(text)) return 'not-a-url';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'not-https';
  if (url.username !== '' || url.password !== '') return 'has-password';
  if (url.hash !== '') return 'has-hash';
  if (allowPrivate) return null;
  if (url.protocol === 'http:') return 'is-http';
  const literal = literalAddress(url);
  const isPrivate = literal === null ? isLocalName(url.hostname) : !isPublicAddress(literal);
  return isPrivate ? 'is-private' : null;
}

const isLocalName = (name: string): boolean => /^(.+\.)?localhost\.?$/.test(name);
