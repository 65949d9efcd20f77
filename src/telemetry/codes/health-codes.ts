import { readCodeTable } from './code-table.js';
import type { Explained } from './result-codes.js';

const MESSAGES = readCodeTable('health');
const KINDS = readCodeTable('health-kinds');
const GROUNDING = readCodeTable('health-grounds');
const PARTS = readCodeTable('health-parts');
/** `0x` and the byte that names the part. */
const PART_LENGTH = 4;

export interface ExplainedHealth extends Explained<string> {
  /** True: the maker says that the aircraft cannot take off with it. Null: the maker does not say. */
  readonly grounds: true | null;
}

/** What a health code means; without words of its own, which part it is about and what kind of fault that is. */
export function explainHealth(code: string): ExplainedHealth {
  const key = code.toLowerCase();
  const grounds = GROUNDING.has(key) || null;
  const words = MESSAGES.get(key);
  if (words) return { code, known: true, ...words, grounds };
  const kind = KINDS.get(key);
  const part = PARTS.get(key.slice(0, PART_LENGTH));
  const about = part ? { zh: `${part.zh}：`, en: `${part.en}: ` } : { zh: '', en: '' };
  const { zh, en } = kind ?? { zh: `未知告警 ${code}`, en: `unknown warning ${code}` };
  return { code, known: kind !== undefined, zh: about.zh + zh, en: about.en + en, grounds };
}
