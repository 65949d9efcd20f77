/** Why an answer of the time-stamping authority was not kept. */
export const TIMESTAMP_FAULTS = [
  'UNREACHABLE',
  'TOO_SLOW',
  'HTTP_ERROR',
  'OVERSIZE',
  'NOT_DER',
  'STATUS_REFUSED',
  'IMPRINT_OTHER',
  'NONCE_OTHER',
  'SIGNER_NOT_FOR_TIME',
  'SIGNER_EXPIRED',
  'SIGNER_UNKNOWN',
  'SIGNATURE_WRONG',
  'CLOCK_APART',
] as const;
export type TimestampFault = (typeof TIMESTAMP_FAULTS)[number];
