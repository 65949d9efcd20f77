import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { type Certificate, type ExtKeyUsage, SignedData, TimeStampResp, TSTInfo } from 'pkijs';

export const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const EXTENDED_KEY_USAGE = '2.5.29.37';
/** RFC 3161, 2.4.2: granted, and granted with modifications. */
const GRANTED = new Set<number>([0, 1]);
const COMMON_NAME = '2.5.4.3';
/** Attributes that say which certificate signed, and their digest: of RFC 2634, and of RFC 5035 where it names no other. */
const SIGNING_CERTIFICATES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.9.16.2.12': 'sha1',
  '1.2.840.113549.1.9.16.2.47': 'sha256',
};
const DIGESTS: Readonly<Record<string, string>> = {
  [SHA256_OID]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** An answer as it is spelled; nothing of it is believed yet. */
export interface ReadToken {
  readonly signed: SignedData;
  readonly info: TSTInfo;
  readonly imprint: Buffer;
  readonly isSha256: boolean;
  readonly nonce: Buffer | undefined;
  readonly serial: string;
  readonly stampedAt: Date;
  /** The certificate that the token names as its signer's. */
  readonly signer: Certificate | undefined;
}

export type ReadAnswer = { readonly state: 'granted'; readonly token: ReadToken } | { readonly state: 'refused' };

/** @throws Error where the bytes are no answer after RFC 3161, 2.4.2 */
export function readAnswer(der: Buffer): ReadAnswer {
  const answer = TimeStampResp.fromBER(Uint8Array.from(der));
  if (!GRANTED.has(answer.status.status)) return { state: 'refused' };
  if (!answer.timeStampToken) throw new Error('granted without a token');
  const signed = new SignedData({ schema: answer.timeStampToken.content });
  const content = signed.encapContentInfo.eContent;
  if (!content || signed.signerInfos.length !== 1) throw new Error('a token has one content and one signer');
  const info = TSTInfo.fromBER(content.getValue());
  const { messageImprint, nonce, serialNumber, genTime } = info;
  const token = {
    signed,
    info,
    imprint: Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView),
    isSha256: messageImprint.hashAlgorithm.algorithmId === SHA256_OID,
    nonce: nonce && Buffer.from(nonce.valueBlock.valueHexView),
    serial: Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex'),
    stampedAt: genTime,
    signer: signerOf(signed),
  };
  return { state: 'granted', token };
}

/** A certificate that may sign time stamps and nothing else (RFC 3161, 2.3). */
export function isForTime({ extensions = [] }: Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const { keyPurposes = [] } = (usage?.parsedValue ?? {}) as Partial<ExtKeyUsage>;
  return usage?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === TIME_STAMPING;
}

/** The common name, or all that there is. */
export function nameOf({ subject }: Certificate): string {
  const parts = subject.typesAndValues.map(({ type, value }) => [type, value.valueBlock.value] as const);
  return parts.find(([type]) => type === COMMON_NAME)?.[1] ?? parts.map(([, value]) => value).join(', ');
}

export function derOf(certificate: Certificate): Buffer {
  return Buffer.from(certificate.toSchema().toBER(false));
}

/** By the digest that the signer signed; a certificate that only stands in the token may be anybody's. */
function signerOf({ signerInfos, certificates = [] }: SignedData): Certificate | undefined {
  const stated = (signerInfos[0]?.signedAttrs?.attributes ?? []).flatMap(({ type, values }) => {
    const algorithm = SIGNING_CERTIFICATES[type];
    return algorithm === undefined ? [] : [statedBy(values[0], algorithm)];
  });
  const known = certificates.filter((one): one is Certificate => 'tbsView' in one);
  return known.find((one) => {
    const der = derOf(one);
    return stated.length > 0 && stated.every(({ algorithm, digest }) => digestOf(algorithm, der).equals(digest));
  });
}

/** The first certificate of the attribute is the signer's: `{{{[algorithm], digest, …}, …}, …}`. */
function statedBy(value: unknown, byDefault: string): { algorithm: string; digest: Buffer } {
  const first = childrenOf(childrenOf(childrenOf(value)[0])[0]);
  const [named, digest] = first[0] instanceof OctetString ? [undefined, first[0]] : [first[0], first[1]];
  if (!(digest instanceof OctetString)) throw new Error('the signer is not named as it should be');
  const oid = named === undefined ? undefined : childrenOf(named)[0];
  const algorithm = oid instanceof ObjectIdentifier ? DIGESTS[oid.getValue()] : byDefault;
  if (algorithm === undefined) throw new Error('the signer is named by a digest that is not known here');
  return { algorithm, digest: Buffer.from(digest.getValue()) };
}

function childrenOf(value: unknown): readonly unknown[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}

function digestOf(algorithm: string, bytes: Buffer): Buffer {
  return createHash(algorithm).update(bytes).digest();
}
