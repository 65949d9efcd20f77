import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const ROWS_A_COMMIT = 1_000;
const NEWLINE = 0x0a;

/** Rows in COPY's own text, a thousand each. */
export type CopyText = readonly { readonly rows: number; readonly text: Buffer }[];

/** The frames with clocks in a period, as the database itself would write them down. */
export async function readFrames(databaseUrl: string, fromMs: number, toMs: number): Promise<CopyText> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const [from, to] = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
    const asked = `COPY (SELECT * FROM telemetry_sample WHERE at >= '${from}' AND at < '${to}' ORDER BY received_at) TO STDOUT`;
    return inThousands(await whole(client.query(copyTo(asked))));
  } finally {
    await client.end();
  }
}

/** Writes the rows with COPY, a thousand a commit. @returns rows per second */
export async function copyFrames(databaseUrl: string, frames: CopyText): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const startedAt = performance.now();
    for (const { text } of frames) {
      await client.query('BEGIN');
      await pipeline([text], client.query(copyFrom('COPY telemetry_sample FROM STDIN')));
      await client.query('COMMIT');
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    return frames.reduce((sum, { rows }) => sum + rows, 0) / seconds;
  } finally {
    await client.end();
  }
}

async function whole(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A line end inside a value is escaped, so that each one ends a row. */
function inThousands(text: Buffer): CopyText {
  const parts: { rows: number; text: Buffer }[] = [];
  let from = 0;
  let rows = 0;
  for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, end + 1)) {
    rows += 1;
    if (rows < ROWS_A_COMMIT && end + 1 < text.length) continue;
    parts.push({ rows, text: text.subarray(from, end + 1) });
    from = end + 1;
    rows = 0;
  }
  return parts;
}
