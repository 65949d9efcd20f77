import { describe, expect, it } from '@jest/globals';
import {
  assertTimely,
  chunkSignature,
  readSignature,
  type SignatureClaim,
  verifySignature,
  type WireRequest,
} from './sigv4.rules.js';

/** The worked examples of the Amazon S3 API Reference, "Authenticating Requests (AWS Signature Version 4)". */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SCOPE = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const HOST = 'examplebucket.s3.amazonaws.com';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const AT = '20130524T000000Z';
const NOON = new Date('2013-05-24T00:05:00Z');

function signed(
  method: string,
  target: string,
  headers: Record<string, string>,
  signature: string,
  names: string,
): WireRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=${SCOPE},SignedHeaders=${names},Signature=${signature}`;
  return { method, target, headers: { host: HOST, 'x-amz-date': AT, ...headers, authorization } };
}

const GET = signed(
  'GET',
  '/test.txt',
  { range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY },
  'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  'host;range;x-amz-content-sha256;x-amz-date',
);
const PUT = signed(
  'PUT',
  '/test%24file.text',
  {
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
  },
  '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
);
const LIFECYCLE = signed(
  'GET',
  '/?lifecycle',
  { 'x-amz-content-sha256': EMPTY },
  'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  'host;x-amz-content-sha256;x-amz-date',
);
const LIST = signed(
  'GET',
  '/?prefix=J&max-keys=2',
  { 'x-amz-content-sha256': EMPTY },
  '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  'host;x-amz-content-sha256;x-amz-date',
);
const PRESIGNED: WireRequest = {
  method: 'GET',
  target:
    '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: { host: HOST },
};
const CHUNKED = signed(
  'PUT',
  '/examplebucket/chunkObject.txt',
  {
    host: 's3.amazonaws.com',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  },
  '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
);

const proven = (request: WireRequest, secret = SECRET) =>
  verifySignature(request, readSignature(request), secret) !== undefined;

describe('the published examples', () => {
  it.each([
    ['GET with a range', GET],
    ['PUT with a key to encode', PUT],
    ['a query without value', LIFECYCLE],
    ['a query in another order', LIST],
    ['a presigned address', PRESIGNED],
    ['the seed of a chunked body', CHUNKED],
  ])('%s is proven, and not with another secret', (_, request) => {
    expect(proven(request)).toBe(true);
    expect(proven(request, SECRET.toLowerCase())).toBe(false);
  });

  it('chunks follow from the seed', () => {
    const signing = verifySignature(CHUNKED, readSignature(CHUNKED), SECRET);
    if (!signing) throw new Error('not proven');
    const sha256 = 'bf718b6f653bebc184e1479f1935b8da974d701b893afcf49e701f3e2f9f9c5a';
    expect(chunkSignature(signing, signing.seed, sha256)).toBe(
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    );
  });
});

describe('a request that was changed after it was signed', () => {
  it.each<[string, Partial<WireRequest>]>([
    ['another method', { method: 'HEAD' }],
    ['another path', { target: '/test2.txt' }],
    ['a query put in', { target: '/test.txt?acl' }],
    ['another host', { headers: { ...GET.headers, host: 'elsewhere' } }],
    ['another range', { headers: { ...GET.headers, range: 'bytes=0-99' } }],
    ['another day', { headers: { ...GET.headers, 'x-amz-date': '20130525T000000Z' } }],
  ])('%s is not proven', (_, change) => expect(proven({ ...GET, ...change })).toBe(false));
});

describe('a signature that cannot be read', () => {
  const changed = (change: Record<string, string | undefined>): WireRequest => ({
    ...GET,
    headers: { ...GET.headers, ...change },
  });
  it.each<[string, WireRequest, string]>([
    ['none', changed({ authorization: undefined }), 'AccessDenied'],
    ['of version 2', changed({ authorization: 'AWS AKIA:xyz' }), 'InvalidRequest'],
    ['without a payload', changed({ 'x-amz-content-sha256': undefined }), 'InvalidRequest'],
    ['a header of Amazon’s that is not signed', changed({ 'x-amz-meta-a': 'b' }), 'AccessDenied'],
    ['without a date', changed({ 'x-amz-date': undefined }), 'AccessDenied'],
    ['a date that is none', changed({ 'x-amz-date': '20131399T000000Z' }), 'AccessDenied'],
    [
      'of another service',
      changed({ authorization: String(GET.headers['authorization']).replace('/s3/', '/ec2/') }),
      'InvalidRequest',
    ],
    ['a query that is not encoded', { ...PRESIGNED, target: '/x?a=%E0%A4' }, 'InvalidURI'],
    [
      'good for longer than a week',
      { ...PRESIGNED, target: PRESIGNED.target.replace('86400', '604801') },
      'InvalidArgument',
    ],
  ])('%s', (_, request, code) => expect(() => readSignature(request)).toThrow(expect.objectContaining({ code })));
});

describe('time', () => {
  const claim = (over: Partial<SignatureClaim> = {}): SignatureClaim => ({ ...readSignature(GET), ...over });
  const at = (text: string) => () => assertTimely(claim(), new Date(text));

  it('may be off by 15 minutes both ways', () => {
    expect(() => assertTimely(claim(), NOON)).not.toThrow();
    expect(at('2013-05-24T00:15:00Z')).not.toThrow();
    expect(at('2013-05-23T23:45:00Z')).not.toThrow();
    expect(at('2013-05-24T00:15:01Z')).toThrow(expect.objectContaining({ code: 'RequestTimeTooSkewed' }));
    expect(at('2013-05-23T23:44:59Z')).toThrow(expect.objectContaining({ code: 'RequestTimeTooSkewed' }));
  });

  it('of a presigned address lasts as long as it says', () => {
    const presigned = readSignature(PRESIGNED);
    expect(() => assertTimely(presigned, new Date('2013-05-24T23:59:59Z'))).not.toThrow();
    expect(() => assertTimely(presigned, new Date('2013-05-25T00:00:01Z'))).toThrow('expired');
    expect(() => assertTimely(presigned, new Date('2013-05-23T23:00:00Z'))).toThrow('15 minutes');
  });

  it('is of the credential’s own day', () => {
    expect(() => assertTimely(claim({ day: '20130523' }), NOON)).toThrow('another day');
  });
});
