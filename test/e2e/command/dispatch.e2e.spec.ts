import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderExpiry } from '../../../src/command/orders/order-expiry.js';
import { SYSTEM, UnitOfWork } from '../../../src/platform/index.js';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk, type Console, give, joined, personIn, recordOf } from '../../support/command-desk.js';

interface Candidate {
  readonly deviceId: string;
  readonly assetCode: string;
  readonly kindCode: string;
  readonly category: string;
  readonly unitId: string;
  readonly distanceMetres: number | null;
  readonly battery: { readonly percent: number } | null;
  readonly calibration: { readonly required: boolean; readonly dueOn: string | null };
  readonly loan: { readonly asksOwner: boolean };
  readonly capacity: string;
  readonly people: readonly {
    readonly userId: string;
    readonly onDuty: boolean;
    readonly qualifications: readonly { readonly kind: string }[];
  }[];
  readonly lots: readonly { readonly lotId: string; readonly usableUntil: string; readonly available: number }[];
}

interface Told {
  readonly id: string;
  readonly state: string;
  readonly bookingId?: string;
}

let desk: CommandDesk;
let pilot: ApiClient;
let hour = 48;

beforeAll(async () => {
  desk = await CommandDesk.start();
  pilot = await desk.app.as({ role: 'pilot', unit: '东光县' });
}, 120_000);
afterAll(async () => {
  pilot?.close();
  await desk?.stop();
});

/** Each test sends in an hour of its own. */
function period(): { from: string; to: string } {
  hour += 4;
  const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  return { from: at(hour), to: at(hour + 2) };
}

async function candidates(client: ApiClient, sessionId: string, during: { from: string; to: string }, more = '') {
  return client.get<{ items: Candidate[]; code?: string }>(
    `/command-sessions/${sessionId}/dispatch-candidates?lon=116.54&lat=37.88&from=${during.from}&to=${during.to}&limit=50${more}`,
  );
}

const confirmation = (deviceId: string, during: object, more: object = {}) => ({
  orderId: randomUUID(),
  deviceId,
  userId: pilot.user.id,
  capacity: 'pilot',
  during,
  text: '赴排污口航拍',
  place: { lon: 116.54, lat: 37.88 },
  ...more,
});

/** Somebody else who goes with the device. */
const another = () => ({ userId: desk.county.user.id, capacity: 'collector' });

/** An aircraft that the pilot may fly. */
async function aircraft(sessionId: string, during: { from: string; to: string }): Promise<Candidate> {
  const { body } = await candidates(desk.city, sessionId, during);
  const found = body.items.find(({ people }) => people.some(({ userId }) => userId === pilot.user.id));
  if (!found) throw new Error('nothing to send');
  return found;
}

const order = async (orderId: string) => desk.city.get<Told>(`/orders/${orderId}`);
const booking = async (client: ApiClient, id = '') =>
  (await client.get<{ state: string; caseId: string | null; people: { id: string }[] }>(`/bookings/${id}`)).body;

describe('what could be sent', () => {
  it('is free, nearest first, with who can go along and what it would take', async () => {
    const { session } = await desk.command();
    const { status, body } = await candidates(desk.city, session.id, period());
    expect(status).toBe(200);
    const distances = body.items.flatMap(({ distanceMetres }) => distanceMetres ?? []);
    expect(distances.length).toBeGreaterThan(1);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    const flown = body.items.filter(({ category }) => category === 'uav');
    expect(flown.every(({ capacity }) => capacity === 'pilot')).toBe(true);
    expect(flown.flatMap(({ people }) => people).some(({ qualifications }) => qualifications.length > 0)).toBe(true);
    const calibrated = body.items.filter(({ calibration }) => calibration.required);
    expect(calibrated.length).toBeGreaterThan(0);
    expect(calibrated.filter(({ calibration }) => !calibration.dueOn)).toEqual([]);
    const soon = new Date().toISOString().slice(0, 10);
    const lots = body.items.flatMap((item) => item.lots);
    expect(lots.length).toBeGreaterThan(0);
    expect(lots.every(({ usableUntil, available }) => usableUntil > soon && available > 0)).toBe(true);
  });

  it('says what is on the roster and what a battery last said, and else that it is unknown', async () => {
    const { session } = await desk.command();
    const during = period();
    const { deviceId } = await aircraft(session.id, during);
    await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(
        `INSERT INTO device_latest (device_id, heard_at, received_at, battery_at, battery_percent)
         VALUES ($1, now(), now(), now(), 64) ON CONFLICT (device_id) DO UPDATE SET battery_at = now(), battery_percent = 64`,
        [deviceId],
      );
      await tx.execute(
        `INSERT INTO duty_shift (id, unit_id, user_id, during, desk, telephone, recorded_at)
         VALUES ($1, $2, $3, tstzrange($4, $5), 'technical', '0317', now())`,
        [randomUUID(), pilot.user.unit.id, pilot.user.id, during.from, during.to],
      );
    });
    const { body } = await candidates(desk.city, session.id, during);
    const found = body.items.find((item) => item.deviceId === deviceId);
    expect(found?.battery?.percent).toBe(64);
    expect(found?.people.find(({ userId }) => userId === pilot.user.id)?.onDuty).toBe(true);
    expect(body.items.some(({ battery }) => battery === null)).toBe(true);
  });

  it('is told to those who may issue orders alone, while the session runs', async () => {
    const { session, chief } = await desk.command();
    const during = period();
    await joined(chief, desk.county, 'field_member');
    expect((await candidates(desk.county, session.id, during)).body.code).toBe('FORBIDDEN');
    expect((await candidates(desk.outsider, session.id, during)).status).toBe(404);
    expect((await candidates(desk.city, session.id, during, '&kindCode=no-such')).body.code).toBe(
      'DEVICE_KIND_UNKNOWN',
    );
    expect((await candidates(desk.city, session.id, { from: during.to, to: during.from })).status).toBe(400);
    await chief.cmd('session.suspend');
    expect((await candidates(desk.city, session.id, during)).body.code).toBe('BAD_STATE');
  });
});

describe('one confirmation', () => {
  it('writes the order and the booking, and is one event', async () => {
    const { session, chief } = await desk.command();
    const during = period();
    const { deviceId, assetCode } = await aircraft(session.id, during);
    const sent = confirmation(deviceId, during, { priority: 'urgent' });
    expect(await chief.cmd('dispatch.confirm', sent)).toMatchObject({ ok: true });
    const { body: told } = await order(sent.orderId);
    expect(told).toMatchObject({ state: 'ISSUED', priority: 'urgent', to: { userId: pilot.user.id } });
    expect(await booking(desk.city, told.bookingId)).toMatchObject({ state: 'reserved', caseId: session.caseId });
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({
      type: 'dispatch.confirm',
      payload: { ...sent, bookingId: told.bookingId, assetCode, loanAsked: false, recipientUserId: pilot.user.id },
    });
    expect(await personIn(desk.city, session.id, pilot.user.id)).toMatchObject({ joinMode: 'pulled_in' });
    const again = await candidates(desk.city, session.id, during);
    expect(again.body.items.map((item) => item.deviceId)).not.toContain(deviceId);
  });

  it('asks the owner of a lent device in the same breath', async () => {
    const { session, chief } = await desk.command();
    const during = period();
    const { deviceId } = await aircraft(session.id, during);
    const cityId = desk.city.user.unit.id;
    const [owner] = await desk.app.get(UnitOfWork).run(SYSTEM, async (tx) => {
      await tx.execute(
        `UPDATE device SET loan_approval = 'other_units', loan_scope = 'whole_province',
           unit_id = (SELECT id FROM unit WHERE tier = 'city' AND id <> $2 ORDER BY id LIMIT 1) WHERE id = $1`,
        [deviceId, cityId],
      );
      return tx.query<{ unitId: string }>(`SELECT unit_id AS "unitId" FROM device WHERE id = $1`, [deviceId]);
    });
    const { body } = await candidates(desk.city, session.id, during);
    expect(body.items.find((item) => item.deviceId === deviceId)).toMatchObject({
      unitId: owner?.unitId,
      loan: { asksOwner: true },
    });
    const sent = confirmation(deviceId, during);
    expect(await chief.cmd('dispatch.confirm', sent)).toMatchObject({ ok: true });
    const { bookingId } = (await order(sent.orderId)).body;
    expect(await booking(desk.city, bookingId)).toMatchObject({ state: 'requested' });
    expect((await recordOf(desk.city, session.id)).at(-1)).toMatchObject({ payload: { loanAsked: true } });
    const asked = await desk.app
      .get(UnitOfWork)
      .read((tx) => tx.query(`SELECT FROM notice WHERE code = 'LOAN_ASKED' AND subject_id = $1`, [bookingId]));
    expect(asked.length).toBeGreaterThan(0);
  });

  it('of the same device in two sessions at once: one is sent, of the other nothing is written', async () => {
    for (let time = 0; time < 4; time += 1) {
      const during = period();
      const desks = await Promise.all([desk.command(), desk.command()]);
      const [first, second] = desks;
      const { deviceId } = await aircraft(first.session.id, during);
      const sent = [confirmation(deviceId, during), confirmation(deviceId, during, another())];
      const acks = await Promise.all(desks.map(({ chief }, nth) => chief.cmd('dispatch.confirm', sent[nth])));
      expect(acks.map(({ ok }) => ok).sort((a, b) => Number(a) - Number(b))).toEqual([false, true]);
      const lost = acks.findIndex(({ ok }) => !ok);
      expect(acks[lost]?.error?.code).toBe('BOOKING_CONFLICT');
      expect((await order(sent[lost]?.orderId ?? '')).status).toBe(404);
      const { session } = lost === 0 ? first : second;
      expect((await recordOf(desk.city, session.id)).map(({ type }) => type)).toEqual(['session.opened']);
      expect(await personIn(desk.city, session.id, sent[lost]?.userId ?? '')).toBeUndefined();
    }
  }, 60_000);

  it('that cannot be booked is refused in the words of the booking, and nothing is written', async () => {
    const { session, chief } = await desk.command();
    const during = period();
    const { deviceId } = await aircraft(session.id, during);
    const code = async (more: object): Promise<string | undefined> => {
      const { error } = await chief.cmd('dispatch.confirm', confirmation(deviceId, during, more));
      return error?.code;
    };
    expect(await code({ deviceId: randomUUID() })).toBe('DEVICE_NOT_FOUND');
    expect(await code({ userId: desk.outsider.user.id })).toMatch(/^PERSON_/);
    expect(await code({ during: { from: during.to, to: during.from } })).toBe('PERIOD_INVERTED');
    expect(await code({ lots: [{ lotId: randomUUID(), quantity: 1 }] })).toBe('LOT_NOT_FOUND');
    expect(await code({ expires: true })).toBe('VALIDATION_FAILED');
    expect(await code({ place: undefined })).toBe('VALIDATION_FAILED');
    expect((await recordOf(desk.city, session.id)).map(({ type }) => type)).toEqual(['session.opened']);
    const stale = await give(desk.city, session.id, 'dispatch.confirm', confirmation(deviceId, during), { epoch: 7 });
    expect(stale.code).toBe('STALE_COMMAND_EPOCH');
  });

  it('of one person in two sessions at once: one is sent', async () => {
    const during = period();
    const desks = await Promise.all([desk.command(), desk.command()]);
    const free = await candidates(desk.city, desks[0].session.id, during);
    const [first, second] = free.body.items.filter(({ category }) => category === 'uav');
    const sent = [first, second].map((device) =>
      confirmation(device?.deviceId ?? '', during, { capacity: 'collector' }),
    );
    const acks = await Promise.all(desks.map(({ chief }, nth) => chief.cmd('dispatch.confirm', sent[nth])));
    expect(acks.map(({ ok, error }) => (ok ? 'ok' : error?.code)).sort((a = '', b = '') => a.localeCompare(b))).toEqual(
      ['ok', 'PERSON_BUSY'],
    );
  });

  it('over HTTP answers a conflict with what stands in the way', async () => {
    const { session } = await desk.command();
    const during = period();
    const { deviceId } = await aircraft(session.id, during);
    const first = await give(desk.city, session.id, 'dispatch.confirm', confirmation(deviceId, during));
    expect(first.status).toBe(201);
    const second = await give(desk.city, session.id, 'dispatch.confirm', confirmation(deviceId, during, another()));
    expect(second).toMatchObject({ status: 409, code: 'BOOKING_CONFLICT' });
    expect(second.body).toMatchObject({ conflicts: [{ deviceId }] });
  });
});

/** As if the time to acknowledge were over. */
async function lapse(): Promise<{ ok: boolean }> {
  await desk.app.get(OrderExpiry).round(new Date(Date.now() + 7_200_000));
  return { ok: true };
}

describe('an order that is called off', () => {
  const ways: readonly [string, (sent: { orderId: string }, chief: Console, field: Console) => Promise<unknown>][] = [
    ['cancelled', ({ orderId }, chief) => chief.cmd('order.cancel', { orderId })],
    ['rejected', ({ orderId }, _, field) => field.cmd('order.reject', { orderId, reason: '风力过大' })],
    ['expired', () => lapse()],
  ];

  it.each(ways)('%s gives up what it booked', async (_, callOff) => {
    const { session, chief } = await desk.command();
    const during = period();
    const field = await joined(chief, pilot, 'pilot');
    const { deviceId } = await aircraft(session.id, during);
    const ackDueAt = new Date(Date.now() + 3_600_000).toISOString();
    const sent = confirmation(deviceId, during, { ackDueAt, expires: true });
    await chief.cmd('dispatch.confirm', sent);
    expect(await callOff(sent, chief, field)).toMatchObject({ ok: true });
    expect(await booking(desk.city, (await order(sent.orderId)).body.bookingId)).toMatchObject({ state: 'cancelled' });
    expect((await candidates(desk.city, session.id, during)).body.items.map((item) => item.deviceId)).toContain(
      deviceId,
    );
  });
});
