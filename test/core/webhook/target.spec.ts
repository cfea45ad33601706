import { describe, expect, it } from 'vitest';
import { isPublicAddress, literalAddress, targetFault } from '../../../src/core/webhook/target.js';

describe('addresses out on the internet', () => {
  it.each(['8.8.8.8', '203.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ...['127.0.0.1', '127.8.9.1', '0.0.0.0', '0.1.2.3', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '192.0.0.8', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', 'fec0::1'],
    ...['::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::10.0.0.1', '::808:808'],
    ...['64:ff9b::a00:1', '2002:7f00:1::', '2001::1', 'example.com', ''],
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('a target', () => {
  it('may have faults, each of them told apart', () => {
    const faults = [
      'example.com/hook',
      'ftp://example.com/',
      'https://me:secret@example.com/',
      'https://example.com/#x',
      'http://example.com/',
      'https://localhost/hook',
      'https://api.localhost./',
    ].map((url) => targetFault(url, false));
    expect(faults).toEqual([
      ...['not-a-url', 'not-https', 'has-password', 'has-hash', 'is-http', 'is-private', 'is-private'],
    ]);
    expect(targetFault('https://example.com/hook?shop=1', false)).toBeNull();
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/', // 127.0.0.1 as one number
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('%s is this machine or a private network, however it is written', (url) => {
    expect(targetFault(url, false)).toBe('is-private');
    expect(targetFault(url, true)).toBeNull();
  });

  it('may be anything where it is allowed, but still no address with a password', () => {
    expect(targetFault('http://localhost:9000/hook', true)).toBeNull();
    expect(targetFault('http://a:b@localhost/', true)).not.toBeNull();
    expect(literalAddress(new URL('https://[::1]/'))).toBe('::1');
    expect(literalAddress(new URL('https://example.com/'))).toBeNull();
  });
});
