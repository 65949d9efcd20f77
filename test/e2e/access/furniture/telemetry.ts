import type { TestApp } from '../../../support/app.js';
import { DONGGUANG } from '../../evidence/evidence-kit.js';
import { connectedAs, endClients, send } from '../../telemetry/telemetry-kit.js';
import type { Device } from './pool.js';

/** The lent drone says where it is, and once something that nobody understands. */
export async function report(app: TestApp, { id, assetCode }: Device): Promise<string> {
  const line = await connectedAs(app, id, 5);
  const topic = `skydocket/v1/${assetCode}/telemetry`;
  await send(line, topic, { at: new Date().toISOString(), ...DONGGUANG, heightAboveTakeoffMetres: 80 });
  await send(line, topic, 'no telemetry');
  await endClients();
  return topic;
}
