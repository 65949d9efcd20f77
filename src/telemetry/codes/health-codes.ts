import { readCodeTable } from './code-table.js';
import type { Explained } from './result-codes.js';

const MESSAGES = readCodeTable('health');
const PARTS = readCodeTable('health-parts');
/** `0x` and the byte that names the part. */
const PART_LENGTH = 4;

/** What a health code means; of an unknown one at least which part of the device it is about. */
export function explainHealth(code: string): Explained<string> {
  const key = code.toLowerCase();
  const words = MESSAGES.get(key);
  if (words) return { code, known: true, ...words };
  const part = PARTS.get(key.slice(0, PART_LENGTH));
  const about = part ? { zh: `${part.zh}：`, en: `${part.en}: ` } : { zh: '', en: '' };
  return { code, known: false, zh: `${about.zh}未知告警 ${code}`, en: `${about.en}unknown warning ${code}` };
}
