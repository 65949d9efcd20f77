import { describe, expect, it } from '@jest/globals';
import { ACTIVE_MEDIA_TYPES, UNRECOGNISED, extensionOf, servedContentType } from './media-types.js';

describe('how a file is served', () => {
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
