import { BUCKET, GRANT_SECONDS, REGION } from './object-key.rules.js';
import type { IssuedGrant } from './object.types.js';

/** Where to upload and with what, as DJI's controllers and docks read it. */
export interface StorageAnswer {
  /** The one whose buckets are addressed by path, as ours is. */
  readonly provider: 'minio';
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly object_key_prefix: string;
  readonly credentials: {
    readonly access_key_id: string;
    readonly access_key_secret: string;
    readonly security_token: string;
    /** Seconds from now. */
    readonly expire: number;
  };
}

export function storageAnswer(endpoint: string, { accessKey, secret, token, prefix }: IssuedGrant): StorageAnswer {
  return {
    provider: 'minio',
    endpoint,
    region: REGION,
    bucket: BUCKET,
    object_key_prefix: prefix,
    credentials: { access_key_id: accessKey, access_key_secret: secret, security_token: token, expire: GRANT_SECONDS },
  };
}
