import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../scripts/scenario/api-client.js';

const MEGABYTE = 1024 * 1024;
const PIECE = 8;

/** A file of so many megabytes that compresses to nothing less. */
export async function randomFile(path: string, megabytes: number): Promise<void> {
  await rm(path, { force: true });
  for (let written = 0; written < megabytes; written += PIECE)
    await appendFile(path, randomBytes(Math.min(PIECE, megabytes - written) * MEGABYTE));
}

export async function bringIn(client: ApiClient, path: string, kind: 'other' | 'photo'): Promise<string> {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ kind }));
  form.append('file', await openAsBlob(path), 'bench.bin');
  const { status, body } = await client.post<{ id: string }>('/evidence', form);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** Until both renditions of the item are made. */
export async function untilRendered(client: ApiClient, id: string): Promise<void> {
  for (;;) {
    const { body } = await client.get<{ renditions: { state: string }[] }>(`/evidence/${id}`);
    if (body.renditions.every(({ state }) => state === 'ready')) return;
    await pause(50);
  }
}
