import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Metrics, OnJob } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';

@Injectable()
class Workshop {
  @OnJob('probe.work')
  async work(): Promise<void> {
    throw new Error('nothing is enqueued here');
  }
}

describe('metrics', () => {
  let database: TestDatabase;
  let platform: TestPlatform;

  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database, providers: [Workshop] });
  });
  afterAll(async () => {
    await platform.stop();
    await database.drop();
  });

  it.each([
    'skydocket_jobs_waiting{queue="probe.work"} 0',
    'skydocket_sockets_open 0',
    'skydocket_outbox_facts{state="waiting"} 0',
    'skydocket_outbox_facts{state="parked"} 0',
    'skydocket_database_hot_connections{state="total"} 0',
    'skydocket_database_hot_connections{state="idle"} 0',
  ])('show %s', async (line) => {
    expect((await platform.get(Metrics).registry.metrics()).split('\n')).toContain(line);
  });

  it('count the connections of the main pool', async () => {
    const shown = await platform.get(Metrics).registry.metrics();
    const amount = (state: string): number =>
      Number(new RegExp(`^skydocket_database_connections\\{state="${state}"\\} (\\d+)$`, 'm').exec(shown)?.[1]);
    expect(amount('total')).toBeGreaterThan(0);
    expect(amount('waiting')).toBeGreaterThanOrEqual(0);
    expect(amount('idle')).toBeLessThanOrEqual(amount('total'));
  });

  it('leave a series out when it cannot be read, and keep the others', async () => {
    const metrics = platform.get(Metrics);
    metrics.gaugeBy('probe_broken', 'Never readable', 'state', () => Promise.reject(new Error('away')));
    const shown = await metrics.registry.metrics();
    expect(shown).not.toMatch(/^skydocket_probe_broken\{/m);
    expect(shown).toContain('skydocket_sockets_open 0');
  });
});
