import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { StorageAnswer } from '../../objects/storage-answer.rules.js';
import type { Outcome } from '../connection-step.rules.js';
import { pinned, reasonOf, STEP_MS, type Target, within } from './target.js';

/** One small object, signed as a controller signs it. */
export async function tryUpload(target: Target, storage: StorageAnswer): Promise<Outcome> {
  const { PutObjectCommand, S3Client, S3ServiceException } = await import('@aws-sdk/client-s3');
  const { access_key_id: accessKeyId, access_key_secret: secretAccessKey } = storage.credentials;
  const lookup = pinned(target);
  const client = new S3Client({
    endpoint: storage.endpoint,
    region: storage.region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken: storage.credentials.security_token },
    requestHandler: {
      httpAgent: new PlainAgent({ lookup }),
      httpsAgent: new TlsAgent({ lookup }),
      connectionTimeout: STEP_MS,
      requestTimeout: STEP_MS,
    },
  });
  const Body = Buffer.from('skydocket connection test');
  const Key = `${storage.object_key_prefix}/connection-test.txt`;
  const startedAt = performance.now();
  try {
    await within(STEP_MS, client.send(new PutObjectCommand({ Bucket: storage.bucket, Key, Body })));
    return { code: 'UPLOAD_TAKEN', facts: { bytes: Body.length, ms: Math.round(performance.now() - startedAt) } };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) return { code: 'UPLOAD_SILENT', facts: { reason: reasonOf(error) } };
    const status = error.$metadata.httpStatusCode ?? 0;
    return { code: 'UPLOAD_REFUSED', facts: { reason: error.name.slice(0, 80), status } };
  } finally {
    client.destroy();
  }
}
