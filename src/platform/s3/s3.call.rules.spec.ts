import { describe, expect, it } from '@jest/globals';
import { readCall } from './s3.call.rules.js';
import { readNamedParts } from './s3.xml.js';

const ID = '01990000-0000-7000-8000-000000000000';
const call = (method: string, target: string, headers = {}) => readCall({ method, target, headers }, '/s3/', 'b');

describe('what is asked of the store', () => {
  it.each([
    ['PUT', '/s3/b/a/%E5%9B%BE.jpg?x-id=PutObject', { kind: 'put', key: 'a/图.jpg' }],
    ['HEAD', '/s3/b/a', { kind: 'head', key: 'a' }],
    ['HEAD', '/s3/b', { kind: 'head_bucket' }],
    ['GET', '/s3/b/?location=', { kind: 'bucket_location' }],
    ['POST', '/s3/b/a?uploads=', { kind: 'initiate', key: 'a' }],
    ['PUT', `/s3/b/a?partNumber=10000&uploadId=${ID}`, { kind: 'put_part', key: 'a', uploadId: ID, number: 10_000 }],
    ['POST', `/s3/b/a?uploadId=${ID}`, { kind: 'complete', key: 'a', uploadId: ID }],
    ['DELETE', `/s3/b/a?uploadId=${ID}`, { kind: 'abort', key: 'a', uploadId: ID }],
    ['GET', `/s3/b/a?uploadId=${ID}`, { kind: 'list_parts', key: 'a', uploadId: ID, marker: 0, limit: 1_000 }],
  ])('%s %s', (method, target, expected) => expect(call(method, target)).toEqual(expected));

  it.each([
    ['GET', '/s3/b?list-type=2', 'AccessDenied'],
    ['PUT', '/s3/b', 'AccessDenied'],
    ['GET', '/s3/b/a', 'AccessDenied'],
    ['DELETE', '/s3/b/a', 'AccessDenied'],
    ['PUT', '/s3/b/a?acl', 'NotImplemented'],
    ['PUT', '/s3/other/a', 'NoSuchBucket'],
    ['PUT', `/s3/b/a?partNumber=10001&uploadId=${ID}`, 'InvalidArgument'],
    ['PUT', `/s3/b/a?partNumber=0&uploadId=${ID}`, 'InvalidArgument'],
    ['PUT', `/s3/b/a?partNumber=1&uploadId=../../x`, 'NoSuchUpload'],
    ['PUT', `/s3/b/a?partNumber=1&uploadId=${'-'.repeat(36)}`, 'NoSuchUpload'],
    ['PUT', '/s3/b/a/../c', 'InvalidURI'],
    ['PUT', '/s3/b/a%2F..%2Fc', 'InvalidURI'],
    ['PUT', '/s3/b/a%00', 'InvalidURI'],
    ['PUT', '/s3/b/a//c', 'InvalidURI'],
    ['PUT', `/s3/b/${'a'.repeat(1_025)}`, 'KeyTooLongError'],
  ])('%s %s is refused with %s', (method, target, code) =>
    expect(() => call(method, target)).toThrow(expect.objectContaining({ code })),
  );

  it('is never a copy', () => {
    expect(() => call('PUT', '/s3/b/a', { 'x-amz-copy-source': 'b/c' })).toThrow('Copies');
  });
});

describe('the parts an upload is completed with', () => {
  it('are read in their order, with quotation marks of any kind', () => {
    const part = (number: number, etag: string) =>
      `<Part><ETag>${etag}</ETag><PartNumber>${number}</PartNumber></Part>`;
    const xml = `<CompleteMultipartUpload xmlns="x">${part(2, '"bb"')}${part(1, '&quot;aa&quot;')}</CompleteMultipartUpload>`;
    expect(readNamedParts(xml)).toEqual([
      { number: 2, etag: 'bb' },
      { number: 1, etag: 'aa' },
    ]);
  });

  it.each([
    '',
    '<Other/>',
    '<CompleteMultipartUpload></CompleteMultipartUpload>',
    '<CompleteMultipartUpload><Part><PartNumber>x</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>',
    '<!DOCTYPE a [<!ENTITY b "c">]><CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>a</ETag></Part></CompleteMultipartUpload>',
  ])('are none in %s', (xml) => expect(readNamedParts(xml)).toBeUndefined());
});
