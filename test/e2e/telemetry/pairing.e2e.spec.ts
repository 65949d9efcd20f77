import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aircraftOsdMessage, flightPath, updateTopoMessage } from '../../../scripts/simulator/dji-messages.js';
import { TopologyService } from '../../../src/telemetry/devices/topology.service.js';
import type { TopologyChange } from '../../../src/telemetry/dialects/dialect.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import {
  connectedAs,
  type DeviceSet,
  endClients,
  framesOf,
  quarantineOf,
  rowsOf,
  send,
  twoSetsOf,
  until,
} from './telemetry-kit.js';

const FIELD = [
  { lon: 116.53, lat: 37.88 },
  { lon: 116.534, lat: 37.88 },
  { lon: 116.534, lat: 37.883 },
];
const [POINT] = flightPath(7, FIELD, { startAt: new Date() }).slice(20);

describe('a controller that flies the aircraft of another set', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let mine: DeviceSet;
  let other: DeviceSet;
  const checkOuts = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.start();
    pilot = await app.as({ role: 'pilot' });
    [mine, other] = await twoSetsOf(app, '河北省人民检察院');
    for (const { aircraftId, assetCode } of [mine, other]) {
      const out = await pilot.post<{ id: string }>('/check-outs', { assetCode });
      if (out.status !== 201) throw new Error(`check-out: ${JSON.stringify(out.body)}`);
      checkOuts.set(aircraftId, out.body.id);
    }
  });
  afterEach(endClients);
  afterAll(() => app.stop());

  const announced = (gateway: DeviceSet, receivedAt = new Date()): TopologyChange => ({
    gateway: { serial: gateway.controllerSerial, deviceClass: 'controller', modelKey: null },
    subDevice: { serial: mine.aircraftSerial, deviceClass: 'aircraft', modelKey: null },
    subDeviceOnline: true,
    at: receivedAt,
    receivedAt,
  });

  it('takes it over in turn: of two that announce it at once the later one has it, and the other had it', async () => {
    const topology = app.get(TopologyService);
    const count = async (): Promise<{ all: number; live: number } | undefined> => {
      const [row] = await rowsOf<{ all: number; live: number }>(
        app,
        `SELECT count(*)::int AS "all", count(*) FILTER (WHERE unpaired_at IS NULL)::int AS live
         FROM device_topology WHERE aircraft_id = $1`,
        [mine.aircraftId],
      );
      return row;
    };
    for (let round = 1; round <= 12; round += 1) {
      const refusals = await Promise.all([topology.keep(announced(mine)), topology.keep(announced(other))]);
      expect(refusals).toEqual([undefined, undefined]);
      await topology.keep({ ...announced(mine), subDevice: null, subDeviceOnline: false });
      await topology.keep({ ...announced(other), subDevice: null, subDeviceOnline: false });
      expect(await count()).toEqual({ all: 2 * round, live: 0 });
    }
  });

  it('speaks for it only as long as both are in the same hands', async () => {
    const gatewaySerial = other.controllerSerial;
    const pair = { gatewaySerial, aircraftSerial: mine.aircraftSerial };
    const client = await connectedAs(app, other.controllerId);
    const topo = updateTopoMessage(pair, new Date());
    await send(client, topo.topic, topo.payload);
    const osd = () => aircraftOsdMessage(pair, { ...POINT!, at: new Date() });
    const held = osd();
    await send(client, held.topic, held.payload);
    const stored = async (payload: Buffer) =>
      (await framesOf(app, mine.aircraftId)).filter(({ raw }) => raw.equals(payload)).length;
    expect(await stored(held.payload)).toBe(1);

    const back = await pilot.post(`/check-outs/${checkOuts.get(mine.aircraftId)}/hand-back`, {});
    expect(back.status).toBe(200);
    const sendAnother = async () => {
      const later = osd();
      await send(client, later.topic, later.payload);
      return later;
    };
    const ignored = await until(sendAnother, async ({ payload }) => (await stored(payload)) === 0);
    expect((await quarantineOf(app, ignored.topic)).at(-1)).toMatchObject({
      code: 'TOPIC_NOT_OWNED',
      raw: ignored.payload,
    });
  });
});
