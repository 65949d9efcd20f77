import { describe, expect, it } from '@jest/globals';
import { announcementIn, headerFault } from './tus-headers.rules.js';

const VERSION = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the headers of an upload', () => {
  it.each([
    ['POST', { 'upload-length': '10' }, undefined],
    ['POST', {}, 'TUS_HEADER_INVALID'],
    ['POST', { 'upload-length': '-1' }, 'TUS_HEADER_INVALID'],
    ['POST', { 'upload-length': '01' }, 'TUS_HEADER_INVALID'],
    ['POST', { 'upload-length': '9999999999999999' }, 'TUS_HEADER_INVALID'],
    ['POST', { 'upload-length': '10', 'upload-concat': 'final;/a' }, 'TUS_HEADER_INVALID'],
    ['PATCH', { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, undefined],
    ['PATCH', { 'upload-offset': '0', 'content-type': 'application/json' }, 'TUS_HEADER_INVALID'],
    ['PATCH', { 'content-type': 'application/offset+octet-stream' }, 'TUS_HEADER_INVALID'],
    ['HEAD', {}, undefined],
    ['DELETE', {}, undefined],
  ])('%s %j: %s', (method, headers, code) => {
    expect(headerFault(method, { ...VERSION, ...headers })?.code).toBe(code);
  });

  it('name the version first', () => {
    expect(headerFault('HEAD', {})?.code).toBe('TUS_VERSION');
    expect(headerFault('HEAD', { 'tus-resumable': '0.2.2' })?.code).toBe('TUS_VERSION');
  });

  it('say what comes; what clients add by themselves is no part of it', () => {
    const metadata = [
      `filename ${base64('样本.jpg')}`,
      `kind ${base64('photo')}`,
      `collectors ${base64('[{"name":"王"}]')}`,
      `filetype ${base64('image/jpeg')}`,
      'relativePath',
    ].join(',');
    expect(announcementIn({ 'upload-length': '3', 'upload-metadata': metadata })).toEqual({
      fileName: '样本.jpg',
      sizeBytes: 3,
      input: { kind: 'photo', collectors: [{ name: '王' }] },
    });
  });

  it.each([
    '',
    'kind',
    'kind photo!',
    `kind ${base64('photo')} more`,
    `kind ${base64('photo')},kind ${base64('photo')}`,
  ])('cannot be read: %j', (metadata) => {
    expect(() => announcementIn({ 'upload-length': '3', 'upload-metadata': metadata })).toThrow();
  });
});
