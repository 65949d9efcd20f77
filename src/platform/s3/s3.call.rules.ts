import { S3Fault } from './s3.fault.js';
import { decoded, queryOf, type WireRequest } from './sigv4.rules.js';

/** What may be asked of the store, and where. */
export type S3Call =
  | { readonly kind: 'head_bucket' | 'bucket_location' }
  | { readonly kind: 'put'; readonly key: string }
  | { readonly kind: 'head'; readonly key: string }
  | { readonly kind: 'initiate'; readonly key: string }
  | { readonly kind: 'put_part'; readonly key: string; readonly uploadId: string; readonly number: number }
  | { readonly kind: 'complete'; readonly key: string; readonly uploadId: string }
  | { readonly kind: 'abort'; readonly key: string; readonly uploadId: string }
  | {
      readonly kind: 'list_parts';
      readonly key: string;
      readonly uploadId: string;
      readonly marker: number;
      readonly limit: number;
    };

export const MOST_PARTS = 10_000;
const LONGEST_KEY_BYTES = 1_024;
const PAGE = 1_000;
const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Says nothing about what is asked. */
const BESIDE = /^(x-id|X-Amz-.+|AWSAccessKeyId)$/;

/** @param bucket the only one there is @throws S3Fault for what is not served */
export function readCall({ method, target, headers }: WireRequest, prefix: string, bucket: string): S3Call {
  const [path = '/'] = target.split('?', 1);
  const [name, ...rest] = path.slice(prefix.length).split('/').map(decoded);
  if (name !== bucket) throw new S3Fault('NoSuchBucket', 'There is no such bucket');
  const key = rest.join('/');
  const query = new Map(queryOf(target).filter(([field]) => !BESIDE.test(field)));
  if (key === '') return bucketCall(method, query);
  assertKey(key);
  const uploadId = query.get('uploadId');
  if (uploadId !== undefined && !UPLOAD_ID.test(uploadId)) throw new S3Fault('NoSuchUpload', 'There is no such upload');
  if (headers['x-amz-copy-source'] !== undefined) throw new S3Fault('NotImplemented', 'Copies are not served');
  return uploadId === undefined ? objectCall(method, key, query) : uploadCall(method, key, uploadId, query);
}

function bucketCall(method: string, query: ReadonlyMap<string, string>): S3Call {
  if (method === 'HEAD' && query.size === 0) return { kind: 'head_bucket' };
  if (method === 'GET' && query.size === 1 && query.has('location')) return { kind: 'bucket_location' };
  throw new S3Fault('AccessDenied', 'Only uploads are served: nothing is listed');
}

function objectCall(method: string, key: string, query: ReadonlyMap<string, string>): S3Call {
  if (method === 'PUT' && query.size === 0) return { kind: 'put', key };
  if (method === 'HEAD' && query.size === 0) return { kind: 'head', key };
  if (method === 'POST' && query.size === 1 && query.has('uploads')) return { kind: 'initiate', key };
  if (method === 'GET' || method === 'DELETE') throw new S3Fault('AccessDenied', 'Only uploads are served');
  throw new S3Fault('NotImplemented', 'This is not served');
}

function uploadCall(method: string, key: string, uploadId: string, query: ReadonlyMap<string, string>): S3Call {
  if (method === 'PUT') return { kind: 'put_part', key, uploadId, number: partNumber(query.get('partNumber')) };
  if (method === 'POST') return { kind: 'complete', key, uploadId };
  if (method === 'DELETE') return { kind: 'abort', key, uploadId };
  if (method !== 'GET') throw new S3Fault('NotImplemented', 'This is not served');
  const limit = Math.min(countIn(query.get('max-parts'), PAGE), PAGE);
  return { kind: 'list_parts', key, uploadId, marker: countIn(query.get('part-number-marker'), 0), limit };
}

function partNumber(text: string | undefined): number {
  const number = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 0;
  if (number < 1 || number > MOST_PARTS)
    throw new S3Fault('InvalidArgument', `Part numbers go from 1 to ${MOST_PARTS}`);
  return number;
}

function countIn(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,6}$/.test(text)) throw new S3Fault('InvalidArgument', 'A count cannot be read');
  return Number(text);
}

/** Keys are shown, compared and logged; none leads out of its folder. */
function assertKey(key: string): void {
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw new S3Fault('KeyTooLongError', 'The key is too long');
  const isClean = key.split('/').every((step) => step !== '' && step !== '.' && step !== '..');
  if (!isClean || /[\p{Cc}\p{Cf}\\\ufffd]/u.test(key)) throw new S3Fault('InvalidURI', 'The key cannot be used');
}
