import { describe, expect, it } from '@jest/globals';
import { checkpointText, parseCheckpoint } from './checkpoint.rules.js';

const root = Buffer.alloc(32, 9);
const ROOT = root.toString('base64');

describe('a checkpoint', () => {
  it('is three lines that are read back', () => {
    const text = checkpointText({ origin: 'log.example/one', size: 12, root });
    expect(text).toBe(`log.example/one\n12\n${ROOT}\n`);
    expect(parseCheckpoint(text)).toEqual({ origin: 'log.example/one', size: 12, root });
    expect(parseCheckpoint(`${text}extension\n`)).toMatchObject({ size: 12 });
  });

  it.each([
    '',
    `\n12\n${ROOT}\n`,
    `a\n012\n${ROOT}\n`,
    `a\n-1\n${ROOT}\n`,
    `a\n1e3\n${ROOT}\n`,
    `a\n99999999999999999999\n${ROOT}\n`,
    `a\n12\n${ROOT}`,
    `a\n12\n${ROOT.slice(4)}\n`,
    `a\n12\n${ROOT}=\n`,
    `a\n12\n${ROOT}\n\n`,
    `a\n12\n`,
  ])('is not %j', (text) => {
    expect(parseCheckpoint(text)).toBeNull();
  });
});
