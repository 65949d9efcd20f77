import { describe, expect, it } from '@jest/globals';
import { EVIDENCE_KINDS } from './evidence.codes.js';
import { ACTIVE_MEDIA_TYPES, UNRECOGNISED, admit, extensionOf, safeFileName, servedContentType } from './type-table.js';

describe('what may be kept as what', () => {
  it.each([
    ['photo', 'image/jpeg'],
    ['photo', 'image/tiff'],
    ['video', 'video/mp4'],
    ['document', 'application/pdf'],
    ['document', 'image/png'],
    ['audio', 'audio/amr'],
    ['track', 'application/gpx+xml'],
    ['record', 'application/json'],
  ] as const)('a %s may be %s', (kind, mediaType) => {
    expect(admit(kind, mediaType)).toMatchObject({ admitted: true });
  });

  it.each([
    ['photo', 'text/plain', ['document', 'track', 'record', 'other']],
    ['photo', 'image/svg+xml', ['document', 'other']],
    ['photo', 'text/html', ['document', 'record', 'other']],
    ['video', 'image/jpeg', ['photo', 'document', 'other']],
    ['audio', 'application/pdf', ['document', 'record', 'other']],
  ] as const)('a %s is never %s, and the answer names the kinds it could be', (kind, mediaType, admittedKinds) => {
    expect(admit(kind, mediaType)).toEqual({ admitted: false, admittedKinds });
  });

  it('keeps bytes of no known form as any kind, flagged where a form was promised', () => {
    for (const kind of EVIDENCE_KINDS) {
      const flags = kind === 'other' ? [] : ['MEDIA_TYPE_UNRECOGNISED'];
      expect(admit(kind, UNRECOGNISED)).toEqual({ admitted: true, flags });
    }
  });

  it('flags what a browser would run', () => {
    expect(admit('document', 'text/html')).toEqual({ admitted: true, flags: ['ACTIVE_CONTENT'] });
  });
});

describe('how an original is served', () => {
  it('never as a type a browser runs', () => {
    expect(ACTIVE_MEDIA_TYPES).toEqual(expect.arrayContaining(['image/svg+xml', 'text/html', 'application/xml']));
    for (const mediaType of ACTIVE_MEDIA_TYPES) expect(servedContentType(mediaType)).toBe(UNRECOGNISED);
  });

  it('under its own type otherwise', () => {
    expect(servedContentType('image/jpeg')).toBe('image/jpeg');
    expect(servedContentType('text/plain')).toBe('text/plain; charset=utf-8');
    expect(servedContentType('application/x-made-up')).toBe(UNRECOGNISED);
    expect(extensionOf('image/tiff')).toBe('tif');
  });
});

describe('file names', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\DCIM\\DJI_0001.JPG', 'DJI_0001.JPG'],
    ['a\u0000b\r\nSet-Cookie: x.jpg', 'abSet-Cookie x.jpg'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
  ])('%j is cleaned to %j', (given, name) => {
    expect(safeFileName(given)).toEqual({ name, cleaned: true });
  });

  it('leaves an honest name alone, also a Chinese one', () => {
    expect(safeFileName('滹沱河东岸 航拍_0012.JPG')).toEqual({ name: '滹沱河东岸 航拍_0012.JPG', cleaned: false });
  });

  it('cuts a name that is too long by characters, not by halves of them', () => {
    const { name } = safeFileName('\u{1F681}'.repeat(400));
    expect(Array.from(name)).toHaveLength(180);
  });
});
