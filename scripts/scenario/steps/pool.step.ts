import type { ApiClient } from '../api-client.js';
import { type Cast, expectStatus, type Held, must, type Stage, type StageOptions } from '../stage.js';

interface Device {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string | null;
  readonly kindCode: string;
  readonly unitId: string;
  readonly unitName: string;
}

interface DevicePage {
  readonly items: readonly Device[];
  readonly nextCursor: string | null;
}

interface Booking {
  readonly id: string;
  readonly state: string;
  readonly during: { readonly from: string; readonly to: string };
  readonly devices: readonly { readonly id: string; readonly assetCode: string }[];
}

interface Refusal {
  readonly code: string;
  readonly conflicts: readonly {
    readonly deviceId: string;
    readonly during: { readonly from: string; readonly to: string };
  }[];
}

const HOUR_MS = 3_600_000;
const POOL_SIZE = 426;
const CONTROLLER_KIND = 'remote-controller';

export const afternoon = (startAt: Date) => ({
  from: startAt.toISOString(),
  to: new Date(startAt.getTime() + 4 * HOUR_MS).toISOString(),
});

/** Opens the case that everything belongs to. */
export async function openCase({ handler, officer, pilot, tester }: Cast, say: StageOptions['say']): Promise<string> {
  const number = `东检公益立〔2026〕${Date.now() % 1_000_000}`;
  const members = [officer, pilot, tester].map(({ user }) => user.id);
  const body = {
    number,
    title: '河道排污线索核查',
    domain: 'environment',
    place: { lon: 116.616, lat: 37.887 },
    members,
  };
  const { id } = expectStatus(await handler.post<{ id: string }>('/cases', body), 201, 'the case');
  say(`case ${number} with ${members.length} members`);
  return id;
}

/** Step 2: the pool; a free Mavic 3T is booked, a second booking of it is refused, it is checked out by its code. */
export async function takeDrone(
  cast: Cast,
  caseId: string,
  startAt: Date,
  say: StageOptions['say'],
): Promise<Stage['drone']> {
  const { manager, officer, pilot } = cast;
  say(`the pool holds ${await countPool(manager)} devices`);
  const during = afternoon(startAt);
  const drone = await findFree(officer, 'Mavic 3T', during);
  say(`free: ${drone.assetCode} of ${drone.unitName}`);
  const body = { during, purpose: '航拍取证', caseId, deviceIds: [drone.id] };
  const booking = expectStatus(await officer.post<Booking>('/bookings', body), 201, 'the booking');
  must(booking.state === 'reserved', 'the drone is reserved', booking);
  await refuseSecondBooking(cast, drone, during, say);
  const held = await checkOut(pilot, drone.assetCode, booking.id, say);
  const controller = await controllerOf(manager, drone.id);
  must(drone.serial !== null, 'the drone has a serial');
  return { ...held, serial: drone.serial, controller };
}

/** Step 3, first half: an instrument with its reagent kit for the same afternoon. */
export async function takeInstrument(
  { tester }: Cast,
  caseId: string,
  startAt: Date,
  say: StageOptions['say'],
): Promise<Held> {
  const during = afternoon(startAt);
  const instrument = await findFree(tester, 'DR900', during);
  const search = new URLSearchParams({ unit: tester.user.unit.id, deviceKind: instrument.kindCode, limit: '200' });
  const { items } = expectStatus(
    await tester.get<{ items: readonly Lot[] }>(`/lots?${search.toString()}`),
    200,
    'the lots',
  );
  const lot = items.find(
    ({ quantityAvailable, expired, expiresOn }) =>
      quantityAvailable > 0 && !expired && expiresOn > during.to.slice(0, 10),
  );
  must(lot !== undefined, 'a lot of the own unit that does not expire', items.length);
  const body = {
    during,
    purpose: '水质快检',
    caseId,
    deviceIds: [instrument.id],
    lots: [{ lotId: lot.id, quantity: 1 }],
  };
  const booking = expectStatus(await tester.post<Booking>('/bookings', body), 201, 'the booking of the instrument');
  say(`${instrument.assetCode} with one kit of lot ${lot.lotNumber}, expiring ${lot.expiresOn}`);
  return checkOut(tester, instrument.assetCode, booking.id, say);
}

interface Lot {
  readonly id: string;
  readonly lotNumber: string;
  readonly quantityAvailable: number;
  readonly expired: boolean;
  readonly expiresOn: string;
}

async function countPool(client: ApiClient): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: DevicePage = expectStatus(
      await client.get<DevicePage>(`/devices?limit=200${cursor ? `&cursor=${cursor}` : ''}`),
      200,
      'the pool',
    );
    count += page.items.length;
    cursor = page.nextCursor;
  } while (cursor);
  must(count === POOL_SIZE, `the pool holds ${POOL_SIZE} devices`, count);
  return count;
}

async function findFree(client: ApiClient, model: string, during: { from: string; to: string }): Promise<Device> {
  const search = new URLSearchParams({ q: model, freeFrom: during.from, freeTo: during.to, limit: '200' });
  const { items } = expectStatus(await client.get<DevicePage>(`/devices?${search.toString()}`), 200, `free ${model}`);
  const device = items.find(({ unitId }) => unitId === client.user.unit.id);
  must(device !== undefined, `a free ${model} of the own unit`, items.length);
  return device;
}

async function refuseSecondBooking(
  { city }: Cast,
  drone: Device,
  during: { from: string; to: string },
  say: StageOptions['say'],
): Promise<void> {
  const body = { during, purpose: '另一任务', deviceIds: [drone.id] };
  const refusal = expectStatus(await city.post<Refusal>('/bookings', body), 409, 'the second booking');
  const [conflict] = refusal.conflicts;
  must(refusal.code === 'BOOKING_CONFLICT' && conflict?.deviceId === drone.id, 'the conflict names the drone', refusal);
  say(`a second booking: 409 ${refusal.code}, taken from ${conflict.during.from} to ${conflict.during.to}`);
}

async function checkOut(
  client: ApiClient,
  assetCode: string,
  bookingId: string,
  say: StageOptions['say'],
): Promise<Held> {
  const body = { assetCode, bookingId, condition: '外观完好' };
  const taken = expectStatus(
    await client.post<{ id: string; deviceId: string }>('/check-outs', body),
    201,
    `check-out of ${assetCode}`,
  );
  const again = expectStatus(await client.post<{ code: string }>('/check-outs', body), 409, 'a second check-out');
  say(`${assetCode} checked out by ${client.user.username}; a second time: 409 ${again.code}`);
  return { deviceId: taken.deviceId, assetCode, bookingId, checkOutId: taken.id };
}

async function controllerOf(client: ApiClient, droneId: string): Promise<{ id: string; serial: string }> {
  interface Part {
    readonly id: string;
    readonly kindCode: string;
    readonly serial: string | null;
  }
  const { parts } = expectStatus(await client.get<{ parts: readonly Part[] }>(`/devices/${droneId}`), 200, 'the drone');
  const controller = parts.find(({ kindCode }) => kindCode === CONTROLLER_KIND);
  must(controller?.serial != null, 'the drone has a controller', parts);
  return { id: controller.id, serial: controller.serial };
}
