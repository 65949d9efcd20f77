export { AwsChunkedDecoder, CHUNKED_BODIES, isChunked } from './aws-chunked.decoder.js';
export { type Checksum, CHECKSUM_HEADERS, checksumFor } from './checksums.js';
export { readCall, type S3Call } from './s3.call.rules.js';
export { S3Fault } from './s3.fault.js';
export type { S3Code } from './s3.fault.js';
export {
  completedXml,
  faultXml,
  initiatedXml,
  type ListedPart,
  locationXml,
  type NamedPart,
  partsXml,
  readNamedParts,
} from './s3.xml.js';
export {
  assertTimely,
  type ChunkSigning,
  readSignature,
  type SignatureClaim,
  UNSIGNED_PAYLOAD,
  verifySignature,
  type WireRequest,
} from './sigv4.rules.js';
