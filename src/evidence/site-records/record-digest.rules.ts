import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/index.js';
import type { SiteRecordKind } from './site-record.codes.js';
import type { SiteRecordContent } from './site-record.types.js';

/** What is signed. */
export interface SignedText {
  readonly id: string;
  readonly kind: SiteRecordKind;
  readonly caseId: string;
  /** The record that this one corrects. */
  readonly correctsId: string | null;
  readonly content: SiteRecordContent;
}

const FORM = 'skydocket site record 1';

/** Canonical JSON of the record (RFC 8785): the bytes that every signature stands under. */
export function signedText({ id, kind, caseId, correctsId, content }: SignedText): string {
  return canonicalJson({ form: FORM, id, kind, caseId, correctsId, content });
}

/** SHA-256 of the signed text, in hex. */
export function recordDigest(record: SignedText): string {
  return createHash('sha256').update(signedText(record), 'utf8').digest('hex');
}

/** RFC 4648, 6. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CODE_LETTERS = 16;
const GROUP = 4;

/** The first 80 bits of a digest as people read and type them: `ABCD-EFGH-IJKL-MNOP`. */
export function shortCode(digest: string): string {
  const bits = BigInt(`0x${digest.slice(0, (CODE_LETTERS * 5) / 4)}`);
  const letters = Array.from({ length: CODE_LETTERS }, (_, index) =>
    BASE32.charAt(Number((bits >> BigInt(5 * (CODE_LETTERS - 1 - index))) & 31n)),
  );
  return Array.from({ length: CODE_LETTERS / GROUP }, (_, group) =>
    letters.slice(group * GROUP, (group + 1) * GROUP).join(''),
  ).join('-');
}

/** Whether what was typed or scanned is the code of the digest, however it is spaced or spelt. */
export function isCodeOf(typed: string, digest: string): boolean {
  const bare = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, '');
  return bare(typed) === bare(shortCode(digest));
}

/** What the QR code on paper says: enough to hold the record against its digest without asking anybody. */
export function codeText(id: string, digest: string): string {
  return `skydocket:site-record:${id}:sha256:${digest}`;
}
