import { randomUUID } from 'node:crypto';
import { PNG } from '../../../factories/files.js';
import { newDevice, register } from '../../../factories/register.js';
import type { ApiClient } from '../../../support/client.js';
import type { Cast, Person } from '../cast.js';
import { expectStatus, made } from '../making.js';
import { type Device, fileOf } from './pool.js';

export const DRONE_KIND = 'mavic-3t';
const BATTERY_KIND = 'battery-mavic-3';

/** A drone with papers and a battery that was read, one without, and bundles: one that stays, one for each asker to withdraw. */
export async function enter(cast: Cast, lent: Device) {
  const own = cast.unitOf('own county');
  const manager = cast.of('own county', 'equipment_manager').client;
  const wholeId = await registered(manager, newDevice());
  const spare = newDevice();
  const spareId = await registered(manager, spare);
  const batteryId = await registered(manager, newDevice({ kindCode: BATTERY_KIND, attributes: {} }));
  await expectStatus(await manager.post(`/devices/${wholeId}/parts`, { partId: batteryId }), 200);
  const bundle = bundleOf(own, 'probe');
  const bundleId = await made(manager, '/bundles', bundle);
  const bundles = new Map<Person, string>();
  for (const [nth, person] of cast.people.entries())
    bundles.set(person, await made(manager, '/bundles', bundleOf(own, `probe ${nth}`)));
  return {
    registry: {
      wholeId,
      spareId,
      spare,
      batteryId,
      counterId: await made(manager, `/devices/${batteryId}/counters`, { cycleCount: 10 }),
      bundleId,
      bundle,
      bundles,
      ...(await paper(cast, wholeId, lent)),
    },
  };
}

/** Photo and papers: of its own drone by itself, of the lent one by its owner. */
async function paper(cast: Cast, wholeId: string, lent: Device) {
  const manager = cast.of('own county', 'equipment_manager').client;
  const lender = cast.of('other county', 'equipment_manager').client;
  const photo = await attach(manager, wholeId, 'photo');
  const takenOff = await attach(manager, wholeId, 'photo');
  await expectStatus(await manager.delete(`/devices/${wholeId}/documents/${takenOff.id}`), 204);
  return {
    photo,
    takenOffId: takenOff.id,
    lentPhotoId: (await attach(lender, lent.id, 'photo')).id,
    lentInsuranceId: (await attach(lender, lent.id, 'insurance')).id,
    lentInvoiceId: (await attach(lender, lent.id, 'invoice')).id,
  };
}

async function attach(client: ApiClient, deviceId: string, kind: string) {
  // Other bytes each time: the same picture is the same file, and is attached to a device once.
  const picture = Buffer.concat([PNG, Buffer.from(randomUUID())]);
  const fileId = await made(client, '/equipment-files', fileOf(picture));
  return { fileId, id: await made(client, `/devices/${deviceId}/documents`, { fileId, kind }) };
}

async function registered(client: ApiClient, device: Record<string, unknown>): Promise<string> {
  const answer = await register(client, device);
  await expectStatus(answer, 201);
  return answer.body.id;
}

function bundleOf(unitId: string, name: string) {
  return { name, unitId, items: [{ kindCode: DRONE_KIND }] };
}
