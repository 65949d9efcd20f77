import { describe, expect, it } from '@jest/globals';
import { versionOf } from './version.rules.js';

describe('the version a change is based on', () => {
  it.each([
    [3, undefined, 3],
    [undefined, '"3"', 3],
    [undefined, 'W/"12"', 12],
    [undefined, '7', 7],
    [3, '"3"', 3],
  ])('body %s, If-Match %s: %s', (body, header, version) => {
    expect(versionOf(body, header)).toEqual({ ok: true, version });
  });

  it.each([
    [undefined, undefined, 'VERSION_REQUIRED'],
    [3, '"4"', 'VERSION_UNCLEAR'],
    [undefined, '*', 'VERSION_UNCLEAR'],
    [undefined, '"0"', 'VERSION_UNCLEAR'],
    [3, '"abc"', 'VERSION_UNCLEAR'],
  ])('body %s, If-Match %s: %s', (body, header, code) => {
    expect(versionOf(body, header)).toEqual({ ok: false, code });
  });
});
