/** What S3 refuses with, and the HTTP status of it. The words are Amazon's codes: clients decide by them. */
const STATUSES = {
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  RequestTimeTooSkewed: 403,
  ServiceUnavailable: 503,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;
export type S3Code = keyof typeof STATUSES;

/** A refusal in the words of S3. */
export class S3Fault extends Error {
  override readonly name = 'S3Fault';

  constructor(
    readonly code: S3Code,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  get status(): number {
    return STATUSES[this.code];
  }
}
