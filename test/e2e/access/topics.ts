import type { MqttClient } from 'mqtt';
import { INTAKE_TOPICS } from '../../../src/platform/index.js';
import type { TestApp } from '../../support/app.js';
import { DONGGUANG } from '../evidence/evidence-kit.js';
import { framesOf, quarantineOf, rowsOf, send } from '../telemetry/telemetry-kit.js';

export interface Named {
  readonly id: string;
  readonly assetCode: string;
  readonly serial: string;
}

/** Every topic of the intake's catalogue, with this device's name in it. */
export function topicsOf({ assetCode, serial }: Named): string[] {
  return INTAKE_TOPICS.map((pattern) => {
    if (pattern.startsWith('skydocket/v1/+/')) return pattern.replace('+', assetCode);
    if (/^(sys|thing)\/product\/\+\//.test(pattern)) return pattern.replace('+', serial);
    throw new Error(`${pattern}: say here which name of a device stands in this topic`);
  });
}

/** Publishes on each topic of the device; gives the topics that were kept as somebody else's, and what was stored as its. */
export async function speakFor(app: TestApp, line: MqttClient, speaker: Named, device: Named) {
  const before = (await framesOf(app, device.id)).length;
  const foreign: string[] = [];
  for (const topic of topicsOf(device)) {
    await send(line, topic, { at: new Date().toISOString(), ...DONGGUANG, state: 'ready', speaker: speaker.assetCode });
    const kept = await quarantineOf(app, topic);
    if (kept.some(({ code, username }) => code === 'TOPIC_NOT_OWNED' && username === speaker.assetCode))
      foreign.push(topic);
  }
  return { foreign, stored: (await framesOf(app, device.id)).length - before };
}

export async function controllerOf(app: TestApp, deviceId: string): Promise<Named> {
  const [part] = await rowsOf<Named>(
    app,
    `SELECT id, asset_code AS "assetCode", serial FROM device WHERE part_of_id = $1 ORDER BY asset_code`,
    [deviceId],
  );
  if (!part) throw new Error(`nothing travels with ${deviceId}`);
  return part;
}
