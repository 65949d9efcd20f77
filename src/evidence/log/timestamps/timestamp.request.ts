import { createHash, randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import { SHA256_OID } from './token.reader.js';

/** What is asked: the bytes to be stamped, and a number that only the answer to this question can know. */
export interface TimestampQuestion {
  readonly der: Buffer;
  readonly stamped: Buffer;
  readonly nonce: Buffer;
}

const NONCE_BYTES = 16;

/** A question after RFC 3161, 2.4.1: the digest alone leaves the house. */
export function questionOf(stamped: Buffer): TimestampQuestion {
  const nonce = randomBytes(NONCE_BYTES);
  // An integer of DER is signed and has no needless zero in front: 0x40 to 0x7f is neither negative nor too short.
  nonce[0] = 0x40 | ((nonce[0] ?? 0) & 0x3f);
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256_OID }),
      hashedMessage: new OctetString({ valueHex: createHash('sha256').update(stamped).digest() }),
    }),
    nonce: new Integer({ valueHex: nonce }),
    certReq: true,
  });
  return { der: Buffer.from(request.toSchema().toBER(false)), stamped, nonce };
}
