import { createHash } from 'node:crypto';
import { endOf, frozen, type HandoverEnd, listed } from './shift.rules.js';

describe('a shift that is offered', () => {
  const people = { givenBy: 'li', givenTo: 'wang' };

  it.each<[HandoverEnd, string, string | undefined]>([
    ['take', 'wang', 'taken'],
    ['take', 'li', undefined],
    ['decline', 'wang', 'declined'],
    ['decline', 'zhao', undefined],
    ['withdraw', 'li', 'withdrawn'],
    ['withdraw', 'wang', undefined],
  ])('%s by %s: %s', (end, by, state) => {
    expect(endOf(end, people, by)).toBe(state);
  });
});

describe('the sheet of a shift', () => {
  it('is the same bytes in whatever order its fields came', () => {
    expect(frozen({ b: 1, a: [2] })).toEqual(frozen({ a: [2], b: 1 }));
  });

  it('is named by its digest', () => {
    const { sheet, sheetSha256 } = frozen({ a: '值班' });
    expect(sheetSha256).toEqual(createHash('sha256').update(sheet, 'utf8').digest());
  });
});

describe('a list of the board', () => {
  it('says when there is more than it shows', () => {
    expect(listed([1, 2, 3], 2)).toEqual({ items: [1, 2], more: true });
    expect(listed([1, 2], 2)).toEqual({ items: [1, 2], more: false });
  });
});
