import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { rotated, secretText, signedHeaders, validSecrets } from '../../../src/core/webhook/signature.js';

const NOW = Date.UTC(2026, 2, 31, 2, 15);
const only = (secret: string) => [{ secret, until: null }];

describe('signatures', () => {
  it('are those of the example that Standard Webhooks publishes', () => {
    const headers = signedHeaders(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
      only('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('of text beyond ASCII are those of its UTF-8 bytes, as the library reckons them', () => {
    const secret = secretText(Uint8Array.from({ length: 32 }, (_, i) => i * 7));
    const body = '{"data":"Kopi Aceh — ☕"}';
    const headers = signedHeaders('msg_1', Date.now(), body, only(secret));
    expect(new Webhook(secret).verify(body, headers)).toEqual({ data: 'Kopi Aceh — ☕' });
    expect(() => new Webhook(secret).verify(body.replace('Aceh', 'Gayo'), headers)).toThrow('No matching signature');
  });
});

describe('a rotation', () => {
  const [OLD, NEW] = [secretText(new Uint8Array(32).fill(1)), secretText(new Uint8Array(32).fill(2))];

  it('signs with both secrets, so that a receiver with either accepts', () => {
    const secrets = rotated(only(OLD), NEW, 3_600_000, NOW);
    expect(secrets).toEqual([
      { secret: NEW, until: null },
      { secret: OLD, until: NOW + 3_600_000 },
    ]);
    const headers = signedHeaders('msg_1', Date.now(), '{}', validSecrets(secrets, NOW));
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
    for (const secret of [OLD, NEW]) expect(new Webhook(secret).verify('{}', headers)).toEqual({});
  });

  it('is over when its time is over: the old secret signs no more', () => {
    const secrets = rotated(only(OLD), NEW, 3_600_000, NOW);
    expect(validSecrets(secrets, NOW + 3_599_999)).toHaveLength(2);
    expect(validSecrets(secrets, NOW + 3_600_000)).toEqual([{ secret: NEW, until: null }]);
    expect(rotated(only(OLD), NEW, 0, NOW)).toEqual([{ secret: NEW, until: null }]);
  });

  it('does not lengthen the time of a secret that was on its way out', () => {
    const first = rotated(only(OLD), NEW, 1_000, NOW);
    const second = rotated(first, 'whsec_third', 3_600_000, NOW + 500);
    expect(second.map(({ until }) => until)).toEqual([null, NOW + 500 + 3_600_000, NOW + 1_000]);
    let many = only(OLD);
    for (let i = 0; i < 9; i++) many = rotated(many, `whsec_${i}`, 3_600_000, NOW) as typeof many;
    expect(many.map(({ secret }) => secret)).toEqual(['whsec_8', 'whsec_7', 'whsec_6', 'whsec_5']);
  });
});
