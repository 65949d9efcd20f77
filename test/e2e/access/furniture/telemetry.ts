import { updateTopoMessage } from '../../../../scripts/simulator/dji-messages.js';
import { ServiceDeadlines } from '../../../../src/telemetry/services/service.deadlines.js';
import type { TestApp } from '../../../support/app.js';
import { DONGGUANG } from '../../evidence/evidence-kit.js';
import { connectedAs, endClients, send } from '../../telemetry/telemetry-kit.js';
import type { Cast } from '../cast.js';
import { made } from '../making.js';
import { controllerOf } from '../topics.js';
import type { Device } from './pool.js';

const SENDINGS = 3;

/** The lent drone says where it is, and once something that nobody understands. */
export async function report(app: TestApp, { id, assetCode }: Device): Promise<string> {
  const line = await connectedAs(app, id, 5);
  const topic = `skydocket/v1/${assetCode}/telemetry`;
  await send(line, topic, { at: new Date().toISOString(), ...DONGGUANG, heightAboveTakeoffMetres: 80 });
  await send(line, topic, 'no telemetry');
  await endClients();
  return topic;
}

/** The lent drone's controller was asked for something and never answered; and it announced a file. */
export async function converse(app: TestApp, cast: Cast, { id, serial }: Device) {
  const { client } = cast.of('own county', 'pilot');
  const controller = await controllerOf(app, id);
  const line = await connectedAs(app, controller.id, 5);
  const pair = { gatewaySerial: controller.serial, aircraftSerial: serial };
  const { topic, payload } = updateTopoMessage(pair, new Date());
  await send(line, topic, payload);
  const objectKey = 'media/matrix/DJI_1.jpeg';
  const announcement = { method: 'file_upload_callback', data: { file: { object_key: objectKey } } };
  await send(line, `thing/product/${controller.serial}/events`, { ...announcement, timestamp: Date.now() });
  const callId = await made(client, `/devices/${id}/services`, stopOf(serial));
  for (let sending = 0; sending < SENDINGS; sending += 1)
    await app.get(ServiceDeadlines).sweep(new Date(Date.now() + 3_600_000));
  await endClients();
  return { service: { callId, objectKey, stop: stopOf(serial) } };
}

function stopOf(serial: string) {
  return { method: 'live_stop_push', data: { video_id: `${serial}/67-0-0/normal-0` } };
}
