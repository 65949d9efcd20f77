import { describe, expect, it } from '@jest/globals';
import { certificateFaults, type ShownCertificate } from './certificate.rules.js';

const NOW = new Date('2026-03-01T08:00:00Z');
const GOOD: ShownCertificate = {
  subject: 'skydocket.hebei.cn',
  issuer: 'an authority',
  validFrom: new Date('2026-02-01T00:00:00Z'),
  validTo: new Date('2026-05-01T00:00:00Z'),
  keyKind: 'rsa',
  keyBits: 2048,
  chainLength: 2,
  isSelfSigned: false,
  chainFault: null,
  isForHost: true,
  protocol: 'TLSv1.3',
};

describe('certificates that controllers are shown', () => {
  it.each<[string, Partial<ShownCertificate>, readonly string[]]>([
    ['is good', {}, []],
    ['is good with a curve', { keyKind: 'ec', keyBits: 256 }, []],
    ['signs itself', { isSelfSigned: true, chainFault: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, ['TLS_SELF_SIGNED']],
    ['has a private authority', { chainFault: 'SELF_SIGNED_CERT_IN_CHAIN' }, ['TLS_UNKNOWN_AUTHORITY']],
    ['comes alone', { chainFault: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', chainLength: 1 }, ['TLS_CHAIN_INCOMPLETE']],
    ['leads nowhere', { chainFault: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, ['TLS_UNKNOWN_AUTHORITY']],
    ['has expired', { chainFault: 'CERT_HAS_EXPIRED', validTo: NOW }, ['TLS_EXPIRED']],
    ['begins later', { chainFault: 'CERT_NOT_YET_VALID', validFrom: GOOD.validTo }, ['TLS_NOT_YET_VALID']],
    ['is for another host', { isForHost: false }, ['TLS_WRONG_HOST']],
    ['has a short key', { keyBits: 1024 }, ['TLS_KEY_SHORT']],
    [
      'is all wrong',
      { isSelfSigned: true, validTo: NOW, isForHost: false, keyBits: 1024 },
      ['TLS_SELF_SIGNED', 'TLS_EXPIRED', 'TLS_WRONG_HOST', 'TLS_KEY_SHORT'],
    ],
  ])('one that %s', (_, over, faults) => expect(certificateFaults({ ...GOOD, ...over }, NOW)).toEqual(faults));
});
