import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Fault } from './s3.fault.js';

/** AWS Signature Version 4 for S3, the side that verifies. [Amazon S3 API Reference, Authenticating Requests] */

const ALGORITHM = 'AWS4-HMAC-SHA256';
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const EMPTY_SHA256 = createHash('sha256').digest('hex');
const SKEW_MS = 15 * 60_000;
const LONGEST_PRESIGNED_SECONDS = 7 * 24 * 3_600;
const CREDENTIAL = /^([\w-]{1,128})\/(\d{8})\/([a-z0-9-]{1,40})\/s3\/aws4_request$/;

/** A request as it stands on the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, percent-encoded as they came. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a request says of who signed it. */
export interface SignatureClaim {
  readonly accessKey: string;
  readonly day: string;
  readonly region: string;
  /** `YYYYMMDDTHHMMSSZ`, as it was signed. */
  readonly signedAt: string;
  /** Null when the signature is in a header: then it is good for 15 minutes around. */
  readonly expiresSeconds: number | null;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly token: string | null;
  /** The digest of the body, or the name of how it is signed. */
  readonly payload: string;
}

/** What the signatures of one request's chunks are made with. */
export interface ChunkSigning {
  readonly key: Buffer;
  readonly signedAt: string;
  readonly scope: string;
  readonly seed: string;
}

/** @throws S3Fault when there is no signature, or it cannot be read */
export function readSignature(request: WireRequest): SignatureClaim {
  const query = queryOf(request.target);
  const authorization = headerOf(request, 'authorization');
  if (authorization !== null) return fromHeader(request, authorization);
  if (query.some(([name]) => name === 'X-Amz-Signature')) return fromQuery(query);
  throw new S3Fault('AccessDenied', 'The request is not signed');
}

function fromHeader(request: WireRequest, authorization: string): SignatureClaim {
  const [, fields] = new RegExp(`^${ALGORITHM}\\s+(.+)$`).exec(authorization) ?? [];
  if (fields === undefined) throw new S3Fault('InvalidRequest', `Sign with ${ALGORITHM}`);
  const named = new Map(fields.split(',').map((field) => splitOnce(field.trim(), '=')));
  const signedAt = headerOf(request, 'x-amz-date');
  const payload = headerOf(request, 'x-amz-content-sha256');
  if (payload === null) throw new S3Fault('InvalidRequest', 'x-amz-content-sha256 is missing');
  const signedHeaders = (named.get('SignedHeaders') ?? '').split(';');
  assertSigned(request, signedHeaders);
  return {
    ...scopeOf(named.get('Credential')),
    signedAt: instantText(signedAt),
    expiresSeconds: null,
    signedHeaders,
    signature: named.get('Signature') ?? '',
    token: headerOf(request, 'x-amz-security-token'),
    payload,
  };
}

function fromQuery(query: readonly (readonly [string, string])[]): SignatureClaim {
  const named = new Map(query);
  if (named.get('X-Amz-Algorithm') !== ALGORITHM) throw new S3Fault('InvalidRequest', `Sign with ${ALGORITHM}`);
  const expires = named.get('X-Amz-Expires') ?? '';
  const expiresSeconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (expiresSeconds < 1 || expiresSeconds > LONGEST_PRESIGNED_SECONDS)
    throw new S3Fault('InvalidArgument', 'X-Amz-Expires is out of range');
  const signedHeaders = (named.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!signedHeaders.includes('host')) throw new S3Fault('AccessDenied', 'The header host is not signed');
  return {
    ...scopeOf(named.get('X-Amz-Credential')),
    signedAt: instantText(named.get('X-Amz-Date') ?? null),
    expiresSeconds,
    signedHeaders,
    signature: named.get('X-Amz-Signature') ?? '',
    token: named.get('X-Amz-Security-Token') ?? null,
    payload: UNSIGNED_PAYLOAD,
  };
}

function scopeOf(credential: string | undefined): Pick<SignatureClaim, 'accessKey' | 'day' | 'region'> {
  const [, accessKey, day, region] = CREDENTIAL.exec(credential ?? '') ?? [];
  if (accessKey === undefined || day === undefined || region === undefined)
    throw new S3Fault('InvalidRequest', 'The credential cannot be read');
  return { accessKey, day, region };
}

/** Host, and every header of Amazon's own: unsigned, somebody on the way could put another one in. */
function assertSigned({ headers }: WireRequest, signed: readonly string[]): void {
  const wanted = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const missing = wanted.find((name) => !signed.includes(name));
  if (missing !== undefined) throw new S3Fault('AccessDenied', `The header ${missing} is not signed`);
}

function instantText(text: string | null): string {
  if (text === null || !/^\d{8}T\d{6}Z$/.test(text) || Number.isNaN(instantOf(text)))
    throw new S3Fault('AccessDenied', 'The date of the signature is missing or cannot be read');
  return text;
}

function instantOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** @throws S3Fault RequestTimeTooSkewed, or AccessDenied for an address that has run out */
export function assertTimely({ signedAt, day, expiresSeconds }: SignatureClaim, now: Date): void {
  if (!signedAt.startsWith(day)) throw new S3Fault('AccessDenied', 'The credential is of another day');
  const ageMs = now.getTime() - instantOf(signedAt);
  if (ageMs < -SKEW_MS || (expiresSeconds === null && ageMs > SKEW_MS))
    throw new S3Fault('RequestTimeTooSkewed', 'The clocks are more than 15 minutes apart');
  if (expiresSeconds !== null && ageMs > expiresSeconds * 1000)
    throw new S3Fault('AccessDenied', 'The request has expired');
}

/** What the chunks are signed with when the request itself was signed with this secret; undefined when it was not. */
export function verifySignature(request: WireRequest, claim: SignatureClaim, secret: string): ChunkSigning | undefined {
  const { day, region, signedAt, signature } = claim;
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = signingKey(secret, day, region);
  const text = [ALGORITHM, signedAt, scope, sha256(canonicalRequest(request, claim))].join('\n');
  return sameHex(hmac(key, text).toString('hex'), signature) ? { key, signedAt, scope, seed: signature } : undefined;
}

/** The signature of the next chunk. */
export function chunkSignature({ key, signedAt, scope }: ChunkSigning, previous: string, chunkSha256: string): string {
  const text = [`${ALGORITHM}-PAYLOAD`, signedAt, scope, previous, EMPTY_SHA256, chunkSha256].join('\n');
  return hmac(key, text).toString('hex');
}

/** The signature of the lines after the last chunk, each `name:value` with its line end. */
export function trailerSignature({ key, signedAt, scope }: ChunkSigning, previous: string, lines: string): string {
  return hmac(key, [`${ALGORITHM}-TRAILER`, signedAt, scope, previous, sha256(lines)].join('\n')).toString('hex');
}

/** In a time that says nothing of where they differ. */
export function sameHex(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(sha256(one)), Buffer.from(sha256(other))];
  return timingSafeEqual(a, b);
}

function canonicalRequest(
  { method, target, headers }: WireRequest,
  { signedHeaders, payload }: SignatureClaim,
): string {
  const path = target.split('?', 1)[0] ?? '/';
  const lines = signedHeaders.map((name) => `${name}:${canonicalValue(headers[name])}\n`);
  return [
    method,
    canonicalPath(path),
    canonicalQuery(queryOf(target)),
    lines.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n');
}

function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encoded(decoded(segment)))
    .join('/');
}

function canonicalQuery(query: readonly (readonly [string, string])[]): string {
  return query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort(byCodePoint)
    .join('&');
}

function byCodePoint(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function canonicalValue(value: string | string[] | undefined): string {
  return [value ?? '']
    .flat()
    .map((one) => one.trim().replace(/ +/g, ' '))
    .join(',');
}

/** Names and values of the query in their order. @throws S3Fault InvalidURI */
export function queryOf(target: string): readonly (readonly [string, string])[] {
  const start = target.indexOf('?');
  if (start < 0 || start === target.length - 1) return [];
  return target
    .slice(start + 1)
    .split('&')
    .map((pair) => {
      const [name, value] = splitOnce(pair, '=');
      return [decoded(name), decoded(value)] as const;
    });
}

/** @throws S3Fault InvalidURI */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new S3Fault('InvalidURI', 'The address is not well encoded', error);
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function signingKey(secret: string, day: string, region: string): Buffer {
  return [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    (key, step) => hmac(key, step),
    Buffer.from(`AWS4${secret}`),
  );
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function headerOf({ headers }: WireRequest, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : String(value);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
