import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  Clock,
  defineEvents,
  OnEvent,
  Outbox,
  type RecordedEvent,
  SYSTEM,
  UnitOfWork,
} from '../../../src/platform/index.js';
import { OutboxDelivery } from '../../../src/platform/outbox/outbox.delivery.js';
import { Retention } from '../../../src/platform/retention.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';
import { eventually, steer } from '../../support/time.js';

const { 'probe.happened': HAPPENED, 'probe.muttered': UNHEARD } = defineEvents({
  'probe.happened': 'Something the test did',
  'probe.muttered': 'Something that nobody waits for',
});

const LAST_ATTEMPT = 8;
const LONGEST_WAIT_MS = 10 * 60_000;

/** What came, as `aggregate/number`; fails as often as it is told to. */
@Injectable()
class Listener {
  readonly came: string[] = [];
  readonly events: RecordedEvent[] = [];
  private readonly failures = new Map<string, number>();
  private readonly holds = new Map<string, Promise<void>>();

  fail(name: string, times: number): void {
    this.failures.set(name, times);
  }

  /** The handler does not end for `name` until the returned function is called. */
  hold(name: string): () => void {
    let letGo: () => void = () => undefined;
    this.holds.set(name, new Promise<void>((done) => (letGo = done)));
    return () => letGo();
  }

  @OnEvent(HAPPENED)
  async hear(event: RecordedEvent): Promise<void> {
    const name = `${event.aggregate}/${String(event.payload['number'])}`;
    const left = this.failures.get(name) ?? 0;
    if (left > 0) {
      this.failures.set(name, left - 1);
      throw new Error(`cannot hear ${name}`);
    }
    this.events.push(event);
    this.came.push(name);
    await this.holds.get(name);
  }
}

describe('outbox', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let listener: Listener;
  let time: ReturnType<typeof steer>;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  beforeEach(async () => {
    platform = await TestPlatform.start({ database, providers: [Listener] });
    listener = platform.get(Listener);
    time = steer(platform.get(Clock));
  });
  afterEach(async () => {
    await platform.get(UnitOfWork).read((tx) => tx.execute(`DELETE FROM outbox`));
    await platform.stop();
  });
  afterAll(() => database.drop());

  function record(...names: string[]): Promise<void> {
    return platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      for (const name of names) {
        const [aggregate = '', number] = name.split('/');
        await platform.get(Outbox).record(tx, { type: HAPPENED, aggregate, payload: { number } });
      }
    });
  }

  interface Row {
    readonly attempts: number;
    readonly delivered: boolean;
    readonly parked: boolean;
    readonly last_error: string | null;
  }

  function row(name: string): Promise<Row | undefined> {
    return platform.get(UnitOfWork).read((tx) =>
      tx.queryOne<Row>(
        `SELECT attempts, delivered_at IS NOT NULL AS delivered, parked_at IS NOT NULL AS parked, last_error
         FROM outbox WHERE aggregate || '/' || (payload ->> 'number') = $1`,
        [name],
      ),
    );
  }

  it('delivers after the commit, with who did it and when', async () => {
    await platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await platform.get(Outbox).record(tx, { type: HAPPENED, aggregate: 'a', payload: { number: 1 } });
      platform.get(OutboxDelivery).wake();
      expect(listener.came).toEqual([]);
    });
    await eventually(() => expect(listener.came).toEqual(['a/1']));
    const [event] = listener.events;
    expect(event).toMatchObject({ type: HAPPENED, aggregate: 'a', payload: { number: 1 }, actor: { kind: 'system' } });
    expect(Date.now() - Number(event?.recordedAt)).toBeLessThan(60_000);
  });

  it('never delivers what was rolled back', async () => {
    const rolledBack = platform.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await platform.get(Outbox).record(tx, { type: HAPPENED, aggregate: 'a', payload: { number: 1 } });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    await record('a/2');
    await eventually(() => expect(listener.came).toEqual(['a/2']));
  });

  it('keeps what nobody listens to as delivered, and wakes nobody for it', async () => {
    const wake = jest.spyOn(platform.get(OutboxDelivery), 'wake');
    const unitOfWork = platform.get(UnitOfWork);
    await unitOfWork.run(SYSTEM, (tx) =>
      platform.get(Outbox).record(tx, { type: UNHEARD, aggregate: 'a', payload: {} }),
    );
    expect(wake).not.toHaveBeenCalled();
    expect(
      await unitOfWork.read((tx) =>
        tx.query(`SELECT delivered_at IS NULL AS waits FROM outbox WHERE type = $1`, [UNHEARD]),
      ),
    ).toEqual([{ waits: false }]);
    wake.mockRestore();
  });

  it('refuses a fact that no feature declares', async () => {
    const undeclared = platform
      .get(UnitOfWork)
      .run(SYSTEM, (tx) => platform.get(Outbox).record(tx, { type: 'probe.unheard', aggregate: 'a', payload: {} }));
    await expect(undeclared).rejects.toThrow('probe.unheard is not declared');
  });

  it('keeps the order of many facts of one aggregate', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `a/${index}`);
    await record(...names);
    await eventually(() => expect(listener.came).toHaveLength(250));
    expect(listener.came).toEqual(names);
  });

  it('lets an aggregate wait behind a failing fact, in later rounds too, while others go on', async () => {
    listener.fail('a/1', 1);
    await record('a/1', 'a/2', 'b/1');
    await eventually(async () => expect((await row('a/1'))?.attempts).toBe(1));
    await record('a/3', 'b/2');
    await eventually(() => expect(listener.came).toEqual(['b/1', 'b/2']));
    time.advance(LONGEST_WAIT_MS);
    await eventually(() => expect(listener.came.filter((name) => name.startsWith('a'))).toEqual(['a/1', 'a/2', 'a/3']));
    expect(await row('a/1')).toMatchObject({ attempts: 1, delivered: true, last_error: 'cannot hear a/1' });
  });

  it('goes on with other aggregates when one with more than a batch of facts is stuck', async () => {
    listener.fail('a/0', 1);
    await record(...Array.from({ length: 150 }, (_, index) => `a/${index}`), 'b/1');
    await eventually(() => expect(listener.came).toEqual(['b/1']));
  });

  it('delivers other aggregates while a handler is slow, and marks each fact at once', async () => {
    const letGo = listener.hold('a/1');
    try {
      await record('a/1', 'a/2');
      await eventually(() => expect(listener.came).toEqual(['a/1']));
      await record('b/1', 'c/1');
      await eventually(async () => {
        expect(await row('b/1')).toMatchObject({ delivered: true });
        expect(await row('c/1')).toMatchObject({ delivered: true });
      });
      expect(await row('a/1')).toMatchObject({ delivered: false });
      expect(listener.came).not.toContain('a/2');
    } finally {
      letGo();
    }
    await eventually(async () => expect(await row('a/2')).toMatchObject({ delivered: true }));
  });

  it('forgets delivered facts after a week, and neither waiting nor parked ones', async () => {
    await platform.get(UnitOfWork).run(SYSTEM, (tx) =>
      tx.execute(
        `INSERT INTO outbox (id, type, aggregate, payload, actor, recorded_at, next_attempt_at, delivered_at, parked_at)
         SELECT gen_random_uuid(), $1, name, '{"number":1}', '{}', old, old + interval '1 year', delivered, parked
         FROM (VALUES ('kept', now(), now() - interval '6 days', NULL), ('gone', now(), now() - interval '8 days', NULL),
                      ('waits', now(), NULL, NULL), ('parked', now(), NULL, now() - interval '30 days'))
              AS fact (name, old, delivered, parked)`,
        [HAPPENED],
      ),
    );
    await platform.get(Retention).sweep();
    const left = await Promise.all(['kept', 'gone', 'waits', 'parked'].map((name) => row(`${name}/1`)));
    expect(left.map((fact) => fact !== undefined)).toEqual([true, false, true, true]);
    expect(await platform.get(OutboxDelivery).depth()).toEqual({ waiting: 1, parked: 1 });
  });

  it('waits longer after each failure, and parks a fact after the last attempt', async () => {
    listener.fail('a/1', LAST_ATTEMPT);
    await record('a/1', 'a/2');
    for (let attempt = 1; attempt < LAST_ATTEMPT; attempt += 1) {
      await eventually(async () => expect(await row('a/1')).toMatchObject({ attempts: attempt, parked: false }));
      time.advance(1_000 * 2 ** attempt);
      platform.get(OutboxDelivery).wake();
    }
    await eventually(async () => expect(await row('a/1')).toMatchObject({ attempts: LAST_ATTEMPT, parked: true }));
    await eventually(() => expect(listener.came).toEqual(['a/2']));
    expect(await row('a/1')).toMatchObject({ delivered: false, last_error: 'cannot hear a/1' });
  });

  it('delivers each fact once when two processes drain at the same time', async () => {
    const other = await TestPlatform.start({ database, providers: [Listener] });
    try {
      const names = Array.from({ length: 300 }, (_, index) => `${index % 7}/${index}`);
      await Promise.all(names.map((name) => record(name)));
      for (const process of [platform, other]) process.get(OutboxDelivery).wake();
      const all = (): string[] => [...listener.came, ...other.get(Listener).came];
      await eventually(() => expect(new Set(all()).size).toBe(300));
      expect(all()).toHaveLength(300);
    } finally {
      await other.stop();
    }
  });

  it('delivers what a process committed before it was killed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'skydocket-dying-'));
    const { signal } = spawnSync(process.execPath, ['test/support/dying-process.mjs', database.url, dataDir], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    rmSync(dataDir, { recursive: true });
    expect(signal).toBe('SIGKILL');
    await eventually(() => expect(listener.came).toEqual(['orphan/1']));
  });
});
