import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogMark } from '../../../src/evidence/log/log-mark.js';
import { LogRepository } from '../../../src/evidence/log/log.repository.js';
import { LogTree } from '../../../src/evidence/log/log.tree.js';
import { Clock, createLogger, loadConfig, SYSTEM, type Tx } from '../../../src/platform/index.js';
import type { TestDatabase } from '../../support/database.js';
import { type LogInstance, LogInstallation } from '../../support/log-installation.js';

describe('the mark of the log beside the database', () => {
  let log: LogInstallation;
  let copy: TestDatabase;
  let restored: LogInstallation;

  beforeAll(async () => {
    log = await LogInstallation.create();
  });
  afterAll(async () => {
    await restored.disconnect();
    await copy.drop();
    await log.stop();
  });

  const markOf = ({ unitOfWork, tree }: LogInstance, repository = log.repository): LogMark => {
    const config = loadConfig({ SKYDOCKET_DATA_DIR: log.dataDir });
    return new LogMark(config, repository, tree, unitOfWork, new Clock(), createLogger('silent'));
  };
  const seen = (instance: LogInstance): Promise<Date | undefined> =>
    instance.unitOfWork.read((tx) => markOf(instance).unbrokenSince(tx));
  const enter = async ({ unitOfWork, journal, sequencer }: LogInstance, entries: number): Promise<void> => {
    for (let nth = 0; nth < entries; nth += 1)
      await unitOfWork.run(SYSTEM, (tx) =>
        journal.enter(tx, { kind: 'preserved', subjectId: randomUUID(), content: { size: nth } }),
      );
    await sequencer.catchUp();
  };
  const file = (): string => join(log.dataDir, 'log-mark.json');
  const sizeOnDisk = (): number => (JSON.parse(readFileSync(file(), 'utf8')) as { size: number }).size;

  it('begins where there is none, goes on with the log, and never tells another time', async () => {
    const instance = await log.instance();
    const since = await seen(instance);
    expect(since).toBeInstanceOf(Date);
    expect(sizeOnDisk()).toBe(0);
    await enter(instance, 3);
    expect([await seen(instance), sizeOnDisk()]).toEqual([since, 3]);
    await log.disconnect();
    copy = await log.database.copy();
    const again = await log.instance();
    await enter(again, 3);
    expect([await seen(again), sizeOnDisk()]).toEqual([since, 6]);
    expect(await seen(again)).toEqual(since);
  });

  it('is right where a head is signed while it is looked at', async () => {
    const instance = await log.instance();
    const since = await seen(instance);
    class Interrupted extends LogRepository {
      override async latestCheckpoint(tx: Tx): ReturnType<LogRepository['latestCheckpoint']> {
        const head = await super.latestCheckpoint(tx);
        await enter(instance, 2);
        await seen(instance);
        return head;
      }
    }
    const [before, mark] = [sizeOnDisk(), markOf(instance, new Interrupted())];
    expect(await instance.unitOfWork.read((tx) => mark.unbrokenSince(tx))).toEqual(since);
    expect(sizeOnDisk()).toBe(before + 2);
  });

  it('is written by several at once, and nothing else is left beside it', async () => {
    const instance = await log.instance();
    const since = await seen(instance);
    await enter(instance, 2);
    const [size, writers] = [sizeOnDisk() + 2, 4];
    let arrived = 0;
    let go = (): void => undefined;
    const together = new Promise<void>((done) => (go = done));
    class Together extends LogTree {
      override async root(tx: Tx, of: number): Promise<Buffer> {
        const root = await super.root(tx, of);
        if (of < size) return root;
        arrived += 1;
        if (arrived === writers) go();
        await together;
        return root;
      }
    }
    const one = { ...instance, tree: new Together(log.repository) };
    const all = await Promise.all(Array.from({ length: writers }, () => seen(one)));
    expect(all).toEqual(all.map(() => since));
    expect(sizeOnDisk()).toBe(size);
    expect(readdirSync(log.dataDir).filter((name) => name.startsWith('log-mark'))).toEqual(['log-mark.json']);
  });

  it('shows that an older copy of the database was restored, also when that has caught up', async () => {
    restored = log.over(copy);
    const instance = await restored.instance();
    expect(await seen(instance)).toBeUndefined();
    await enter(instance, 3);
    expect(await seen(instance)).toBeUndefined();
    await enter(instance, 20);
    expect([await seen(instance), sizeOnDisk()]).toEqual([undefined, 10]);
    await markOf(instance).onApplicationBootstrap();
    expect(sizeOnDisk()).toBe(10);
  });

  it.each(['', '{', '[]', '{"size":-1,"root":"","since":"2026-01-01T00:00:00Z"}', '{"size":1}'])(
    'says nothing where nobody can read it: %s',
    async (text) => {
      const instance = await restored.instance();
      const whole = readFileSync(file(), 'utf8');
      writeFileSync(file(), text);
      expect(await seen(instance)).toBeUndefined();
      expect(readFileSync(file(), 'utf8')).toBe(text);
      writeFileSync(file(), whole);
    },
  );

  it('begins anew once somebody has taken it away', async () => {
    rmSync(file());
    const before = Date.now();
    const instance = await restored.instance();
    await markOf(instance).onApplicationBootstrap();
    expect(Number(await seen(instance))).toBeGreaterThanOrEqual(before);
    expect(sizeOnDisk()).toBe(26);
  });
});
