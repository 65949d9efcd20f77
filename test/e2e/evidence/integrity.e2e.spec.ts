import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { z } from 'zod';
import { LogMark } from '../../../src/evidence/log/log-mark.js';
import type { CheckView, FindingView, IntegrityView, SweepView } from '../../../src/evidence/sweep/sweep.schemas.js';
import { SweepWorker } from '../../../src/evidence/sweep/sweep.worker.js';
import {
  Clock,
  newId,
  ORIGINALS,
  OriginalRemovals,
  OriginalsService,
  SYSTEM,
  UnitOfWork,
} from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type CustodyEvent, openCase, type PageOf, type Reply, upload } from './evidence-kit.js';

type Finding = z.output<typeof FindingView>;
type Sweep = z.output<typeof SweepView>;

const DAY_MS = 86_400_000;
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the integrity of originals', () => {
  let app: TestApp;
  let officer: ApiClient;
  let commander: ApiClient;
  let admin: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    officer = await app.as({ role: 'field_officer', unit: '东光县' });
    commander = await app.as({ role: 'commander', unit: '东光县' });
    admin = await app.as({ role: 'system_admin' });
    caseId = await openCase(await app.as({ role: 'case_handler', unit: '东光县' }), [officer.user.id]);
    await app.get(SweepWorker).run();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.stop());

  const place = (sha256: string): string =>
    join(app.dataDir, 'originals', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const bring = async (text: string): Promise<{ id: string; sha256: string }> => {
    const { status, body } = await upload(officer, Buffer.from(text), { kind: 'document', caseId }, { name: 'a.txt' });
    expect(status).toBe(201);
    return { id: body.id, sha256: body.sha256 };
  };
  const plant = (name: string, bytes: Buffer): void => {
    mkdirSync(dirname(place(name)), { recursive: true });
    writeFileSync(place(name), bytes);
  };
  const flip = (sha256: string): void => {
    const bytes = readFileSync(place(sha256));
    bytes.writeUInt8(bytes.readUInt8(2) ^ 1, 2);
    chmodSync(place(sha256), 0o640);
    writeFileSync(place(sha256), bytes);
  };
  /** Begins one because somebody asks, and carries it to its end. */
  const sweep = async (): Promise<Sweep> => {
    expect((await admin.post('/integrity/sweeps', {})).status).toBe(201);
    await app.get(SweepWorker).run();
    const { body } = await admin.get<z.output<typeof IntegrityView>>('/integrity');
    expect(body.running).toBeNull();
    return body.last as Sweep;
  };
  const findings = async (sha256: string): Promise<Finding[]> => {
    const { body } = await admin.get<PageOf<Finding>>('/integrity/findings?limit=500');
    return body.items.filter((finding) => finding.sha256 === sha256);
  };
  const checks = async (id: string): Promise<CustodyEvent[]> => {
    const { body } = await officer.get<PageOf<CustodyEvent>>(`/evidence/${id}/custody?limit=500`);
    return body.items.filter(({ event }) => event === 'checked');
  };

  it('that are as they came are counted, and nothing is found', async () => {
    const { sha256 } = await bring('untouched');
    const before = await admin.get<z.output<typeof IntegrityView>>('/integrity');
    expect(before.body.neverChecked).toBeGreaterThan(0);
    const done = await sweep();
    // The demonstration's own files lie elsewhere.
    expect(done).toMatchObject({ occasion: 'demand', wrong: before.body.last?.wrong, untracked: 0 });
    const { body } = await admin.get<z.output<typeof IntegrityView>>('/integrity');
    expect([done.checked, body.neverChecked]).toEqual([body.originals, 0]);
    expect(await findings(sha256)).toEqual([]);
  });

  it.each([
    ['changed', flip],
    ['missing', (sha256: string) => rmSync(place(sha256))],
    ['truncated', (sha256: string) => truncateSync(place(sha256), 3)],
  ] as const)('one that is %s is told of once, and once more when it is right again', async (kind, harm) => {
    const text = `this one will be ${kind}`;
    const { id, sha256 } = await bring(text);
    const good = readFileSync(place(sha256));
    chmodSync(place(sha256), 0o640);
    harm(sha256);

    expect((await sweep()).wrong).toBeGreaterThan(0);
    const [found] = await findings(sha256);
    expect(found).toMatchObject({ kind, state: 'open', closedAt: null });
    expect(await checks(id)).toMatchObject([{ actor: { kind: 'system' }, details: { outcome: kind, sha256 } }]);
    for (const person of [admin, commander]) {
      const { body } = await person.get<PageOf<{ code: string; subject: { id: string } }>>('/me/notices?limit=500');
      expect(body.items.map(({ subject, code }) => [subject.id, code])).toContainEqual([
        found?.id,
        `ORIGINAL_${kind.toUpperCase()}`,
      ]);
    }

    await sweep();
    const again = await findings(sha256);
    expect(again.map((one) => one.id)).toEqual([found?.id]);
    expect(Date.parse(again[0]?.seenAt ?? '')).toBeGreaterThan(Date.parse(again[0]?.foundAt ?? ''));
    expect(await checks(id)).toHaveLength(1);

    rmSync(place(sha256), { force: true });
    writeFileSync(place(sha256), good);
    await sweep();
    expect(await findings(sha256)).toMatchObject([{ id: found?.id, state: 'restored', closedAt: expect.any(String) }]);
    expect((await checks(id)).map(({ details }) => details['outcome'])).toEqual([kind, 'intact']);
  });

  it('one that is changed and then gone is two findings, the first superseded', async () => {
    const { sha256 } = await bring('first changed, then gone');
    flip(sha256);
    await sweep();
    rmSync(place(sha256));
    await sweep();
    expect((await findings(sha256)).map(({ kind, state }) => [kind, state])).toEqual([
      ['missing', 'open'],
      ['changed', 'superseded'],
    ]);
  });

  it('one whose loss somebody has accepted with a reason is not told of again', async () => {
    const { sha256 } = await bring('lost and accepted');
    rmSync(place(sha256));
    await sweep();
    const [found] = await findings(sha256);
    const accept = (body: unknown): Promise<Reply> => admin.post(`/integrity/findings/${found?.id}/acceptance`, body);
    expect((await accept({})).status).toBe(400);
    expect((await accept({ reason: ' ' })).status).toBe(400);
    expect(await accept({ reason: '磁盘损坏，备份亦无' })).toMatchObject({ status: 200, body: { state: 'accepted' } });
    expect(await accept({ reason: 'again' })).toMatchObject({ status: 409, body: { code: 'FINDING_NOT_OPEN' } });
    await sweep();
    expect(await findings(sha256)).toMatchObject([{ id: found?.id, state: 'accepted', reason: '磁盘损坏，备份亦无' }]);
  });

  it('a finding nobody has is not found', async () => {
    expect((await admin.post(`/integrity/findings/${newId()}/acceptance`, { reason: 'x' })).status).toBe(404);
    expect((await admin.post('/integrity/findings/7/acceptance', { reason: 'x' })).status).toBe(400);
    expect((await admin.get('/integrity/findings?state=lost')).status).toBe(400);
  });

  it('bytes without a record are told of; remains of an upload go by rule, a stranger’s file never', async () => {
    const remains = Buffer.from('the process died after this');
    const [own, strange] = [digestOf(remains), digestOf(Buffer.from('not what it says'))];
    plant(own, remains);
    plant(strange, Buffer.from('put here by somebody'));
    expect((await sweep()).untracked).toBe(2);
    expect(await findings(own)).toMatchObject([{ kind: 'untracked', state: 'open', found: { sha256: own } }]);

    const later = Date.now() + 31 * DAY_MS;
    const clock = jest.spyOn(app.get(Clock), 'now').mockImplementation(() => new Date(later));
    await app.get(SweepWorker).run();
    expect(await findingsAt(own)).toEqual(['removed']);
    expect(await findingsAt(strange)).toEqual(['open']);
    await app.get(OriginalRemovals).run();
    expect(existsSync(place(own))).toBe(true);
    clock.mockImplementation(() => new Date(later + 2 * 3_600_000));
    await app.get(OriginalRemovals).run();
    expect([existsSync(place(own)), existsSync(place(strange))]).toEqual([false, true]);
    rmSync(place(strange));
    clock.mockImplementation(() => new Date(later + 8 * DAY_MS));
    await app.get(SweepWorker).run();
    expect(await findingsAt(strange)).toEqual(['gone']);
  });

  describe('beside a database that may have forgotten them', () => {
    const mark = (): string => join(app.dataDir, 'log-mark.json');
    let days = 40;
    /** So much later than the last time that a sweep is due. */
    const monthLater = async (): Promise<void> => {
      days += 10;
      jest.spyOn(app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + days * DAY_MS));
      await app.get(SweepWorker).run();
      jest.restoreAllMocks();
    };

    it.each([
      ['it has fewer entries than were seen', { size: 1_000_000 }, 0],
      ['it has others in their places', { root: Buffer.alloc(32, 1).toString('base64') }, 0],
      ['nobody can read what was seen', { root: 7 }, 0],
      ['they came before it was known', {}, 3_600_000],
    ])('bytes that came whole stay: %s', async (why, over, earlierMs) => {
      const bytes = Buffer.from(`an original whose record was lost: ${why}`);
      const sha256 = digestOf(bytes);
      plant(sha256, bytes);
      const came = new Date(Date.now() - earlierMs);
      utimesSync(place(sha256), came, came);
      await sweep();
      const seen = readFileSync(mark(), 'utf8');
      writeFileSync(mark(), JSON.stringify({ ...JSON.parse(seen), ...over }));
      await monthLater();
      expect(await findingsAt(sha256)).toEqual(['open']);
      // It stays so, however much is entered meanwhile.
      await bring(`after ${why}`);
      await app.get(LogMark).run();
      await monthLater();
      expect(await findingsAt(sha256)).toEqual(['open']);
      writeFileSync(mark(), seen);
      await monthLater();
      expect(await findingsAt(sha256)).toEqual([earlierMs === 0 ? 'removed' : 'open']);
      rmSync(place(sha256));
      await monthLater();
    });
  });

  /** Past the clock that a test has moved, with which no log-in is good any more. */
  const findingsAt = async (sha256: string): Promise<string[]> => {
    const rows = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ state: string }>('SELECT state FROM integrity_finding WHERE sha256 = $1 ORDER BY id', [sha256]),
      );
    return rows.map(({ state }) => state);
  };

  it('remains that are brought in after all stay, even when they were to be removed', async () => {
    const text = 'died once, brought again';
    const sha256 = digestOf(Buffer.from(text));
    plant(sha256, Buffer.from(text));
    await sweep();
    await app.get(UnitOfWork).run(SYSTEM, (tx) => app.get(OriginalRemovals).schedule(tx, sha256, 'upload_remains'));
    await bring(text);
    const clock = jest.spyOn(app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + 5 * 3_600_000));
    await app.get(OriginalRemovals).run();
    clock.mockRestore();
    expect(existsSync(place(sha256))).toBe(true);
    await sweep();
    expect(await findingsAt(sha256)).toEqual(['adopted']);
  });

  it('are never judged while the store does not answer', async () => {
    const { sha256 } = await bring('the store is away');
    expect((await admin.post('/integrity/sweeps', {})).status).toBe(201);
    const store = app.get<{ stat(digest: string): Promise<unknown> }>(ORIGINALS);
    const away = jest.spyOn(store, 'stat').mockRejectedValue(new Error('away'));
    await expect(app.get(SweepWorker).run()).rejects.toThrow('away');
    away.mockRestore();
    await app.get(SweepWorker).run();
    expect(await findings(sha256)).toEqual([]);
  });

  it('one that breaks off while it is read is unreadable when the store answers otherwise', async () => {
    const { sha256 } = await bring('a bad sector');
    expect((await admin.post('/integrity/sweeps', {})).status).toBe(201);
    const originals = app.get(OriginalsService);
    const read = originals.read.bind(originals);
    const broken = jest.spyOn(originals, 'read').mockImplementation(async (digest) => {
      if (digest === sha256) throw new Error('EIO');
      return read(digest);
    });
    await app.get(SweepWorker).run();
    broken.mockRestore();
    expect(await findings(sha256)).toMatchObject([{ kind: 'unreadable', state: 'open', found: null }]);
  });

  it('are swept once at a time, and two workers do not read one twice', async () => {
    const asked = await Promise.all([admin.post('/integrity/sweeps', {}), admin.post('/integrity/sweeps', {})]);
    expect(asked.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    await Promise.all([app.get(SweepWorker).run(), app.get(SweepWorker).run()]);
    const { body } = await admin.get<z.output<typeof IntegrityView>>('/integrity');
    expect(body.last?.checked).toBe(body.originals);
  });

  it('a sweep that broke off goes on with what it has not read', async () => {
    expect((await admin.post('/integrity/sweeps', {})).status).toBe(201);
    const originals = app.get(OriginalsService);
    const read = originals.read.bind(originals);
    const seen: string[] = [];
    const first = jest.spyOn(originals, 'stat').mockImplementation(async (digest) => {
      if (seen.length === 2) throw new Error('killed here');
      seen.push(digest);
      return { size: 1 };
    });
    jest.spyOn(originals, 'read').mockImplementation(async (digest) => read(digest));
    await app
      .get(SweepWorker)
      .run()
      .catch(() => undefined);
    first.mockRestore();
    const again: string[] = [];
    const stat = originals.stat.bind(originals);
    jest.spyOn(originals, 'stat').mockImplementation(async (digest) => {
      again.push(digest);
      return stat(digest);
    });
    await app.get(SweepWorker).run();
    expect(seen).toHaveLength(2);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((digest) => seen.includes(digest))).toEqual([]);
  });

  describe('of one item', () => {
    const check = (client: ApiClient, id: string) =>
      client.post<z.output<typeof CheckView> & { code: string }>(`/evidence/${id}/check`, {});

    it('is checked when somebody asks, and both digests are written down', async () => {
      const { id, sha256 } = await bring('checked on demand');
      const right = await check(officer, id);
      expect(right).toMatchObject({
        status: 200,
        body: { outcome: 'intact', expected: { sha256 }, found: { sha256 } },
      });
      flip(sha256);
      expect(await check(officer, id)).toMatchObject({ status: 200, body: { outcome: 'changed' } });
      const events = await checks(id);
      expect(events.map(({ details, actor }) => [details['outcome'], actor.id])).toEqual([
        ['intact', officer.user.id],
        ['changed', officer.user.id],
      ]);
      expect(events[0]?.details).toMatchObject({ sm3: right.body.expected.sm3, found: { sm3: right.body.found?.sm3 } });
      expect(await findings(sha256)).toMatchObject([{ kind: 'changed', state: 'open' }]);
    });

    it('is checked by nobody who may not see it', async () => {
      const { id } = await bring('not for everybody');
      expect((await check(await app.as({ role: 'field_officer', unit: '献县' }), id)).status).toBe(404);
      expect((await check(admin, id)).status).toBe(403);
      expect((await check(officer, newId())).status).toBe(404);
      expect(await checks(id)).toEqual([]);
    });
  });

  it('is shown to operators', async () => {
    const { checks: said } = (await (await fetch(`${app.url}/readyz`)).json()) as {
      checks: { name: string; detail: string }[];
    };
    expect(said.find(({ name }) => name === 'integrity')?.detail).toMatch(/^originals: .*\d+ (missing|changed)/);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/skydocket_integrity_findings\{kind="changed"\} \d/);
  });
});
