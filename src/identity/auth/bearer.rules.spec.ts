import { expect, it } from '@jest/globals';
import { bearerTokenIn } from './bearer.rules.js';

it.each([
  ['Bearer abc.def', 'abc.def'],
  ['bearer abc', 'abc'],
  ['Bearer', undefined],
  ['Bearer a b', undefined],
  ['Basic abc', undefined],
  [undefined, undefined],
])('the bearer token in %j is %j', (header, token) => expect(bearerTokenIn(header)).toBe(token));
