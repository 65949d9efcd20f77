import { describe, expect, it } from '@jest/globals';
import { allSoon, soon } from './soon.js';

describe('soon', () => {
  it('goes on in the same turn with what is there, and waits for what is not', async () => {
    const turns: string[] = [];
    const at = (word: string) => (value: number) => {
      turns.push(`${word} ${value}`);
      return value + 1;
    };
    expect(soon(1, at('there'))).toBe(2);
    const later = soon(Promise.resolve(3), at('later'));
    expect(turns).toEqual(['there 1']);
    expect(await later).toBe(4);
    expect(turns).toEqual(['there 1', 'later 3']);
  });

  it('passes failures on', async () => {
    await expect(soon(Promise.reject(new Error('away')), () => 1)).rejects.toThrow('away');
  });
});

describe('allSoon', () => {
  it('is a plain list when nothing has to be waited for', async () => {
    expect(allSoon([1, 2])).toEqual([1, 2]);
    const mixed = allSoon([1, Promise.resolve(2)]);
    expect(mixed).toBeInstanceOf(Promise);
    expect(await mixed).toEqual([1, 2]);
  });
});
