import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication, Type } from '@nestjs/common';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createApp } from '../../../src/app.setup.js';
import { SweepRepository } from '../../../src/evidence/sweep/sweep.repository.js';
import { SweepStarter } from '../../../src/evidence/sweep/sweep.starter.js';
import { SweepWorker } from '../../../src/evidence/sweep/sweep.worker.js';
import {
  type BlobStore,
  Clock,
  createLogger,
  loadConfig,
  ORIGINALS,
  OriginalRemovals,
  SYSTEM,
  UnitOfWork,
} from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { TestDatabase } from '../../support/database.js';
import { logInAs } from '../../support/demo-people.js';
import { upload } from './evidence-kit.js';

/** The service is started three times. */
const WITHIN_MS = 240_000;
const UPLOADS = 12;
const UPLOAD_BYTES = 3_000_000;

let database: TestDatabase;
let dataDir: string;
const services: ChildProcess[] = [];
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

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

async function officerAt(fate: string): Promise<{ officer: ApiClient; service: ChildProcess }> {
  const service = spawn(process.execPath, ['test/support/dying-service.mjs', database.url, dataDir, fate], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  services.push(service);
  const [address] = (await once(service.stdout, 'data')) as [Buffer];
  const officer = await logInAs(address.toString().trim(), dataDir, { role: 'field_officer', unit: '东光县' });
  return { officer, service };
}

/** One more run of the service in this process. */
async function again(): Promise<INestApplication> {
  const config = loadConfig({
    SKYDOCKET_MODE: 'demonstration',
    SKYDOCKET_DATA_DIR: dataDir,
    SKYDOCKET_MQTT_PORT: '0',
    SKYDOCKET_LOG_LEVEL: 'silent',
    SKYDOCKET_SWEEP_MB_PER_SECOND: '1000',
  });
  const app = await createApp({ config, databaseUrl: database.url, logger: createLogger('silent') });
  await app.init();
  return app;
}

/** From its beginning to its end: the killed services may have left one open, or ended one. */
async function sweep(app: INestApplication): Promise<void> {
  const get = <T>(token: Type<T>): T => app.get(token, { strict: false });
  const open = () => get(UnitOfWork).read((tx) => get(SweepRepository).open(tx));
  for (let run = 0; run === 0 || (await open()); run += 1) {
    if (run === 10) throw new Error('the sweep does not end');
    if (run > 0) await get(SweepWorker).run();
    else if (!(await open())) await get(UnitOfWork).run(SYSTEM, (tx) => get(SweepStarter).begin(tx, null));
  }
}

it(
  'leave no record without its bytes, and no bytes without a record once a sweep has been over them',
  async () => {
    const lone = randomBytes(100_000);
    const first = await officerAt('die when kept');
    const died = once(first.service, 'exit');
    await expect(upload(first.officer, lone, { kind: 'other' })).rejects.toThrow('fetch failed');
    expect((await died)[1]).toBe('SIGKILL');

    const second = await officerAt('survive');
    const files = Array.from({ length: UPLOADS }, () => randomBytes(UPLOAD_BYTES));
    const answered: string[] = [];
    const sending = files.map(async (bytes) => {
      const { status } = await upload(second.officer, bytes, { kind: 'other' });
      if (status === 201) answered.push(digestOf(bytes));
      if (answered.length === 2) second.service.kill('SIGKILL');
    });
    await Promise.allSettled(sending);
    expect(answered.length).toBeGreaterThanOrEqual(2);
    expect(answered.length).toBeLessThan(UPLOADS);

    const app = await again();
    try {
      const get = <T>(token: Type<T>): T => app.get(token, { strict: false });
      const sql = (text: string): Promise<{ sha256: string }[]> =>
        get(UnitOfWork).read((tx) => tx.query<{ sha256: string }>(text));
      const ours = [lone, ...files].map(digestOf);
      const recorded = new Set((await sql('SELECT sha256 FROM evidence_item')).map(({ sha256 }) => sha256));
      expect(answered.filter((sha256) => !recorded.has(sha256))).toEqual([]);
      expect(recorded.has(digestOf(lone))).toBe(false);

      await sweep(app);
      const wrong = await sql(`SELECT sha256 FROM integrity_finding WHERE kind <> 'untracked'`);
      expect(wrong.filter(({ sha256 }) => ours.includes(sha256))).toEqual([]);
      const found = (await sql(`SELECT sha256 FROM integrity_finding WHERE kind = 'untracked'`)).map(
        (row) => row.sha256,
      );
      expect(found).toContain(digestOf(lone));
      expect(found.filter((sha256) => !ours.includes(sha256) || recorded.has(sha256))).toEqual([]);

      const clock = jest.spyOn(get(Clock), 'now');
      clock.mockImplementation(() => new Date(Date.now() + 40 * 86_400_000));
      await sweep(app);
      clock.mockImplementation(() => new Date(Date.now() + 41 * 86_400_000));
      await get(OriginalRemovals).run();
      clock.mockRestore();
      const stored: string[] = [];
      for await (const sha256 of app.get<BlobStore>(ORIGINALS, { strict: false }).list()) stored.push(sha256);
      expect(stored.filter((sha256) => !recorded.has(sha256))).toEqual([]);
      expect(ours.filter((sha256) => recorded.has(sha256) && !stored.includes(sha256))).toEqual([]);
    } finally {
      await app.close();
    }
  },
  WITHIN_MS,
);
