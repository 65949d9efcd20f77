import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { z } from 'zod';
import { createApp } from '../../../src/app.setup.js';
import { ExportExpiry } from '../../../src/evidence/export/export.expiry.js';
import type { ExportView } from '../../../src/evidence/export/export.schemas.js';
import { type BlobStore, Clock, createLogger, digestBytes, EXPORTS, loadConfig } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { TestDatabase } from '../../support/database.js';
import { logInAs } from '../../support/demo-people.js';
import { eventually } from '../../support/time.js';
import { type CustodyEvent, openCase, type PageOf, upload } from './evidence-kit.js';

type Export = z.output<typeof ExportView>;

/** The service is started four times. */
const WITHIN_MS = 240_000;
/** A lease of two seconds lapses, is looked for, and its job waits for the pause before the next attempt. */
const TAKEN_UP_WITHIN_MS = 60_000;
const HANDLER = { role: 'case_handler', unit: '东光县' };

let database: TestDatabase;
let dataDir: string;
const services: ChildProcess[] = [];

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  dataDir = mkdtempSync(join(tmpdir(), 'skydocket-killed-exports-'));
  copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
});
afterAll(async () => {
  for (const service of services) service.kill('SIGKILL');
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

/** Asks a service for an export in which it dies. */
async function killedAt(fate: string, ask: (handler: ApiClient) => Promise<string>): Promise<string> {
  const service = spawn(process.execPath, ['test/support/dying-service.mjs', database.url, dataDir, fate], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  services.push(service);
  const died = once(service, 'exit');
  const [address] = (await once(service.stdout, 'data')) as [Buffer];
  const id = await ask(await logInAs(address.toString().trim(), dataDir, HANDLER));
  expect((await died)[1]).toBe('SIGKILL');
  return id;
}

async function again(): Promise<NestExpressApplication> {
  const config = loadConfig({
    SKYDOCKET_MODE: 'demonstration',
    SKYDOCKET_DATA_DIR: dataDir,
    SKYDOCKET_MQTT_PORT: '0',
    SKYDOCKET_LOG_LEVEL: 'silent',
    SKYDOCKET_JOB_LEASE_SECONDS: '2',
  });
  const app = await createApp({ config, databaseUrl: database.url, logger: createLogger('silent') });
  await app.listen(0, '127.0.0.1');
  return app;
}

it(
  'an export in which the service is killed is made once by the next, and no part of a file is ever given out',
  async () => {
    let itemId = '';
    let caseId = '';
    const ask = async (handler: ApiClient): Promise<string> => {
      const { status, body } = await handler.post<Export>('/exports', { caseId, purpose: '移送法院' });
      expect(status).toBe(201);
      return body.id;
    };
    const packed = await killedAt('die when packed', async (handler) => {
      caseId = await openCase(handler);
      itemId = (await upload(handler, Buffer.alloc(2_000_000, 'x'), { kind: 'other', caseId })).body.id;
      return ask(handler);
    });
    expect(readdirSync(join(dataDir, 'work', 'exports'))).toHaveLength(1);
    const shelved = await killedAt('die when shelved', ask);

    const app = await again();
    try {
      const handler = await logInAs(await app.getUrl(), dataDir, HANDLER);
      const store = app.get<BlobStore>(EXPORTS, { strict: false });
      const kept = async (): Promise<string[]> => {
        const found: string[] = [];
        for await (const sha256 of store.list()) found.push(sha256);
        return found;
      };
      const digests: (string | null)[] = [];
      const refused = new Set<string>();
      for (const id of [packed, shelved]) {
        await eventually(async () => {
          const { status, code } = await fetchBag(app, handler, id);
          if (code !== undefined) refused.add(code);
          expect(status).toBe(200);
        }, TAKEN_UP_WITHIN_MS);
        const { body: made } = await handler.get<Export>(`/exports/${id}`);
        expect(made).toMatchObject({ state: 'ready', failure: null });
        const { bytes } = await fetchBag(app, handler, id);
        expect(digestBytes(bytes)).toMatchObject({ sha256: made.sha256, sizeBytes: made.size });
        digests.push(made.sha256);
      }
      // Until it is whole there is nothing, never the beginning of a file.
      expect([...refused].filter((code) => code !== 'EXPORT_NOT_READY')).toEqual([]);
      const other = await again();
      const elsewhere = await fetchBag(other, handler, packed);
      expect(digestBytes(elsewhere.bytes).sha256).toBe(digests[0]);
      await other.close();

      const { body } = await handler.get<PageOf<CustodyEvent>>(`/evidence/${itemId}/custody?limit=500`);
      expect(body.items.filter(({ event }) => event === 'exported')).toHaveLength(2);

      const before = await kept();
      expect(before).toEqual(expect.arrayContaining(digests));
      expect(before.length).toBeGreaterThanOrEqual(3);
      const clock = jest.spyOn(app.get(Clock, { strict: false }), 'now');
      for (const hours of [2, 4]) {
        clock.mockImplementation(() => new Date(Date.now() + hours * 3_600_000));
        await app.get(ExportExpiry, { strict: false }).expire();
      }
      clock.mockRestore();
      expect(new Set(await kept())).toEqual(new Set(digests));
    } finally {
      await app.close();
    }
  },
  WITHIN_MS,
);

async function fetchBag(
  app: NestExpressApplication,
  { token }: ApiClient,
  id: string,
): Promise<{ status: number; bytes: Buffer; code: string | undefined }> {
  const answer = await fetch(`${await app.getUrl()}/api/v1/exports/${id}/bag`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const code = answer.status === 200 ? undefined : (JSON.parse(bytes.toString('utf8')) as { code: string }).code;
  return { status: answer.status, bytes, code };
}
