import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import type { ExportView } from '../../../src/evidence/export/export.schemas.js';
import { HeadClosing } from '../../../src/evidence/log/heads/head.closing.js';
import { LogSequencer } from '../../../src/evidence/log/log.sequencer.js';
import { LogTimestamps } from '../../../src/evidence/log/timestamps/log-timestamps.js';
import { Clock } from '../../../src/platform/index.js';
import { TestApp } from '../../support/app.js';
import { type Bag, edits, type Finding, readBag, TriedBag, unpack, verify } from '../../support/bag.js';
import type { ApiClient } from '../../support/client.js';
import { steer } from '../../support/time.js';
import { LoopbackAuthority, OpensslAuthority } from '../../support/time-stamps.js';
import { DONGGUANG, fly, openCase, photo, until, upload } from './evidence-kit.js';
import { bringIn, listed, signAll, type Team, write } from './record-kit.js';

type Export = z.output<typeof ExportView>;

const ALGORITHMS = ['sha256', 'sha512', 'sm3'] as const;
const MANIFESTS = ALGORITHMS.flatMap((name) => [`manifest-${name}.txt`, `tagmanifest-${name}.txt`]);
const TIMEOUT_MS = 300_000;
const DAY_MS = 86_400_000;
const HANDLER = { role: 'case_handler', unit: '东光县' } as const;

describe('an export with everything in it', () => {
  let app: TestApp;
  let tsa: LoopbackAuthority;
  let stranger: OpensslAuthority;
  let folder: string;
  let root: string;
  let key: string;
  let whole: Bag;
  let tried: TriedBag;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tampering-'));
    tsa = await LoopbackAuthority.start();
    stranger = new OpensslAuthority('Another TSA');
    app = await TestApp.start({ env: { SKYDOCKET_TSA_URL: tsa.url, SKYDOCKET_TSA_CA_FILE: tsa.authority.caFile } });
    const handler = await app.as(HANDLER);
    const officer = await app.as({ role: 'field_officer', unit: '东光县' });
    const pilot = await app.as({ role: 'pilot', unit: '东光县' });
    const team = { handler, officer, caseId: await openCase(handler, [officer.user.id, pilot.user.id]) };
    await sealOne(team);
    await flownOver(pilot, team.caseId);
    await app.get(LogSequencer).catchUp();
    await app.get(LogTimestamps).run();
    // The day's events get their heads once it is over.
    steer(app.get(Clock)).advance(DAY_MS + 3_600_000);
    await app.get(HeadClosing).closeDays();
    await app.get(LogSequencer).catchUp();
    const later = await app.as(HANDLER);
    root = await exported(later, team.caseId);
    key = (await later.get<{ keys: { verifier: string }[] }>('/log/keys')).body.keys[0]?.verifier ?? '';
    whole = readBag(root);
    tried = await TriedBag.open(root, { keys: [key], authorities: [tsa.authority.caFile] });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await app.stop();
    await tsa.stop();
    stranger.remove();
    await rm(folder, { recursive: true });
  });

  async function sealOne(team: Team): Promise<void> {
    const item = await bringIn(team, 20);
    await signAll(team, await write(team, [listed(item)]));
    const acknowledgeWarnings = ['TECHNICAL_STANDARD', 'MEDIUM_SEALED'];
    expect((await team.handler.post(`/evidence/${item.id}/seal`, { acknowledgeWarnings })).status).toBe(201);
  }

  /** By a device that was heard at that moment. */
  async function flownOver(pilot: ApiClient, caseId: string): Promise<void> {
    const during = {
      from: new Date(Date.now() + 1_000).toISOString(),
      to: new Date(Date.now() + 7_200_000).toISOString(),
    };
    const anyOf = { kindCode: 'mavic-3t', quantity: 1 };
    const booked = await pilot.post<{ id: string; devices: { id: string; assetCode: string }[] }>('/bookings', {
      during,
      purpose: '河道取证',
      caseId,
      anyOf,
    });
    const { id = '', assetCode } = booked.body.devices[0] ?? {};
    expect((await pilot.post('/check-outs', { assetCode, bookingId: booked.body.id })).status).toBe(201);
    const { serial } = (await pilot.get<{ serial: string }>(`/devices/${id}`)).body;
    const takenAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 1_000);
    const frames = [-1, 1].map((second) => ({
      at: new Date(takenAt.getTime() + second * 1_000),
      ...DONGGUANG,
      heightAboveTakeoffMetres: 80,
      headingDegrees: 30,
    }));
    await fly(app, id, frames);
    const { bytes, name } = await photo({ takenAt, droneSerial: serial });
    expect((await upload(pilot, bytes, { kind: 'photo', caseId, title: '100%' }, { name })).status).toBe(201);
  }

  async function exported(handler: ApiClient, caseId: string): Promise<string> {
    const asked = await handler.post<Export>('/exports', { caseId, purpose: '移送法院' });
    expect(asked.status).toBe(201);
    const made = await until(
      () => handler.get<Export>(`/exports/${asked.body.id}`),
      ({ body }) => body.state !== 'waiting',
    );
    expect(made.body).toMatchObject({ state: 'ready' });
    const headers = { authorization: `Bearer ${handler.token}` };
    const answer = await fetch(`${app.url}/api/v1/exports/${asked.body.id}/bag`, { headers });
    const zip = join(folder, 'export.zip');
    await writeFile(zip, Buffer.from(await answer.arrayBuffer()));
    return unpack(zip, join(folder, 'unpacked'));
  }

  const claims = (findings: readonly Finding[], state: Finding['state']): string[] =>
    findings.filter((finding) => finding.state === state).map(({ claim }) => claim);
  const named = (pattern: RegExp): string => [...whole.keys()].find((path) => pattern.test(path)) ?? '';
  const turned = (bytes: Buffer, at: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };

  it('is proven, down to its times, custody heads, links and the record of the place', async () => {
    const { code, findings } = await verify(root, '--key', key, '--tsa-ca', tsa.authority.caFile);
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(code).toBe(0);
    expect(claims(findings, 'proven')).toEqual(
      expect.arrayContaining([
        'existed by this time',
        'log only grew',
        'sealed',
        'sealed record',
        'custody list',
        'custody heads',
        'chain of links',
        'on-site record',
        'signed at the place',
        'drawn signatures',
      ]),
    );
    const timed = findings.filter(
      ({ claim, subject }) => claim === 'existed by this time' && subject.endsWith('.json'),
    );
    expect(timed.map(({ state, subject }) => [state, subject])).toEqual([
      ['proven', 'data/exhibits/001/proofs.json'],
      ['proven', 'data/exhibits/001/proofs.json'],
      ['proven', 'data/exhibits/002/proofs.json'],
    ]);
    expect(named(/track\.geojson$/)).not.toBe('');
    const [token, stamped] = [named(/\.tsr$/), named(/\d\.checkpoint\.txt$/)].map((path) => whole.get(path));
    expect(tsa.authority.accepts(token ?? Buffer.alloc(0), stamped ?? Buffer.alloc(0))).toBe(true);
  });

  it('leaves the time open without an authority, and fails under another one', async () => {
    const times = async (...more: string[]): Promise<Set<string>> => {
      const { findings } = await verify(root, '--key', key, ...more);
      return new Set(findings.filter(({ claim }) => claim === 'existed by this time').map(({ state }) => state));
    };
    expect(await times()).toEqual(new Set(['not provable here']));
    expect(await times('--tsa-ca', stranger.caFile)).toContain('failed');
  });

  it(
    'is refuted by one turned bit in any of its files, and the file is named',
    async () => {
      expect(whole.size).toBeGreaterThan(35);
      for (const [path, bytes] of whole) {
        const places = Array.from({ length: 12 }, (_, n) => Math.floor(((n + 0.5) * bytes.length) / 12));
        for (const at of new Set([0, ...places, bytes.length - 1]))
          expect(await tried.refuted(new Map([[path, turned(bytes, at)]]))).toContain(path);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'is refuted by a file that is missing, cut, exchanged or added',
    async () => {
      const paths = [...whole.keys()];
      for (const [n, path] of paths.entries()) {
        const bytes = whole.get(path) ?? Buffer.alloc(0);
        expect(await tried.refuted(new Map([[path, null]]))).toContain(path);
        for (const length of [0, bytes.length >> 1, bytes.length - 1])
          expect(await tried.refuted(new Map([[path, bytes.subarray(0, length)]]))).toContain(path);
        const other = paths[(n + 1) % paths.length] ?? '';
        const exchanged = new Map([
          [path, whole.get(other) ?? Buffer.alloc(0)],
          [other, bytes],
        ]);
        expect(await tried.refuted(exchanged)).toEqual(expect.arrayContaining([path, other]));
      }
      for (const added of [
        'data/exhibits/001/original/更多.jpg',
        'note.txt',
        'data/x/y.json',
        'data/log/timestamps/1.tsr',
      ])
        expect(await tried.refuted(new Map([[added, Buffer.from('x')]]))).toContain(added);
    },
    TIMEOUT_MS,
  );

  /** Digests of unchanged files are taken once. */
  const known = new Map<string, string>();
  const digestOf = (algorithm: string, path: string, changes: ReadonlyMap<string, Buffer>): string => {
    const changed = changes.get(path);
    const again = (bytes: Buffer): string => createHash(algorithm).update(bytes).digest('hex');
    if (changed) return again(changed);
    const name = `${algorithm} ${path}`;
    const digest = known.get(name) ?? again(whole.get(path) ?? Buffer.alloc(0));
    known.set(name, digest);
    return digest;
  };
  /** Whoever changes a file can make the lists anew, but not the seal. */
  const listedAnew = (changes: ReadonlyMap<string, Buffer>): Map<string, Buffer> => {
    const anew = new Map(changes);
    const list = (name: string, algorithm: string, wanted: (path: string) => boolean): void => {
      const paths = [...whole.keys()].filter(wanted).sort((a, b) => (a < b ? -1 : 1));
      anew.set(name, Buffer.from(paths.map((path) => `${digestOf(algorithm, path, anew)}  ${path}\n`).join('')));
    };
    for (const name of ALGORITHMS) list(`manifest-${name}.txt`, name, (path) => path.startsWith('data/'));
    for (const name of ALGORITHMS)
      list(`tagmanifest-${name}.txt`, name, (path) => !path.startsWith('data/') && !path.startsWith('tagmanifest-'));
    return anew;
  };

  it('has lists that anybody can make, and they are those that the office made', () => {
    const anew = listedAnew(new Map());
    for (const name of MANIFESTS) expect(anew.get(name)?.toString('utf8')).toBe(whole.get(name)?.toString('utf8'));
  });

  it(
    'is refuted by any edit of any field of its records, also when the lists were made anew',
    async () => {
      const records = [...whole].filter(([path]) => /\.(geo)?json$/.test(path));
      expect(records.length).toBeGreaterThanOrEqual(20);
      const unseen: string[] = [];
      let count = 0;
      for (const [path, bytes] of records) {
        for (const edit of edits(JSON.parse(bytes.toString('utf8')))) {
          count += 1;
          const edited = Buffer.from(`${JSON.stringify(edit, null, 2)}\n`);
          if (!(await tried.refuted(listedAnew(new Map([[path, edited]])))).includes(path)) unseen.push(path);
        }
      }
      expect(unseen).toEqual([]);
      expect(count).toBeGreaterThan(3_000);
    },
    TIMEOUT_MS,
  );

  const read = (path: string): unknown => JSON.parse(whole.get(path)?.toString('utf8') ?? '');
  const spelled = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const EXHIBIT = 'data/exhibits/001';
  type Rows = { id: string; actor: { name: string }; details: object }[];
  type Links = { links: { kind: string; snapshot: object }[] };

  /** A change that is the same in every file that says it: what the seal alone would not show of a bag sealed anew. */
  const CHANGES: readonly (readonly [words: string, claim: string, made: () => Map<string, Buffer>])[] = [
    [
      'another person in the custody list and its rows',
      'custody heads',
      () => {
        const [list, rows] = [read(`${EXHIBIT}/custody.json`) as Rows, read(`${EXHIBIT}/custody-rows.json`) as Rows];
        for (const [first] of [list, rows]) if (first) first.actor.name = '李四';
        return new Map([
          [`${EXHIBIT}/custody.json`, spelled(list)],
          [`${EXHIBIT}/custody-rows.json`, spelled(rows)],
        ]);
      },
    ],
    [
      'an event taken out of both',
      'custody heads',
      () => {
        const without = (name: string) => spelled((read(`${EXHIBIT}/${name}`) as Rows).toSpliced(1, 1));
        return new Map(['custody.json', 'custody-rows.json'].map((name) => [`${EXHIBIT}/${name}`, without(name)]));
      },
    ],
    [
      'an event taken out of the list alone',
      'custody list',
      () => new Map([[`${EXHIBIT}/custody.json`, spelled((read(`${EXHIBIT}/custody.json`) as Rows).toSpliced(1, 1))]]),
    ],
    [
      'a row kept back that was told',
      'custody list',
      () => {
        const rows = read(`${EXHIBIT}/custody-rows.json`) as Rows;
        const kept = rows.map((row, at) => (at === 1 ? { id: row.id, sequence: 1, redacted: true } : row));
        return new Map([[`${EXHIBIT}/custody-rows.json`, spelled(kept)]]);
      },
    ],
    [
      'a link more than at the seal, as if it had been there',
      'chain of links',
      () => {
        const chain = read(`${EXHIBIT}/chain.json`) as Links;
        const own = chain.links.find(({ kind }) => kind === 'evidence');
        return new Map([[`${EXHIBIT}/chain.json`, spelled({ ...chain, links: own ? [own, own] : [] })]]);
      },
    ],
    [
      'other words in an on-site record',
      'on-site record',
      () => {
        const path = named(/site-records\/[0-9a-f-]{36}\.json$/);
        const record = read(path) as { content: object };
        return new Map([[path, spelled({ ...record, content: { ...record.content, course: '别的经过' } })]]);
      },
    ],
    [
      'other words in what was signed',
      'signed at the place',
      () => {
        const path = named(/\.signed\.json$/);
        return new Map([[path, Buffer.from(String(whole.get(path)).replace('现场', '当场'))]]);
      },
    ],
    [
      'another drawing',
      'drawn signatures',
      () => {
        const path = named(/\.drawings\.json$/);
        return new Map([[path, spelled((read(path) as string[]).with(0, 'M 1 1 L 2 2'))]]);
      },
    ],
    [
      'a stamp of another authority',
      'existed by this time',
      () => new Map([[named(/\.tsr$/), stranger.stamp(whole.get(named(/\d\.checkpoint\.txt$/)) ?? Buffer.alloc(0))]]),
    ],
    [
      'a stamp over something else',
      'existed by this time',
      () => new Map([[named(/\.tsr$/), tsa.authority.stamp(Buffer.from('another head'))]]),
    ],
    [
      'a sealed record that says something else',
      'sealed record',
      () => {
        const path = `${EXHIBIT}/sealed-record.json`;
        return new Map([[path, Buffer.from(String(whole.get(path)).replace('"kind":"photo"', '"kind":"video"'))]]);
      },
    ],
  ];

  it.each(CHANGES)('is refuted by %s: %s', async (_, claim, made) => {
    const changes = made();
    const failed = (await tried.findings(listedAnew(changes))).filter(({ state }) => state === 'failed');
    expect(failed.map((finding) => finding.claim)).toContain(claim);
    expect(failed.map(({ subject }) => subject)).toEqual(expect.arrayContaining([...changes.keys()]));
  });
});
