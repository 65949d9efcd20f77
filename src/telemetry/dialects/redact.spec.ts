import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../sample.js';
import { redactedExtract, redactSecrets } from './redact.js';

describe('redactSecrets', () => {
  it('replaces secrets at any depth and the user of an address', () => {
    const value = {
      list: [{ device_secret: 'a', nonce: 'b', keep: 1 }],
      live: { url: 'rtsp://user:word@192.0.2.7:554/1', security_token: 't', password: 'p' },
      sim_info: { iccid: '8986', eid: '1', needed: true, msisdn: '13800000000' },
    };
    expect(redactSecrets(value)).toEqual({
      list: [{ device_secret: '[redacted]', nonce: '[redacted]', keep: 1 }],
      live: { url: 'rtsp://[redacted]@192.0.2.7:554/1', security_token: '[redacted]', password: '[redacted]' },
      sim_info: { iccid: '[redacted]', eid: '[redacted]', needed: true, msisdn: '[redacted]' },
    });
  });

  it('leaves what PostgreSQL stores: no NUL, no lone surrogate, no bottomless nesting', () => {
    const deep = JSON.parse('{"a":'.repeat(500) + '1' + '}'.repeat(500)) as JsonObject;
    expect(JSON.stringify(redactSecrets(deep)).length).toBeLessThan(200);
    expect(redactSecrets({ 'k\u0000': 'x\u0000y\ud800z' })).toEqual({ k: 'xy\ufffdz' });
    expect(redactSecrets(JSON.parse('{"__proto__":{"polluted":1}}') as JsonObject)).not.toHaveProperty('polluted');
  });

  it('cuts an extract to small members', () => {
    const extract = redactedExtract({
      small: 1,
      large: 'x'.repeat(600),
      list: Array.from({ length: 400 }, () => 1),
      nonce: 'n',
    });
    expect(extract).toEqual({ small: 1, nonce: '[redacted]' });
  });
});
