import type { Answer, ApiClient } from '../support/client.js';

export interface FileBody {
  readonly id: string;
  readonly sha256: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly code: string;
}

export const PDF = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Brings a photo or document of the pool in. */
export function bringIn(
  client: ApiClient,
  bytes: Uint8Array,
  name: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<FileBody>> {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(bytes)]), name);
  return client.post<FileBody>('/equipment-files', form, headers);
}

/** The id of a photo that the client has just brought in. */
export async function photoOf(client: ApiClient): Promise<string> {
  return (await bringIn(client, PNG, 'photo.png')).body.id;
}
