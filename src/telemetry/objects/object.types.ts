/** For whom something is uploaded: a person with a controller, or a device by itself; exactly one of the two. */
export interface Holder {
  readonly unitId: string;
  readonly userId: string | null;
  readonly deviceId: string | null;
}

/** A credential as it is kept. */
export interface ObjectGrant extends Holder {
  readonly accessKey: string;
  readonly tokenSha256: Buffer;
  readonly prefix: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** A credential as its holder gets it, once. */
export interface IssuedGrant {
  readonly accessKey: string;
  readonly secret: string;
  readonly token: string;
  readonly prefix: string;
  readonly expiresAt: Date;
}

/** An object that came whole. */
export interface StoredObject extends Holder {
  readonly id: string;
  readonly objectKey: string;
  readonly sha256: string;
  readonly sm3: string;
  readonly md5: string;
  readonly etag: string;
  readonly sizeBytes: number;
  /** By its first bytes. */
  readonly mediaType: string;
  readonly firstPutAt: Date;
  readonly lastPutAt: Date;
  /** Null until it was taken in. */
  readonly takenAt: Date | null;
}

/** An upload in parts. */
export interface ObjectUpload extends Holder {
  readonly id: string;
  readonly objectKey: string;
  /** What it became. */
  readonly objectId: string | null;
}

export interface ObjectPart {
  readonly number: number;
  readonly fileName: string;
  readonly md5: string;
  readonly sizeBytes: number;
  readonly storedAt: Date;
}
