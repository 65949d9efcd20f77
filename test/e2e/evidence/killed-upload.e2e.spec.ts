import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../../support/client.js';
import { TestDatabase } from '../../support/database.js';
import { logInAs } from '../../support/demo-people.js';
import type { Brief, PageOf } from './evidence-kit.js';
import { append, begin, digestOf, tus } from './tus-kit.js';

/** The service is started three times, as a process of its own. */
const STARTS_WITHIN_MS = 180_000;

let database: TestDatabase;
let dataDir: string;
const services: ChildProcess[] = [];

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  dataDir = mkdtempSync(join(tmpdir(), 'skydocket-killed-'));
  copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
});
afterAll(async () => {
  for (const service of services) service.kill('SIGKILL');
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

async function officerAt(fate: 'die' | 'survive'): Promise<{ officer: ApiClient; service: ChildProcess }> {
  const service = spawn(process.execPath, ['test/support/dying-service.mjs', database.url, dataDir, fate], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  services.push(service);
  const [address] = (await once(service.stdout, 'data')) as [Buffer];
  const officer = await logInAs(address.toString().trim(), dataDir, { role: 'field_officer', unit: '东光县' });
  return { officer, service };
}

/** Sends the beginning of a piece and leaves the line open. */
async function sendPartOf({ url, token }: ApiClient, path: string, bytes: Buffer, part: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const line = connect(Number(port), hostname);
  line.on('error', () => undefined);
  const words = [
    `PATCH ${path} HTTP/1.1`,
    `Host: ${hostname}`,
    `Authorization: Bearer ${token}`,
    'Tus-Resumable: 1.0.0',
    'Upload-Offset: 0',
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${bytes.length}`,
  ];
  line.write(`${words.join('\r\n')}\r\n\r\n`);
  await new Promise((written) => line.write(bytes.subarray(0, part), written));
  // Until it has reached the disk.
  await new Promise((later) => setTimeout(later, 1_000));
}

it(
  'an upload whose service is killed in the middle, and again after the record and before the answer, is one item',
  async () => {
    const bytes = randomBytes(2_000_000);
    const first = await officerAt('survive');
    const path = await begin(first.officer, bytes, {
      filename: 'killed.bin',
      kind: 'other',
      sha256: digestOf(bytes),
    });
    await sendPartOf(first.officer, path, bytes, 1_200_000);
    const killed = once(first.service, 'exit');
    first.service.kill('SIGKILL');
    await killed;

    const second = await officerAt('die');
    const offset = Number((await tus(second.officer, 'HEAD', path)).headers.get('upload-offset'));
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(1_200_000);
    const died = once(second.service, 'exit');
    await expect(append(second.officer, path, offset, bytes.subarray(offset))).rejects.toThrow('fetch failed');
    expect((await died)[1]).toBe('SIGKILL');

    const { officer } = await officerAt('survive');
    const head = await tus(officer, 'HEAD', path);
    const id = head.headers.get('evidence-id');
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(bytes.length)]);
    const { items } = (await officer.get<PageOf<Brief>>('/evidence?kind=other&limit=200')).body;
    expect(items.filter(({ sha256 }) => sha256 === digestOf(bytes)).map((item) => item.id)).toEqual([id]);
    const original = await fetch(`${officer.url}/api/v1/evidence/${id}/original`, {
      headers: { authorization: `Bearer ${officer.token}` },
    });
    expect(digestOf(Buffer.from(await original.arrayBuffer()))).toBe(digestOf(bytes));
    expect((await append(officer, path, bytes.length, Buffer.alloc(0))).headers.get('evidence-id')).toBe(id);
  },
  STARTS_WITHIN_MS,
);
