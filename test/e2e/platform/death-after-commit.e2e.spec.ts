import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deviceOf, hours } from '../../factories/pool.js';
import { ApiClient } from '../../support/client.js';
import { TestDatabase } from '../../support/database.js';

interface Bookings {
  readonly items: readonly { readonly id: string; readonly purpose: string | null }[];
}

/** The service is started twice, as a process of its own. */
const STARTS_WITHIN_MS = 120_000;
const KEY = { 'idempotency-key': 'the phone tries again' };

let database: TestDatabase;
let dataDir: string;
const services: ChildProcess[] = [];

beforeAll(async () => {
  database = await TestDatabase.create({ seeded: true });
  dataDir = mkdtempSync(join(tmpdir(), 'skydocket-dying-'));
  copyFileSync(join(process.env['SKYDOCKET_TEST_DATA'] ?? '', 'demo-users.json'), join(dataDir, 'demo-users.json'));
});
afterAll(async () => {
  for (const service of services) service.kill('SIGKILL');
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

/** Starts the service as a process of its own and logs an officer in. */
async function officerAt(fate: 'die' | 'survive'): Promise<{ officer: ApiClient; service: ChildProcess }> {
  const service = spawn(process.execPath, ['test/support/dying-service.mjs', database.url, dataDir, fate], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  services.push(service);
  const [address] = (await once(service.stdout, 'data')) as [Buffer];
  const people = JSON.parse(readFileSync(join(dataDir, 'demo-users.json'), 'utf8')) as Record<string, string>[];
  const person = people.find(({ role, unit }) => role === 'field_officer' && unit?.includes('东光县'));
  const officer = await ApiClient.logIn(
    address.toString().trim(),
    person?.['username'] ?? '',
    person?.['password'] ?? '',
  );
  return { officer, service };
}

it(
  'a booking whose service was killed between its commit and the answer is not made twice',
  async () => {
    const { officer, service } = await officerAt('die');
    const { id: deviceId } = await deviceOf(officer, 'mavic-3t');
    const wish = { during: hours(8, 4), purpose: 'Drain at the canal', deviceIds: [deviceId] };
    const died = once(service, 'exit');
    await expect(officer.post('/bookings', wish, KEY)).rejects.toThrow('fetch failed');
    expect((await died)[1]).toBe('SIGKILL');

    const { officer: again } = await officerAt('survive');
    const kept = await again.get<Bookings>('/bookings');
    const made = kept.body.items.filter(({ purpose }) => purpose === wish.purpose);
    expect(made).toHaveLength(1);
    const retry = await again.post<{ id: string; state: string }>('/bookings', wish, KEY);
    expect([retry.status, retry.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(retry.body).toMatchObject({ id: made[0]?.id, state: 'reserved', during: wish.during });
    expect((await again.post('/bookings', wish)).status).toBe(409);
  },
  STARTS_WITHIN_MS,
);
