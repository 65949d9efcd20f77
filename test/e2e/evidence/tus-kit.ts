import { createHash } from 'node:crypto';
import type { ApiClient } from '../../support/client.js';

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface TusReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly code?: string } & Record<string, unknown>;
}

/** One request of the protocol, as the person. */
export async function tus(
  { url, token }: ApiClient,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Uint8Array,
): Promise<TusReply> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
    body: body && new Blob([Uint8Array.from(body)]),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : {} };
}

export function announced(
  bytes: Uint8Array,
  fields: Readonly<Record<string, string>>,
): { 'upload-length': string; 'upload-metadata': string } {
  const pairs = Object.entries(fields).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
  return { 'upload-length': String(bytes.length), 'upload-metadata': pairs.join(',') };
}

/** Address of a new upload. */
export async function begin(
  client: ApiClient,
  bytes: Uint8Array,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const made = await tus(client, 'POST', '/api/v1/uploads', announced(bytes, fields));
  if (made.status !== 201) throw new Error(`${made.status} ${JSON.stringify(made.body)}`);
  return made.headers.get('location') ?? '';
}

export function append(client: ApiClient, path: string, offset: number, bytes: Uint8Array): Promise<TusReply> {
  const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
  return tus(client, 'PATCH', path, headers, bytes);
}
