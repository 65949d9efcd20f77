import { expect, it } from '@jest/globals';
import { idOf } from './index.js';

it('the same words have the same id, and no others', () => {
  expect(idOf('a', 'bc')).toBe(idOf('a', 'bc'));
  expect(idOf('a', 'bc')).not.toBe(idOf('ab', 'c'));
  expect(idOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
