import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AwsChunkedDecoder, type ChunkedBody } from './aws-chunked.decoder.js';
import { chunkSignature, readSignature, trailerSignature, verifySignature } from './sigv4.rules.js';

/** The worked example of the Amazon S3 API Reference: 66,560 times "a" in chunks of 64 KiB and 1 KiB. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const request = {
  method: 'PUT',
  target: '/examplebucket/chunkObject.txt',
  headers: {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=content-encoding;' +
      'content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class, ' +
      'Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  },
};
const signing = verifySignature(request, readSignature(request), SECRET);
if (!signing) throw new Error('the example is not proven');
const PUBLISHED =
  `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65_536)}\r\n` +
  `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1_024)}\r\n` +
  `0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n`;

const PLAIN: ChunkedBody = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const UNSIGNED: ChunkedBody = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const TRAILED: ChunkedBody = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';

function decode(body: string, kind: ChunkedBody = PLAIN, pieceBytes = 7_919) {
  if (!signing) throw new Error('the example is not proven');
  const decoder = new AwsChunkedDecoder(kind, signing);
  const bytes = Buffer.from(body);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    out.push(...decoder.decode(bytes.subarray(at, at + pieceBytes)));
  decoder.end();
  return { text: Buffer.concat(out).toString(), trailers: Object.fromEntries(decoder.trailers()) };
}

function trailed(data: string, lines: string, over: { signature?: string } = {}): string {
  if (!signing) throw new Error('the example is not proven');
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const first = chunkSignature(signing, signing.seed, digest(data));
  const last = chunkSignature(signing, first, digest(''));
  const signature = over.signature ?? trailerSignature(signing, last, lines);
  return (
    `${data.length.toString(16)};chunk-signature=${first}\r\n${data}\r\n0;chunk-signature=${last}\r\n` +
    `${lines.replaceAll('\n', '\r\n')}x-amz-trailer-signature:${signature}\r\n\r\n`
  );
}

describe('a chunked body', () => {
  it.each([1_000_000, 7_919, 64, 1])('of the published example comes out whole, in pieces of %i bytes', (bytes) => {
    expect(decode(PUBLISHED, PLAIN, bytes).text).toBe('a'.repeat(66_560));
  });

  it('gives what follows the last chunk', () => {
    const lines = 'x-amz-checksum-crc32:AAAAAA==\n';
    expect(decode(trailed('hello', lines), TRAILED)).toMatchObject({
      text: 'hello',
      trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
    const unsigned = '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    expect(decode(unsigned, UNSIGNED)).toEqual({
      text: 'hello',
      trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
  });

  it.each<[string, string, ChunkedBody, string]>([
    ['one byte changed', PUBLISHED.replace('aa\r\n400', 'ab\r\n400'), PLAIN, 'SignatureDoesNotMatch'],
    ['chunks left out', PUBLISHED.replace(/400;[^\n]+\n[^\n]+\n/, ''), PLAIN, 'SignatureDoesNotMatch'],
    ['cut before the last chunk', PUBLISHED.slice(0, 66_700), PLAIN, 'IncompleteBody'],
    ['cut at the very end', PUBLISHED.slice(0, -2), PLAIN, 'IncompleteBody'],
    ['an unsigned chunk', '5\r\nhello\r\n0\r\n\r\n', PLAIN, 'AccessDenied'],
    ['a size that is none', 'zz\r\nhello\r\n', UNSIGNED, 'InvalidRequest'],
    ['a giant chunk', 'ffffffff\r\n', UNSIGNED, 'InvalidRequest'],
    ['a chunk longer than it says', '2\r\nhello\r\n0\r\n\r\n', UNSIGNED, 'InvalidRequest'],
    ['an endless line', '5'.repeat(5_000), UNSIGNED, 'InvalidRequest'],
    ['something after the end', '0\r\n\r\nmore', UNSIGNED, 'InvalidRequest'],
    ['endless trailers', `0\r\n${'a:b\r\nc:d\r\n'.repeat(99)}`, UNSIGNED, 'InvalidRequest'],
    ['a trailer where none was announced', PUBLISHED.slice(0, -2) + 'a:b\r\n\r\n', PLAIN, 'InvalidRequest'],
    [
      'a trailer with another signature',
      trailed('hello', 'x-amz-checksum-crc32:AAAAAA==\n', { signature: 'f'.repeat(64) }),
      TRAILED,
      'SignatureDoesNotMatch',
    ],
  ])('is refused: %s', (_, body, kind, code) => {
    expect(() => decode(body, kind)).toThrow(expect.objectContaining({ code }));
  });
});
