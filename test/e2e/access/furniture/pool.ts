import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { ApiClient } from '../../../support/client.js';
import { hoursAhead } from '../../missions/mission-kit.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

const DAY_MS = 86_400_000;

export interface Device {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string;
}

/** Its own drone and photometer are at home; a drone and a gas meter are, or were, lent to it by the other county. */
export async function fillHands(cast: Cast, caseId: string) {
  const pilot = cast.of('own county', 'pilot').client;
  const manager = cast.of('own county', 'equipment_manager').client;
  const [own, other] = [cast.unitOf('own county'), cast.unitOf('other county')];
  const meter = await deviceOf(pilot, own, 'kind=water-photometer');
  const certificateNumber = `CERT-${randomUUID()}`;
  const calibration = certificateOf(meter.id, certificateNumber);
  const gas = await deviceOf(pilot, other, 'kind=multi-gas');
  const returned = await signFor(pilot, gas, { purpose: '巡查' });
  await expectStatus(await pilot.post(`/check-outs/${returned.checkOutId}/hand-back`, {}), 200);
  const lots = await pilot.get<{ items: { id: string }[] }>(`/lots?unit=${own}`);
  return {
    drone: await deviceOf(pilot, own, 'category=uav'),
    meter,
    lotId: lots.body.items[0]?.id ?? '',
    calibrationId: await made(manager, '/calibrations', calibration),
    certificateNumber,
    returned,
    fileId: await made(manager, '/equipment-files', fileOf(await picture())),
    booked: await bookAhead(pilot, meter),
    lent: await signFor(pilot, await deviceOf(pilot, other, 'category=uav'), { purpose: '航拍', caseId }),
  };
}

export function fileOf(bytes: Uint8Array): FormData {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(bytes)]), 'shelf.png');
  return form;
}

function picture(): Promise<Uint8Array> {
  return sharp({ create: { width: 8, height: 8, channels: 3, background: '#468' } })
    .png()
    .toBuffer();
}

/** Its own device, booked by itself for another day. */
async function bookAhead(client: ApiClient, { id }: Device) {
  const during = hoursAhead(100, 101);
  const bookingId = await made(client, '/bookings', { during, deviceIds: [id], purpose: '复检' });
  return { deviceId: id, bookingId, during };
}

export function certificateOf(deviceId: string, certificateNumber: string) {
  const doneOn = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  return { deviceId, kind: 'functional_check', doneOn, dueOn: '2099-12-31', result: 'pass', certificateNumber };
}

export async function deviceOf(client: ApiClient, unitId: string, query: string): Promise<Device> {
  const found = await client.get<{ items: Device[] }>(`/devices?unit=${unitId}&${query}`);
  const [device] = found.body.items;
  if (!device) throw new Error(`no device for ${query}`);
  return device;
}

/** Booked from now on, and checked out. */
async function signFor(client: ApiClient, device: Device, why: { purpose: string; caseId?: string }) {
  const bookingId = await made(client, '/bookings', { during: hoursAhead(0, 8), deviceIds: [device.id], ...why });
  const out = await client.post<{ id: string; checkedOutAt: string }>('/check-outs', {
    deviceId: device.id,
    bookingId,
  });
  await expectStatus(out, 201);
  return { ...device, bookingId, checkOutId: out.body.id, checkedOutAt: out.body.checkedOutAt };
}
