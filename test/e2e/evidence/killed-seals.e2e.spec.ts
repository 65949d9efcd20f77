import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { parseCheckpoint } from '../../../src/evidence/log/checkpoint.rules.js';
import { parseNote } from '../../../src/evidence/log/signed-note.rules.js';
import { newId } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { TestDatabase } from '../../support/database.js';
import { logInAs } from '../../support/demo-people.js';
import { verifyConsistency, verifyInclusion } from '../../support/rfc9162.js';
import { type Item, openCase, until } from './evidence-kit.js';
import { bringIn, listed, signAll, write } from './record-kit.js';

/** The service is started five times. */
const WITHIN_MS = 300_000;
const ITEMS = 10;
const WISH = { acknowledgeWarnings: ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'] };

interface Running {
  readonly handler: ApiClient;
  readonly officer: ApiClient;
  readonly service: ChildProcess;
}

let database: TestDatabase;
let client: pg.Client;
let dataDir: string;
const services: ChildProcess[] = [];

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  dataDir = mkdtempSync(join(tmpdir(), 'skydocket-sealed-'));
  copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
});
afterAll(async () => {
  for (const service of services) service.kill('SIGKILL');
  await client.end();
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

async function start(fate: 'survive' | 'die' | 'die uncommitted'): Promise<Running> {
  const service = spawn(process.execPath, ['test/support/dying-service.mjs', database.url, dataDir, fate], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  services.push(service);
  const [address] = (await once(service.stdout, 'data')) as [Buffer];
  const url = address.toString().trim();
  const at = (role: string): Promise<ApiClient> => logInAs(url, dataDir, { role, unit: '东光县' });
  return { handler: await at('case_handler'), officer: await at('field_officer'), service };
}

async function stop({ service }: Running): Promise<void> {
  const gone = once(service, 'exit');
  service.kill('SIGKILL');
  await gone;
}

/** How often each item says in each place that it is sealed; all of them agree, or a seal is half there. */
async function sealsOf(ids: readonly string[]): Promise<number[][]> {
  const { rows } = await client.query<{ marks: number[] }>(
    `SELECT ARRAY[(i.state = 'sealed')::int,
       (SELECT count(*)::int FROM evidence_seal s WHERE s.item_id = i.id),
       (SELECT count(*)::int FROM evidence_custody_event e WHERE e.item_id = i.id AND e.event = 'sealed'),
       (SELECT count(*)::int FROM audit_entry a WHERE a.action = 'evidence.seal' AND a.subject_id = i.id::text),
       (SELECT count(*)::int FROM log_entry l JOIN evidence_seal s ON s.item_id = l.subject_id
         WHERE l.subject_id = i.id AND l.kind = 'sealed'
           AND convert_from(l.leaf, 'UTF8')::jsonb #>> '{content,recordSha256}' = s.record_sha256)] AS marks
     FROM evidence_item i WHERE i.id = ANY ($1) ORDER BY i.id`,
    [ids],
  );
  return rows.map(({ marks }) => marks);
}

interface Head {
  readonly size: number;
  readonly root: Buffer;
}
async function headOf({ url }: ApiClient): Promise<Head> {
  const note = parseNote(await (await fetch(`${url}/api/v1/log/checkpoint`)).text());
  const head = note && parseCheckpoint(note.text);
  if (!head) throw new Error('no head');
  return head;
}
const bytesOf = (proof: readonly string[]): Buffer[] => proof.map((hash) => Buffer.from(hash, 'base64'));

async function expectGrown(reader: ApiClient, before: Head): Promise<void> {
  const after = await headOf(reader);
  const query = `from=${before.size}&to=${after.size}`;
  const growth = (await (await fetch(`${reader.url}/api/v1/log/consistency?${query}`)).json()) as { proof: string[] };
  const heads = { first: before.size, second: after.size, firstHash: before.root, secondHash: after.root };
  expect(verifyConsistency({ ...heads, path: bytesOf(growth.proof) })).toBe(true);
}

async function expectInLog(reader: ApiClient, id: string): Promise<void> {
  const page = (): Promise<Item> => reader.get<Item>(`/evidence/${id}`).then(({ body }) => body);
  const { log } = await until(page, (item) => item.log.some(({ entry }) => entry === 'sealed'));
  const { leafHash = '' } = log.find(({ entry }) => entry === 'sealed') ?? {};
  const found = await fetch(`${reader.url}/api/v1/log/inclusion?leafHash=${leafHash}`);
  const { index, size, proof } = (await found.json()) as { index: number; size: number; proof: string[] };
  const note = parseNote(await (await fetch(`${reader.url}/api/v1/log/checkpoint?size=${size}`)).text());
  const root = parseCheckpoint(note?.text ?? '')?.root ?? Buffer.alloc(0);
  const claim = {
    leafHash: Buffer.from(leafHash, 'hex'),
    leafIndex: index,
    treeSize: size,
    path: bytesOf(proof),
    root,
  };
  expect(verifyInclusion(claim)).toBe(true);
}

it(
  'a service killed while it seals leaves no half seal, and a command that is repeated is carried out and answered once',
  async () => {
    const first = await start('survive');
    const { handler, officer } = first;
    const caseId = await openCase(handler, [officer.user.id]);
    const team = { handler, officer, caseId };
    const items: Item[] = [];
    for (let nth = 0; nth < ITEMS; nth += 1) items.push(await bringIn(team, nth));
    await signAll(team, await write(team, items.map(listed)));
    const before = await headOf(handler);
    const [lost, kept, ...others] = items.map(({ id }) => id);
    if (lost === undefined || kept === undefined) throw new Error('no items');
    await stop(first);

    const seal = (by: ApiClient, id: string, key = newId()) =>
      by.post<Record<string, unknown>>(`/evidence/${id}/seal`, WISH, { 'idempotency-key': key });
    const [lostKey, keptKey] = [newId(), newId()];
    for (const [fate, id, key] of [
      ['die uncommitted', lost, lostKey],
      ['die', kept, keptKey],
    ] as const) {
      const dying = await start(fate);
      const died = once(dying.service, 'exit');
      await expect(seal(dying.handler, id, key)).rejects.toThrow('fetch failed');
      expect((await died)[1]).toBe('SIGKILL');
      const mark = fate === 'die' ? 1 : 0;
      expect(await sealsOf([id])).toEqual([[mark, mark, mark, mark, mark]]);
    }

    const hasty = await start('survive');
    const answered: string[] = [];
    await Promise.allSettled(
      others.map(async (id) => {
        const { status } = await seal(hasty.handler, id);
        if (status === 201) answered.push(id);
        if (answered.length === 2) hasty.service.kill('SIGKILL');
      }),
    );
    expect(answered.length).toBeGreaterThanOrEqual(2);
    for (const marks of await sealsOf(others)) expect(new Set(marks).size).toBe(1);
    for (const [isSealed] of await sealsOf(answered)) expect(isSealed).toBe(1);

    const last = await start('survive');
    // Of what died before its commit nobody knows for a minute whether it lives: then it is done.
    expect(await seal(last.handler, lost, lostKey)).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_FLIGHT' } });
    await client.query(
      `UPDATE idempotent_answer SET created_at = created_at - interval '2 minutes' WHERE status IS NULL`,
    );
    for (const [id, key] of [
      [lost, lostKey],
      [kept, keptKey],
    ] as const) {
      const twice = [await seal(last.handler, id, key), await seal(last.handler, id, key)];
      expect(twice.map(({ status }) => status)).toEqual([201, 201]);
      expect(twice[1]?.body).toEqual(twice[0]?.body);
      expect((await seal(last.handler, id)).status).toBe(409);
      expect(await sealsOf([id])).toEqual([[1, 1, 1, 1, 1]]);
    }
    const rest = await last.handler.post(`/cases/${caseId}/seal`, WISH);
    expect(rest).toMatchObject({ status: 200, body: { refused: 0 } });
    expect(await sealsOf(items.map(({ id }) => id))).toEqual(items.map(() => [1, 1, 1, 1, 1]));
    for (const { id } of items) await expectInLog(last.handler, id);
    await expectGrown(last.handler, before);
  },
  WITHIN_MS,
);
