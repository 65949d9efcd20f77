import { createHash, createHmac } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import type { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';

/** What a controller is answered by `…/sts`. */
export interface Storage {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly object_key_prefix: string;
  readonly credentials: {
    readonly access_key_id: string;
    readonly access_key_secret: string;
    readonly security_token: string;
    readonly expire: number;
  };
}

interface Envelope<Data> {
  readonly code: number;
  readonly message: string;
  readonly data: Data;
}

export async function pilotPost<Data = Record<string, never>>(
  client: ApiClient,
  path: string,
  body: unknown = {},
): Promise<{ status: number; body: Envelope<Data> }> {
  return client.post<Envelope<Data>>(`/${path}`, body);
}

export async function storageOf(person: ApiClient): Promise<Storage> {
  const answer = await pilotPost<Storage>(person, `/storage/api/v1/workspaces/${person.user.unit.id}/sts`);
  if (answer.body.code !== 0) throw new Error(JSON.stringify(answer.body));
  return answer.body.data;
}

interface Over {
  readonly secret?: string;
  readonly token?: string;
  readonly requestChecksumCalculation?: 'WHEN_SUPPORTED' | 'WHEN_REQUIRED';
}

/** A stock client, as a device would configure it. */
export function s3Of({ endpoint, region, credentials }: Storage, over: Over = {}): S3Client {
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    requestChecksumCalculation: over.requestChecksumCalculation ?? 'WHEN_SUPPORTED',
    credentials: {
      accessKeyId: credentials.access_key_id,
      secretAccessKey: over.secret ?? credentials.access_key_secret,
      sessionToken: over.token ?? credentials.security_token,
    },
  });
}

export function hostOf(app: TestApp): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(app.url);
  return { host: hostname, port: Number(port) };
}

const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();
const hex = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

interface Signing {
  readonly storage: Storage;
  readonly key: string;
  readonly at?: Date;
}

function signing({ storage, at = new Date() }: Signing) {
  const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const secret = storage.credentials.access_key_secret;
  const key = [day, storage.region, 's3', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secret}`);
  return { date, scope: `${day}/${storage.region}/s3/aws4_request`, key };
}

/** A body in two chunks, each signed, as older SDKs send streams; written by hand from Amazon's description. */
export async function putInSignedChunks(
  call: Signing,
  chunks: readonly string[],
  tamper: (body: string) => string = (body) => body,
): Promise<{ status: number; text: string }> {
  const { storage } = call;
  const { date, scope, key } = signing(call);
  const url = new URL(`${storage.endpoint}/${storage.bucket}/${call.key}`);
  const headers: Record<string, string> = {
    'content-encoding': 'aws-chunked',
    host: url.host,
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-date': date,
    'x-amz-decoded-content-length': String(chunks.join('').length),
    'x-amz-security-token': storage.credentials.security_token,
  };
  const names = Object.keys(headers);
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('');
  const canonical = ['PUT', url.pathname, '', lines, names.join(';'), headers['x-amz-content-sha256']].join('\n');
  const seed = hmac(key, ['AWS4-HMAC-SHA256', date, scope, hex(canonical)].join('\n')).toString('hex');
  let [previous, body] = [seed, ''];
  for (const chunk of [...chunks, '']) {
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', date, scope, previous, hex(''), hex(chunk)].join('\n');
    previous = hmac(key, text).toString('hex');
    body += `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}\r\n`;
  }
  const credential = `Credential=${storage.credentials.access_key_id}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${seed}`;
  const { host: _, ...sent } = headers;
  const response = await fetch(url, { method: 'PUT', headers: { ...sent, authorization }, body: tamper(body) });
  return { status: response.status, text: await response.text() };
}

/** A presigned address, with the session token in it. */
export function presigned(call: Signing, expiresSeconds: number): string {
  const { storage } = call;
  const { date, scope, key } = signing(call);
  const url = new URL(`${storage.endpoint}/${storage.bucket}/${call.key}`);
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${storage.credentials.access_key_id}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-Security-Token': storage.credentials.security_token,
    'X-Amz-SignedHeaders': 'host',
  }).toString();
  const canonical = ['PUT', url.pathname, query, `host:${url.host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, hex(canonical)].join('\n')).toString('hex');
  return `${url.href}?${query}&X-Amz-Signature=${signature}`;
}
