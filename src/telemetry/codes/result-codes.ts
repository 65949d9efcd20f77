import { type CodeWords, readCodeTable } from './code-table.js';

const RESULTS = readCodeTable('results');
const DONE: CodeWords = { zh: '成功', en: 'done' };

export interface Explained<Code> extends CodeWords {
  readonly code: Code;
  /** False: nobody has put it into words yet. */
  readonly known: boolean;
}

/** What a result of a device means. */
export function explainResult(code: number): Explained<number> {
  const words = code === 0 ? DONE : RESULTS.get(String(code));
  return words
    ? { code, known: true, ...words }
    : { code, known: false, zh: `未知结果 ${code}`, en: `unknown result ${code}` };
}
