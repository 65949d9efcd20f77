import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../scripts/scenario/api-client.js';

const MEGABYTE = 1024 * 1024;
const PIECE = 8;
/** Between two looks whether a picture is ready: each look costs the service too. */
const LOOK_MS = 200;
const BOUNDARY = 'skydocket-bench-7f3c1a';

/** A file of so many megabytes that compresses to nothing less. */
export async function randomFile(path: string, megabytes: number): Promise<void> {
  await rm(path, { force: true });
  for (let written = 0; written < megabytes; written += PIECE)
    await appendFile(path, randomBytes(Math.min(PIECE, megabytes - written) * MEGABYTE));
}

/**
 * One form over one connection: the sender is not what is measured.
 * @param source bytes, or the path of a file that is streamed from the disk in large pieces
 */
export async function bringIn(
  { url, token }: ApiClient,
  source: string | Buffer,
  kind: 'other' | 'photo',
): Promise<string> {
  const { head, tail } = formAround(kind);
  const size = typeof source === 'string' ? (await stat(source)).size : source.length;
  const { status, body } = await new Promise<{ status: number; body: string }>((done, fail) => {
    const sent = request(
      `${url}/api/v1/evidence`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
          'content-length': head.length + size + tail.length,
        },
      },
      (response) => void text(response).then((said) => done({ status: response.statusCode ?? 0, body: said }), fail),
    );
    sent.once('error', fail);
    sent.write(head);
    if (typeof source !== 'string') {
      sent.write(source);
      sent.end(tail);
      return;
    }
    const file = createReadStream(source, { highWaterMark: MEGABYTE });
    file.once('error', fail).once('end', () => sent.end(tail));
    file.pipe(sent, { end: false });
  });
  if (status !== 201) throw new Error(`${status} ${body}`);
  return (JSON.parse(body) as { id: string }).id;
}

function formAround(kind: string): { head: Buffer; tail: Buffer } {
  const part = (disposition: string): string => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n`;
  const metadata = `${part('name="metadata"')}\r\n${JSON.stringify({ kind })}\r\n`;
  const file = `${part('name="file"; filename="bench.bin"')}content-type: application/octet-stream\r\n\r\n`;
  return { head: Buffer.from(metadata + file), tail: Buffer.from(`\r\n--${BOUNDARY}--\r\n`) };
}

/** Until both renditions of the item are made. */
export async function untilRendered(client: ApiClient, id: string): Promise<void> {
  for (;;) {
    const { body } = await client.get<{ renditions: { state: string }[] }>(`/evidence/${id}`);
    if (body.renditions.every(({ state }) => state === 'ready')) return;
    await pause(LOOK_MS);
  }
}
