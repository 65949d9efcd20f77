import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import {
  type Ack,
  CommandDesk,
  Console,
  eventAt,
  give,
  joined,
  type OpenedSession,
} from '../../support/command-desk.js';
import type { ApiClient } from '../../support/client.js';
import { photo, upload } from '../evidence/evidence-kit.js';

interface Sector {
  readonly sectorId: string;
  readonly name: string;
  readonly unitId: string;
  readonly squareMetres: number;
  readonly version: number;
  readonly status: string;
  readonly collected: readonly { readonly unitId: string; readonly kind: string; readonly count: number }[];
  readonly footprints: number;
  readonly coveredShare: number | 'unknown';
}
interface Collection {
  readonly code?: string;
  readonly leadUnit: { readonly unitId: string } | null;
  readonly sectors: readonly Sector[];
  readonly outside: number;
}
interface Collected {
  readonly code?: string;
  readonly items: readonly {
    readonly id: string;
    readonly unitId: string;
    readonly sectorIds: readonly string[];
    readonly state: string;
    readonly custody: { readonly unitId: string; readonly last: { readonly event: string } | null };
  }[];
  readonly nextCursor: string | null;
}
type Overlapping = Ack & {
  readonly overlaps?: readonly { readonly sectorId: string; readonly squareMetres: number }[];
};

const codeOf = ({ error }: Ack) => error?.code;
const box = (west: number, south: number, side = 0.01) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
});
const WEST = box(116.5, 37.9);
const EAST = box(116.51, 37.9);

let desk: CommandDesk;
beforeAll(async () => {
  desk = await CommandDesk.start();
}, 120_000);
afterAll(async () => {
  await desk?.stop();
});

async function read(client: ApiClient, { id }: OpenedSession): Promise<Collection> {
  return (await client.get<Collection>(`/command-sessions/${id}/collection`)).body;
}
async function list(client: ApiClient, { id }: OpenedSession, query = ''): Promise<Collected> {
  return (await client.get<Collected>(`/command-sessions/${id}/collection/items${query}`)).body;
}
/** A picture taken there now, brought in to the case by somebody. */
async function shoot(client: ApiClient, caseId: string, lon: number, lat: number): Promise<string> {
  const takenAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000);
  const { bytes, name } = await photo({ position: { lon, lat }, takenAt });
  const { status, body } = await upload(client, bytes, { kind: 'photo', caseId }, { name });
  expect(status).toBe(201);
  return body.id;
}
/** Whoever collects for the case is a member of it. */
async function admit(caseId: string, ...clients: readonly ApiClient[]): Promise<void> {
  for (const { user } of clients) {
    const { status } = await desk.handler.post(`/cases/${caseId}/members`, { userId: user.id });
    expect(status).toBeLessThan(300);
  }
}
const put = (unitId: string, polygon: object, more: object = {}) => ({
  sectorId: randomUUID(),
  name: `分区 ${randomUUID().slice(0, 8)}`,
  polygon,
  unitId,
  ...more,
});

describe('a joint collection', () => {
  it('is shared out between two counties, and shows what each collected without moving it', async () => {
    const { session, chief } = await desk.command('joint_collection');
    const county = await joined(chief, desk.county, 'field_lead');
    const other = await joined(chief, desk.outsider, 'field_lead');
    const [ours, theirs] = [desk.county.user.unit.id, desk.outsider.user.unit.id];
    const west = put(ours, WEST);
    const east = put(theirs, EAST);
    expect(await chief.cmd('sector.put', west)).toMatchObject({ ok: true, overlaps: [] });
    expect(await chief.cmd('sector.put', east)).toMatchObject({ ok: true, overlaps: [] });
    const over = put(theirs, box(116.505, 37.9));
    const answered = (await chief.cmd('sector.put', over)) as Overlapping;
    const shared = answered.overlaps?.find(({ sectorId }) => sectorId === west.sectorId)?.squareMetres ?? 0;
    expect(answered.overlaps).toHaveLength(2);
    expect((await eventAt(county, answered.seq)).payload).toMatchObject({ version: 1, overlaps: answered.overlaps });
    expect(await chief.cmd('sector.remove', { sectorId: over.sectorId })).toMatchObject({ ok: true });
    expect(await chief.cmd('lead.name', { unitId: ours })).toMatchObject({ ok: true });

    await admit(session.caseId, desk.county, desk.outsider);
    const inWest = await shoot(desk.county, session.caseId, 116.505, 37.905);
    const inEast = await shoot(desk.outsider, session.caseId, 116.515, 37.905);
    const elsewhere = await shoot(desk.county, session.caseId, 116.6, 37.905);
    const { caseId: another } = await desk.openSession();
    await admit(another, desk.county);
    await shoot(desk.county, another, 116.505, 37.905);

    expect(await county.cmd('sector.report', { sectorId: west.sectorId, status: 'under_way' })).toMatchObject({
      ok: true,
    });
    const blocked = { sectorId: east.sectorId, status: 'blocked' };
    expect(codeOf(await other.cmd('sector.report', blocked))).toBe('VALIDATION_FAILED');
    expect(await other.cmd('sector.report', { ...blocked, note: '道路中断' })).toMatchObject({ ok: true });
    expect(codeOf(await county.cmd('sector.report', { ...blocked, note: 'x' }))).toBe('FORBIDDEN');
    expect(await chief.cmd('sector.report', { ...blocked, status: 'done' })).toMatchObject({ ok: true });

    const whole = await read(desk.city, session);
    const find = (id: string) => whole.sectors.find(({ sectorId }) => sectorId === id);
    expect(shared / (find(west.sectorId)?.squareMetres ?? 1)).toBeCloseTo(0.5, 3);
    expect(whole.leadUnit).toMatchObject({ unitId: ours });
    expect(find(west.sectorId)).toMatchObject({
      status: 'under_way',
      collected: [{ unitId: ours, kind: 'photo', count: 1 }],
    });
    expect(find(east.sectorId)).toMatchObject({
      status: 'done',
      collected: [{ unitId: theirs, kind: 'photo', count: 1 }],
    });
    expect([whole.sectors.length, whole.outside]).toEqual([2, 1]);

    const merged = await list(desk.city, session);
    expect(merged.items.map(({ id }) => id).sort()).toEqual([inWest, inEast].sort());
    expect(merged.items.map(({ id }) => id)).not.toContain(elsewhere);
    expect(merged.items.find(({ id }) => id === inWest)).toMatchObject({
      unitId: ours,
      sectorIds: [west.sectorId],
      state: 'received',
      custody: { unitId: desk.city.user.unit.id, last: { event: expect.any(String) } },
    });
    const page = await list(desk.city, session, '?limit=1');
    const next = await list(desk.city, session, `?limit=1&cursor=${encodeURIComponent(page.nextCursor ?? '')}`);
    expect([...page.items, ...next.items].map(({ id }) => id)).toEqual(merged.items.map(({ id }) => id));
    expect((await list(desk.city, session, `?sectorId=${east.sectorId}`)).items.map(({ id }) => id)).toEqual([inEast]);
    // Brought in for the city's case they are in its custody from the beginning; the list has moved nothing.
    const inCustody = await desk.app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query(`SELECT FROM evidence_item WHERE id = ANY ($1) AND unit_id = $2`, [
          [inWest, inEast],
          desk.city.user.unit.id,
        ]),
      );
    expect(inCustody).toHaveLength(2);
  }, 60_000);

  it('counts how much of a sector pictures with a known ground cover, and what was closed is counted no further', async () => {
    const { session, chief } = await desk.command('joint_collection');
    const county = await joined(chief, desk.county, 'field_lead');
    const sector = put(desk.county.user.unit.id, WEST);
    await chief.cmd('sector.put', sector);
    expect(await read(desk.city, session)).toMatchObject({ sectors: [{ coveredShare: 'unknown', footprints: 0 }] });
    await admit(session.caseId, desk.county);
    const item = await shoot(desk.county, session.caseId, 116.502, 37.905);
    await desk.app.get(UnitOfWork).read(async (tx) => {
      await tx.execute(
        `UPDATE evidence_footprint SET superseded_at = now() WHERE item_id = $1 AND superseded_at IS NULL`,
        [item],
      );
      await tx.execute(
        `INSERT INTO evidence_footprint (id, item_id, computed_at, outcome, geometry, bounds, details)
         VALUES (gen_random_uuid(), $1, now(), 'given', $2, '(116.505,37.91),(116.5,37.9)', '{}')`,
        [item, JSON.stringify({ ...WEST, coordinates: [halfOf(WEST)] })],
      );
    });
    const [covered] = (await read(desk.city, session)).sectors;
    expect(covered?.footprints).toBe(1);
    expect(covered?.coveredShare).toBeCloseTo(0.5, 3);
    await new Promise((done) => setTimeout(done, 1_100));
    await chief.cmd('session.close');
    await new Promise((done) => setTimeout(done, 1_100));
    await shoot(desk.county, session.caseId, 116.503, 37.905);
    expect((await list(desk.city, session)).items.map(({ id }) => id)).toEqual([item]);
    expect(codeOf(await county.cmd('sector.report', { sectorId: sector.sectorId, status: 'done' }))).toBe('BAD_STATE');
  }, 60_000);
});

function halfOf({ coordinates }: ReturnType<typeof box>): number[][] {
  return (coordinates[0] ?? []).map(([lon = 0, lat = 0]) => [lon > 116.505 ? 116.505 : lon, lat]);
}

describe('what is refused', () => {
  let session: OpenedSession;
  let chief: Console;
  let county: Console;
  let ours: string;
  beforeAll(async () => {
    ({ session, chief } = await desk.command('joint_collection'));
    county = await joined(chief, desk.county, 'field_lead');
    ours = desk.county.user.unit.id;
  });

  it('is a sector of a unit that takes no part, or given by those who do not lead', async () => {
    expect(codeOf(await chief.cmd('sector.put', put(desk.outsider.user.unit.id, WEST)))).toBe('UNIT_TAKES_NO_PART');
    expect(codeOf(await chief.cmd('sector.put', put(randomUUID(), WEST)))).toBe('UNIT_TAKES_NO_PART');
    expect(codeOf(await chief.cmd('lead.name', { unitId: desk.outsider.user.unit.id }))).toBe('UNIT_TAKES_NO_PART');
    expect(codeOf(await county.cmd('sector.put', put(ours, WEST)))).toBe('FORBIDDEN');
    expect(codeOf(await county.cmd('lead.name', { unitId: ours }))).toBe('FORBIDDEN');
    expect(codeOf(await chief.cmd('lead.name', { unitId: ours }, { epoch: 9 }))).toBe('STALE_COMMAND_EPOCH');
    expect(codeOf(await chief.cmd('sector.report', { sectorId: randomUUID(), status: 'done' }))).toBe('SECTOR_UNKNOWN');
  });

  const bowTie = [
    [116, 38],
    [117, 39],
    [117, 38],
    [116, 39],
    [116, 38],
  ];
  it.each([
    ['crosses itself', { type: 'Polygon', coordinates: [bowTie] }],
    [
      'has 2,000 positions',
      { type: 'Polygon', coordinates: [Array.from({ length: 2_000 }, (_, n) => [116 + n / 1e5, 38])] },
    ],
    ['is a line', { type: 'LineString', coordinates: bowTie }],
    [
      'has two rings that cross',
      { type: 'Polygon', coordinates: [WEST.coordinates[0], box(116.505, 37.905).coordinates[0]] },
    ],
  ])('is a polygon that %s', async (_, polygon) => {
    expect(codeOf(await chief.cmd('sector.put', put(ours, polygon)))).toBe('VALIDATION_FAILED');
  });

  it('is a million positions, without others noticing', async () => {
    const coordinates = [Array.from({ length: 1_000_000 }, () => [1, 1])];
    const sent = await give(desk.city, session.id, 'sector.put', put(ours, { type: 'Polygon', coordinates })).catch(
      () => ({ status: 413 }),
    );
    expect([400, 413]).toContain(sent.status);
    expect(await county.cmd('chat.say', { text: '在' })).toMatchObject({ ok: true });
  });

  it('is the same change by two, the same name twice, and a version that is not there', async () => {
    const sector = put(ours, WEST, { name: '<i>北岸</i>' });
    const first = await chief.cmd('sector.put', sector);
    expect((await eventAt(county, first.seq)).payload).toMatchObject({ name: '<i>北岸</i>', version: 1 });
    expect(codeOf(await chief.cmd('sector.put', { ...sector, sectorId: randomUUID() }))).toBe('SECTOR_NAME_TAKEN');
    expect(codeOf(await chief.cmd('sector.put', { ...sector, version: 7 }))).toBe('SECTOR_CHANGED');
    await give(desk.city, session.id, 'participant.pullIn', { userId: desk.handler.user.id, role: 'deputy' });
    const changes = await Promise.all([
      give(desk.city, session.id, 'sector.put', { ...sector, polygon: EAST, version: 1 }),
      give(desk.handler, session.id, 'sector.put', { ...sector, name: '南岸', version: 1 }),
    ]);
    expect(changes.map(({ code }) => code ?? 'ok').sort()).toEqual(['SECTOR_CHANGED', 'ok']);
    const gone = await Promise.all(
      [desk.city, desk.handler].map((client) =>
        give(client, session.id, 'sector.remove', { sectorId: sector.sectorId, version: 2 }),
      ),
    );
    expect(gone.map(({ code }) => code ?? 'ok').sort()).toEqual(['SECTOR_UNKNOWN', 'ok']);
  });

  it('leaves one unit in the lead, whoever named it last', async () => {
    const units = [ours, desk.city.user.unit.id];
    await Promise.all(units.map((unitId) => give(desk.city, session.id, 'lead.name', { unitId })));
    const rows = await desk.app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ unitId: string }>(`SELECT unit_id AS "unitId" FROM collection_lead WHERE session_id = $1`, [
          session.id,
        ]),
      );
    expect(rows).toHaveLength(1);
    expect((await read(desk.city, session)).leadUnit).toMatchObject(rows[0] ?? {});
  });

  it('is a session of another kind, and one that is not for the reader', async () => {
    const dispatch = await desk.openSession();
    expect((await give(desk.city, dispatch.id, 'sector.put', put(ours, WEST))).code).toBe('WRONG_SESSION_KIND');
    expect((await read(desk.city, dispatch)).code).toBe('WRONG_SESSION_KIND');
    expect((await list(desk.city, dispatch)).code).toBe('WRONG_SESSION_KIND');
    expect((await desk.outsider.get(`/command-sessions/${session.id}/collection`)).status).toBe(404);
    expect((await list(desk.city, session, `?sectorId=${randomUUID()}`)).code).toBe('SECTOR_UNKNOWN');
    expect((await list(desk.city, session, '?cursor=nonsense')).items ?? []).toEqual([]);
  });
});
