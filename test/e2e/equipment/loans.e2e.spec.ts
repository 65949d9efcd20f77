import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '../../../src/platform/index.js';
import { photoOf } from '../../factories/files.js';
import {
  type BookingBody,
  type CheckOutBody,
  type DeviceBody,
  devicesOf,
  hours,
  type PageBody,
  type ProblemBody,
  codeOf,
  fromNow,
} from '../../factories/pool.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { HAS_POPPLER, pictureOf, textOf } from '../../support/poppler.js';
import { codeIn } from '../../support/scanner.js';
import { eventually } from '../../support/time.js';

const signature = 'M0 0L9 9';

interface JourneyBody {
  readonly id: string;
  readonly deviceId: string;
  readonly state: string;
  readonly carrier: string | null;
  readonly waybill: string | null;
  readonly owner: { readonly id: string };
  readonly borrower: { readonly id: string };
  readonly steps: readonly {
    readonly state: string;
    readonly by: { readonly name: string };
    readonly photoIds: string[];
  }[];
}
interface AdvancedBody extends ProblemBody {
  readonly items: readonly JourneyBody[];
  readonly checkOuts: readonly CheckOutBody[];
  readonly missing: readonly string[];
  readonly owners: readonly string[];
}
interface WhereBody {
  readonly whereabouts: {
    readonly place: { readonly unitId: string | null; readonly position: unknown };
    readonly since: string | null;
    readonly source: string;
  } | null;
  readonly custody: { readonly holder: { readonly id: string } | null } | null;
  readonly usedSeconds: number;
}

describe('loans that travel', () => {
  let app: TestApp;
  let owner: ApiClient;
  let keeper: ApiClient;
  let borrower: ApiClient;
  let their: ApiClient;
  let stranger: ApiClient;
  beforeAll(async () => {
    app = await TestApp.start();
    [owner, keeper, borrower, their, stranger] = await Promise.all([
      app.as({ role: 'field_officer', unit: '东光县' }),
      app.as({ role: 'equipment_manager', unit: '东光县' }),
      app.as({ role: 'field_officer', unit: '大名县' }),
      app.as({ role: 'equipment_manager', unit: '大名县' }),
      app.as({ role: 'field_officer', unit: '献县' }),
    ]);
  });
  afterAll(() => app.stop());

  /** A county owns a handful: the store room is filled from others of the province. */
  beforeAll(() =>
    app.get(UnitOfWork).read((tx) =>
      tx.execute(
        `UPDATE device SET unit_id = $1 FROM device_kind k
         WHERE k.id = kind_id AND k.code IN ('mavic-3e', 'mavic-3t') AND part_of_id IS NULL`,
        [owner.user.unit.id],
      ),
    ),
  );

  const taken = new Set<string>();
  async function ownDevices(count: number): Promise<DeviceBody[]> {
    const free = (await devicesOf(owner, { unit: owner.user.unit.id })).filter(
      ({ id, kindCode }) => !taken.has(id) && kindCode !== 'body-camera',
    );
    const devices = free.slice(0, count);
    if (devices.length < count) throw new Error('no device left');
    for (const { id } of devices) taken.add(id);
    return devices;
  }
  async function lend(count = 1, during = { from: fromNow(0.5), to: fromNow(48) }) {
    const devices = await ownDevices(count);
    const booked = await borrower.post<BookingBody>('/bookings', {
      during,
      purpose: '线索 7 号排污口',
      deviceIds: devices.map(({ id }) => id),
    });
    expect([booked.status, booked.body.state]).toEqual([201, 'reserved']);
    return { devices, bookingId: booked.body.id, device: devices[0] as DeviceBody };
  }
  const prepare = (bookingId: string, by = keeper, over = {}) =>
    by.post<AdvancedBody>('/loan-journeys', { bookingId, ...over });
  const advance = (by: ApiClient, ids: readonly string[], to: string, over: Record<string, unknown> = {}) =>
    by.post<AdvancedBody>('/loan-journeys/advance', { journeyIds: ids, to, ...over });
  const sent = { carrier: '顺丰', waybill: 'SF1234567890', signature };
  const whole = { condition: '完好', signature };
  const where = async (by: ApiClient, id: string) => (await by.get<WhereBody>(`/devices/${id}`)).body;

  it('go there and back step by step, and the owner always knows where and with whom', async () => {
    const { bookingId, device } = await lend();
    const prepared = await prepare(bookingId, keeper, { note: '两块电池' });
    expect(prepared.status).toBe(201);
    const [{ id }] = prepared.body.items as [JourneyBody];
    expect(prepared.body.items[0]).toMatchObject({
      state: 'prepared',
      owner: { id: owner.user.unit.id },
      borrower: { id: borrower.user.unit.id },
    });
    expect(await where(owner, device.id)).toMatchObject({
      whereabouts: { source: 'journey', place: { unitId: owner.user.unit.id } },
    });

    await advance(keeper, [id], 'dispatched', { ...sent, position: { lon: 116.5, lat: 37.9 } });
    await advance(borrower, [id], 'in_transit', { position: { lon: 115, lat: 37 } });
    const road = await where(owner, device.id);
    expect(road.whereabouts).toMatchObject({
      source: 'journey',
      place: { unitId: null, position: { lon: 115, lat: 37 } },
    });
    const photo = await photoOf(borrower);
    const received = await advance(borrower, [id], 'received', { ...whole, photoIds: [photo], checkOut: true });
    expect([received.status, received.body.items[0]?.state]).toEqual([200, 'received']);
    const [checkOut] = received.body.checkOuts as [CheckOutBody];
    expect(checkOut).toMatchObject({ deviceId: device.id, bookingId, holder: { id: borrower.user.id } });
    expect((await owner.get(`/equipment-files/${photo}/content`)).status).toBe(200);

    const held = await where(owner, device.id);
    expect(held).toMatchObject({
      whereabouts: { source: 'custody', place: { unitId: borrower.user.unit.id } },
      custody: { holder: { id: borrower.user.id } },
      usedSeconds: 0,
    });
    expect(JSON.stringify(held)).not.toContain('排污口');
    expect((await where(stranger, device.id)).whereabouts).toBeNull();

    await borrower.post(`/check-outs/${checkOut.id}/hand-back`);
    expect((await where(owner, device.id)).whereabouts).toMatchObject({
      source: 'custody',
      place: { unitId: borrower.user.unit.id },
    });
    await advance(their, [id], 'return_dispatched', sent);
    expect((await where(owner, device.id)).whereabouts).toMatchObject({ source: 'journey', place: { unitId: null } });
    await advance(keeper, [id], 'return_received', whole);
    expect((await where(owner, device.id)).whereabouts).toMatchObject({
      place: { unitId: owner.user.unit.id, position: device.home },
    });

    const journey = await borrower.get<JourneyBody>(`/loan-journeys/${id}`);
    expect(journey.body.steps.map(({ state }) => state)).toEqual([
      'prepared',
      'dispatched',
      'in_transit',
      'received',
      'return_dispatched',
      'return_received',
    ]);
    expect(journey.body.steps[3]?.photoIds).toEqual([photo]);
    expect((await stranger.get(`/loan-journeys/${id}`)).status).toBe(404);
  });

  it('travel together: all of them one step on, or none', async () => {
    const { bookingId } = await lend(3);
    const ids = (await prepare(bookingId)).body.items.map(({ id }) => id);
    expect(ids).toHaveLength(3);
    await advance(keeper, ids.slice(0, 1), 'dispatched', sent);
    expect(codeOf(await advance(keeper, ids, 'dispatched', sent))).toBe('409 JOURNEY_STATE');
    const states = async () =>
      (await owner.get<PageBody<JourneyBody>>(`/loan-journeys?bookingId=${bookingId}`)).body.items
        .map(({ state }) => state)
        .toSorted((a, b) => a.localeCompare(b));
    expect(await states()).toEqual(['dispatched', 'prepared', 'prepared']);
    expect(codeOf(await advance(keeper, ids.slice(1), 'dispatched', sent))).toBe('200');
    expect(codeOf(await advance(borrower, ids, 'received', whole))).toBe('200');
    expect(await states()).toEqual(['received', 'received', 'received']);
  });

  it('are told by the side that has the device, with what the step must say', async () => {
    const { bookingId } = await lend();
    const [{ id }] = (await prepare(bookingId)).body.items as [JourneyBody];
    expect(codeOf(await advance(borrower, [id], 'dispatched', sent))).toBe('403 FORBIDDEN');
    expect(codeOf(await advance(stranger, [id], 'dispatched', sent))).toBe('404 NOT_FOUND');
    const silent = await advance(keeper, [id], 'dispatched', { waybill: 'x' });
    expect([codeOf(silent), silent.body.missing]).toEqual(['422 JOURNEY_STEP_INCOMPLETE', ['carrier', 'signature']]);
    expect(codeOf(await advance(keeper, [id], 'dispatched', { ...sent, signature: 'me' }))).toBe(
      '422 SIGNATURE_UNREADABLE',
    );
    expect(codeOf(await advance(keeper, [id], 'dispatched', { ...sent, at: fromNow(1) }))).toBe(
      '422 JOURNEY_STEP_TIME',
    );
    expect(codeOf(await advance(keeper, [id], 'dispatched', { ...sent, at: fromNow(-5) }))).toBe(
      '422 JOURNEY_STEP_TIME',
    );
    expect(codeOf(await advance(keeper, [id], 'received', whole))).toBe('403 FORBIDDEN');
    expect(codeOf(await advance(borrower, [id], 'received', whole))).toBe('409 JOURNEY_STATE');
    expect((await advance(keeper, [id], 'prepared')).status).toBe(400);
    expect((await advance(keeper, [id], 'dispatched', { ...sent, checkOut: true })).status).toBe(400);
  });

  it('begin only for devices that another unit has booked, once, and by their owner', async () => {
    const { bookingId, device } = await lend();
    expect(codeOf(await prepare(bookingId, their))).toBe('422 JOURNEY_NOT_LENT');
    expect(codeOf(await prepare(bookingId, stranger))).toBe('404 NOT_FOUND');
    expect(codeOf(await prepare(bookingId, keeper, { deviceIds: [owner.user.id] }))).toBe('422 DEVICE_NOT_IN_BOOKING');
    const [own] = await ownDevices(1);
    const mine = await owner.post<BookingBody>('/bookings', { during: hours(1), purpose: 'Own', deviceIds: [own?.id] });
    expect(codeOf(await prepare(mine.body.id))).toBe('422 JOURNEY_NOT_LENT');
    const both = await Promise.all([
      prepare(bookingId, keeper, { deviceIds: [device.id] }),
      prepare(bookingId, owner, { deviceIds: [device.id] }),
    ]);
    expect(both.map(codeOf).toSorted((a, b) => a.localeCompare(b))).toEqual(['201', '409 JOURNEY_OPEN']);
  });

  it('end with a hand-back to the owner in person', async () => {
    const { bookingId, device } = await lend();
    const [{ id }] = (await prepare(bookingId)).body.items as [JourneyBody];
    await advance(keeper, [id], 'dispatched', sent);
    const { body } = await advance(borrower, [id], 'received', { ...whole, checkOut: true });
    await keeper.post(`/check-outs/${body.checkOuts[0]?.id}/hand-back`, { condition: '有划痕' });
    expect((await owner.get<JourneyBody>(`/loan-journeys/${id}`)).body.state).toBe('return_received');
    expect((await where(owner, device.id)).whereabouts?.place.unitId).toBe(owner.user.unit.id);
  });

  it('do not begin, or are given up, when the booking is', async () => {
    const { bookingId, device } = await lend();
    const [{ id }] = (await prepare(bookingId)).body.items as [JourneyBody];
    await borrower.post(`/bookings/${bookingId}/cancel`);
    const late = await advance(keeper, [id], 'dispatched', sent);
    expect(['409 BOOKING_NOT_OPEN', '409 JOURNEY_STATE']).toContain(codeOf(late));
    await eventually(async () =>
      expect((await owner.get<JourneyBody>(`/loan-journeys/${id}`)).body.state).toBe('cancelled'),
    );
    expect(codeOf(await prepare(bookingId, keeper, { deviceIds: [device.id] }))).toBe('409 BOOKING_NOT_OPEN');
  });

  it('and cancelling at the same moment: one of the two comes first, whole', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { bookingId } = await lend();
      const [{ id }] = (await prepare(bookingId)).body.items as [JourneyBody];
      const [moved, cancelled] = await Promise.all([
        advance(keeper, [id], 'dispatched', sent),
        borrower.post<ProblemBody>(`/bookings/${bookingId}/cancel`),
      ]);
      expect(codeOf(cancelled)).toBe('200');
      const journey = (await owner.get<JourneyBody>(`/loan-journeys/${id}`)).body;
      const consistent =
        moved.status === 200 ? journey.state === 'dispatched' : ['prepared', 'cancelled'].includes(journey.state);
      expect([codeOf(moved), consistent]).toEqual([codeOf(moved), true]);
    }
  });

  it('tell the other side, and others by an event without the case', async () => {
    const { bookingId, device } = await lend();
    const [{ id }] = (await prepare(bookingId)).body.items as [JourneyBody];
    await advance(keeper, [id], 'dispatched', sent);
    const { body } =
      await their.get<PageBody<{ code: string; zh: string; subject: { id: string } }>>('/me/notices?limit=200');
    const told = body.items.find(({ subject }) => subject.id === id);
    expect(told).toMatchObject({ code: 'LOAN_DISPATCHED', zh: expect.stringContaining('SF1234567890') });
    const facts = await app
      .get(UnitOfWork)
      .read((tx) =>
        tx.query<{ payload: Record<string, unknown> }>(
          `SELECT payload FROM outbox WHERE type = 'equipment.loan_moved' AND aggregate = $1 ORDER BY id`,
          [`device:${device.id}`],
        ),
      );
    expect(facts.map(({ payload }) => payload['state'])).toEqual(['prepared', 'dispatched']);
    expect(Object.keys(facts[1]?.payload ?? {})).not.toContain('caseId');
  });

  async function slipOf(bookingId: string): Promise<Buffer> {
    const address = `${app.url}/api/v1/bookings/${bookingId}/loan-slip`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${keeper.token}` } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    return Buffer.from(await answer.arrayBuffer());
  }

  it('are accompanied by a slip to stamp, for the owner and the borrower', async () => {
    const { bookingId } = await lend(2);
    const bytes = await slipOf(bookingId);
    expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-');
    for (const by of [borrower, their]) expect((await by.get(`/bookings/${bookingId}/loan-slip`)).status).toBe(200);
    expect((await stranger.get(`/bookings/${bookingId}/loan-slip`)).status).toBe(404);
    const own = await borrower.get<AdvancedBody>(`/bookings/${bookingId}/loan-slip?owner=${borrower.user.unit.id}`);
    expect(codeOf(own)).toBe('422 JOURNEY_NOT_LENT');
  });

  const onPaper = HAS_POPPLER ? it : it.skip;
  onPaper(
    'whose slip lists and codes every device and names no case (skipped where poppler-utils is not installed)',
    async () => {
      const { bookingId, devices } = await lend(2);
      const [{ id }] = (await prepare(bookingId)).body.items as [JourneyBody];
      await advance(keeper, [id], 'dispatched', sent);
      const bytes = await slipOf(bookingId);
      const text = textOf(bytes);
      const shown = [
        '装备借用单',
        '东光县',
        '大名县',
        'SF1234567890',
        '盖章',
        '演示',
        ...devices.flatMap((device) => [device.assetCode, device.serial]),
      ];
      expect(shown.filter((words) => !text.includes(words))).toEqual([]);
      expect(text).not.toContain('排污口');
      expect((await codeIn(pictureOf(bytes, 1, 150))).split('\n').toSorted((a, b) => a.localeCompare(b))).toEqual(
        devices.map(({ assetCode }) => assetCode).toSorted((a, b) => a.localeCompare(b)),
      );
    },
  );

  it('of two owners have a slip each', async () => {
    const [mine] = await ownDevices(1);
    const [other] = (await devicesOf(stranger, { unit: stranger.user.unit.id })).filter(
      ({ kindCode }) => kindCode !== 'body-camera',
    );
    const booked = await borrower.post<BookingBody>('/bookings', {
      during: hours(200),
      purpose: 'Two',
      deviceIds: [mine?.id, other?.id],
    });
    expect(booked.status).toBe(201);
    const path = `/bookings/${booked.body.id}/loan-slip`;
    const unclear = await borrower.get<AdvancedBody>(path);
    expect([codeOf(unclear), unclear.body.owners.length]).toEqual(['422 SLIP_OWNER_UNCLEAR', 2]);
    expect((await borrower.get(`${path}?owner=${stranger.user.unit.id}`)).status).toBe(200);
    expect((await owner.get(path)).status).toBe(200);
    expect(codeOf(await owner.get(`${path}?owner=${stranger.user.unit.id}`))).toBe('422 JOURNEY_NOT_LENT');
  });
});
