import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unguarded } from './cell.rules.js';
import { CsvParser, separatorOf } from './csv.parser.js';
import { csvLine } from './csv.writer.js';

function recordsOf(text: string, cutAt = text.length): string[][] {
  const parser = new CsvParser(separatorOf(text));
  return [...parser.push(text.slice(0, cutAt)), ...parser.push(text.slice(cutAt)), ...parser.end()];
}

describe('CSV', () => {
  it.each([
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a,\n\n,b\n', [['a', ''], [''], ['', 'b']]],
    ['"a ""b"", c",d\n', [['a "b", c', 'd']]],
    ['"two\r\nlines",x\n', [['two\r\nlines', 'x']]],
    ['5" pipe,x\n', [['5" pipe', 'x']]],
    ['""\n', [['']]],
    ['a\tb,c\td\te\n', [['a', 'b,c', 'd', 'e']]],
    [
      'a;b;c\n1,5;2;3\n',
      [
        ['a', 'b', 'c'],
        ['1,5', '2', '3'],
      ],
    ],
    ['', []],
  ])('%j', (text, records) => {
    expect(recordsOf(text)).toEqual(records);
  });

  it('refuses a quotation mark that is never closed', () => {
    expect(() => recordsOf('a,"b\nc,d\n')).toThrow(expect.objectContaining({ code: 'SPREADSHEET_UNREADABLE' }));
  });

  it('refuses a cell and a line without end', () => {
    const refusal = expect.objectContaining({ code: 'SPREADSHEET_TOO_LARGE' });
    expect(() => recordsOf('x'.repeat(40_000))).toThrow(refusal);
    expect(() => recordsOf(','.repeat(300))).toThrow(refusal);
  });

  it('gives back what was written, wherever the text is cut', () => {
    const cell = fc.string({
      unit: fc.constantFrom('"', ',', ';', '\r', '\n', '\t', "'", '=', '+', '-', '@', ' ', 'a', '证'),
    });
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(table, fc.nat(200), (rows, cutAt) => {
        const text = rows.map(csvLine).join('');
        const parser = new CsvParser(',');
        const records = [...parser.push(text.slice(0, cutAt)), ...parser.push(text.slice(cutAt)), ...parser.end()];
        expect(records.map((record) => record.map(unguarded))).toEqual(rows);
        for (const raw of records.flat()) expect(raw).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});
