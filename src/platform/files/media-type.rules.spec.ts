import { describe, expect, it } from '@jest/globals';
import { HEAD_BYTES, recogniseMediaType } from './media-type.rules.js';
import { UNRECOGNISED, extensionOf } from './media-types.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const iso = (brand: string): Buffer => Buffer.concat([hex('00000018'), Buffer.from(`ftyp${brand}`), hex('00000000')]);

describe('media type by the first bytes', () => {
  it.each([
    [hex('ffd8ffe0 0010'), 'image/jpeg'],
    [hex('89504e47 0d0a1a0a'), 'image/png'],
    [hex('4d4d002a 00000008'), 'image/tiff'],
    [hex('49492b00 0800'), 'image/tiff'],
    [Buffer.from('RIFF\x10\0\0\0WEBPVP8 '), 'image/webp'],
    [Buffer.from('RIFF\x10\0\0\0WAVEfmt '), 'audio/wav'],
    [iso('heic'), 'image/heic'],
    [iso('mif1'), 'image/heic'],
    [iso('avif'), 'image/avif'],
    [iso('qt  '), 'video/quicktime'],
    [iso('isom'), 'video/mp4'],
    [iso('M4A '), 'audio/mp4'],
    [Buffer.from('%PDF-1.7'), 'application/pdf'],
    [Buffer.from('{"type":"FeatureCollection"}'), 'application/json'],
    [Buffer.from('<?xml version="1.0"?><gpx version="1.1">'), 'application/gpx+xml'],
    [Buffer.from('<kml xmlns="http://www.opengis.net/kml/2.2">'), 'application/vnd.google-earth.kml+xml'],
    [Buffer.from('\uFEFF  <svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'image/svg+xml'],
    [Buffer.from('<?xml version="1.0"?><!-- a --><svg:svg xmlns:svg="x">'), 'image/svg+xml'],
    [Buffer.from('<!DOCTYPE html><p>'), 'text/html'],
    [Buffer.from('<script>alert(1)</script>'), 'text/html'],
    [Buffer.from('1\n00:00:00,000 --> 00:00:00,033\n现场'), 'text/plain'],
    [Buffer.alloc(0), UNRECOGNISED],
    [hex('00010203 04050607'), UNRECOGNISED],
  ])('%#: %j', (head, mediaType) => {
    expect(recogniseMediaType(head)).toBe(mediaType);
    expect(extensionOf(mediaType)).not.toBe('');
  });

  it('finds a transport stream by its repeated sync byte only', () => {
    const stream = Buffer.alloc(564, 1);
    for (const at of [0, 188, 376]) stream[at] = 0x47;
    expect(recogniseMediaType(stream)).toBe('video/mp2t');
    stream[188] = 0;
    expect(recogniseMediaType(stream)).toBe(UNRECOGNISED);
  });

  it('forgives a character cut by the end of the head', () => {
    const head = Buffer.from('天'.repeat(2000)).subarray(0, HEAD_BYTES);
    expect(HEAD_BYTES % 3).not.toBe(0);
    expect(recogniseMediaType(head)).toBe('text/plain');
  });

  it('takes a polyglot by its first bytes: a JPEG with HTML behind it is a JPEG', () => {
    expect(recogniseMediaType(Buffer.concat([hex('ffd8ffe0'), Buffer.from('<html><script>')]))).toBe('image/jpeg');
  });
});
