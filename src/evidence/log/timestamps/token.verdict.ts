import { createHash } from 'node:crypto';
import { type Certificate, SignedDataVerifyError } from 'pkijs';
import type { TimestampFault } from './timestamp.codes.js';
import type { TimestampQuestion } from './timestamp.request.js';
import { derOf, isForTime, nameOf, readAnswer, type ReadAnswer, type ReadToken } from './token.reader.js';

/** What is kept of a good answer besides its bytes. */
export interface TokenFacts {
  /** Whose certificate signed it. */
  readonly authority: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** By the authority's clock. */
  readonly stampedAt: Date;
}

export type TokenVerdict =
  { readonly ok: true; readonly facts: TokenFacts } | { readonly ok: false; readonly fault: TimestampFault };

/** The authority's clock and ours may be so far apart. */
const APART_MS = 5 * 60_000;
/** Of pkijs: no path from the signer's certificate to a trusted one. */
const NO_PATH = 5;

/**
 * Holds an answer against the question (RFC 3161, 2.2): status, digest, number, the signer's certificate and purpose,
 * signature and clock. Nothing that an authority sends makes it throw.
 */
export async function judgeAnswer(
  der: Buffer,
  question: TimestampQuestion,
  { authorities, now }: { readonly authorities: readonly Certificate[]; readonly now: Date },
): Promise<TokenVerdict> {
  const answer = readOrNull(der);
  if (!answer) return refused('NOT_DER');
  if (answer.state === 'refused') return refused('STATUS_REFUSED');
  const { token } = answer;
  const fault = faultOfContent(token, question, now) ?? (await faultOfSignature(token, question, authorities));
  if (fault !== null || !token.signer) return refused(fault ?? 'SIGNER_UNKNOWN');
  const { serial, stampedAt, signer } = token;
  return { ok: true, facts: { authority: nameOf(signer), serial, stampedAt } };
}

function readOrNull(der: Buffer): ReadAnswer | null {
  try {
    return readAnswer(der);
  } catch {
    return null;
  }
}

function faultOfContent(
  { isSha256, imprint, nonce, stampedAt, signer }: ReadToken,
  question: TimestampQuestion,
  now: Date,
): TimestampFault | null {
  if (!isSha256 || !imprint.equals(createHash('sha256').update(question.stamped).digest())) return 'IMPRINT_OTHER';
  if (!nonce?.equals(question.nonce)) return 'NONCE_OTHER';
  if (!signer) return 'SIGNER_UNKNOWN';
  if (!isForTime(signer)) return 'SIGNER_NOT_FOR_TIME';
  if (stampedAt < signer.notBefore.value || stampedAt > signer.notAfter.value) return 'SIGNER_EXPIRED';
  return Math.abs(stampedAt.getTime() - now.getTime()) > APART_MS ? 'CLOCK_APART' : null;
}

/**
 * The certificate whose key fits is found by its issuer and number, which anybody may write; it has to be the one that was
 * judged, which the signed attribute names (RFC 5035, 2).
 */
async function faultOfSignature(
  { signed, signer }: ReadToken,
  { stamped }: TimestampQuestion,
  authorities: readonly Certificate[],
): Promise<TimestampFault | null> {
  try {
    const { signatureVerified, signerCertificate } = await signed.verify({
      signer: 0,
      data: Uint8Array.from(stamped).buffer,
      trustedCerts: [...authorities],
      checkChain: true,
      extendedMode: true,
    });
    const isBySigner = signer && signerCertificate && derOf(signerCertificate).equals(derOf(signer));
    return isBySigner && signatureVerified === true ? null : 'SIGNATURE_WRONG';
  } catch (error) {
    return error instanceof SignedDataVerifyError && error.code === NO_PATH ? 'SIGNER_UNKNOWN' : 'SIGNATURE_WRONG';
  }
}

function refused(fault: TimestampFault): TokenVerdict {
  return { ok: false, fault };
}
