import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Socket } from 'socket.io-client';
import { aircraftOsdMessage, type SimulatedCrew, updateTopoMessage } from '../../simulator/dji-messages.js';
import type { ApiClient } from '../api-client.js';
import { type Cast, expectStatus, must, type Stage } from '../stage.js';

interface Frame {
  readonly at: string;
  readonly items: readonly { readonly deviceId: string; readonly lon: number; readonly lat: number }[];
}

interface Track {
  readonly geometry: { readonly coordinates: readonly (readonly number[])[] };
  readonly properties: {
    readonly samples: readonly { readonly at: string; readonly lon: number; readonly lat: number }[];
  };
}

type Flying = Pick<Stage, 'mqttUrl' | 'drone' | 'ground' | 'frameMs' | 'say'>;

const PATIENCE_MS = 10_000;
const SAME_PLACE_DEGREES = 1e-9;

/**
 * Step 4: the controller connects with its own secret; the live position reaches the county, the city and
 * the province and nobody in another city; the track is in the database.
 */
export async function fly(cast: Cast, stage: Flying): Promise<Stage['flown']> {
  const viewers = await openViewers(cast, stage);
  const controller = await connectController(cast.manager, stage);
  try {
    await announceAircraft(controller, stage);
    const flown = await sendFrames(controller, stage);
    await checkViewers(viewers, stage);
    await checkTrack(cast.pilot, flown, stage);
    return flown;
  } finally {
    await controller.endAsync();
    for (const { socket } of viewers) socket.disconnect();
  }
}

interface Viewer {
  readonly name: string;
  readonly maySee: boolean;
  readonly socket: Socket;
  readonly seen: { count: number };
}

async function openViewers({ pilot, city, province, otherCity }: Cast, { drone, ground }: Flying): Promise<Viewer[]> {
  const [west, south] = ground.area.coordinates[0]?.[0] ?? [];
  const [east, north] = ground.area.coordinates[0]?.[2] ?? [];
  const wanted = { bbox: [west, south, east, north], zoom: 14, follow: [drone.deviceId] };
  const open = async (name: string, client: ApiClient, maySee: boolean): Promise<Viewer> => {
    const socket = await client.socket('/live');
    const seen = { count: 0 };
    socket.on('frame', ({ items }: Frame) => {
      if (items.some(({ deviceId }) => deviceId === drone.deviceId)) seen.count += 1;
    });
    await socket.timeout(PATIENCE_MS).emitWithAck('view', wanted);
    return { name, maySee, socket, seen };
  };
  return Promise.all([
    open('county', pilot, true),
    open('city', city, true),
    open('province', province, true),
    open('another city', otherCity, false),
  ]);
}

async function connectController(manager: ApiClient, { drone, mqttUrl, say }: Flying): Promise<MqttClient> {
  const secret = expectStatus(
    await manager.post<{ username: string; password: string }>(`/devices/${drone.controller.id}/mqtt-credential`),
    201,
    'the controller’s secret',
  );
  const wrong = await connectAsync(mqttUrl, {
    username: secret.username,
    password: 'guessed',
    reconnectPeriod: 0,
  }).catch(() => undefined);
  must(wrong === undefined, 'a guessed secret is refused');
  const client = await connectAsync(mqttUrl, {
    ...secret,
    protocolVersion: 5,
    clientId: drone.controller.serial,
    reconnectPeriod: 0,
  });
  say(`controller ${drone.controller.serial} connected with its own secret; a guessed one is refused`);
  return client;
}

async function announceAircraft(controller: MqttClient, { drone, say }: Flying): Promise<void> {
  await controller.subscribeAsync(`sys/product/${drone.controller.serial}/status_reply`, { qos: 1 });
  const answered = nextMessage(controller);
  const { topic, payload } = updateTopoMessage(crewOf(drone), new Date());
  await controller.publishAsync(topic, payload, { qos: 1 });
  const { method, data } = JSON.parse((await answered).toString()) as { method: string; data: { result: number } };
  must(method === 'update_topo' && data.result === 0, 'the topology is acknowledged', data);
  say(`update_topo: aircraft ${drone.serial} behind its controller, answered with result 0`);
}

function nextMessage(client: MqttClient): Promise<Buffer> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error('no answer from the service')), PATIENCE_MS);
    client.once('message', (_topic, payload) => {
      clearTimeout(timer);
      done(payload);
    });
  });
}

async function sendFrames(controller: MqttClient, { drone, ground, frameMs, say }: Flying): Promise<Stage['flown']> {
  const flown: { at: Date; lon: number; lat: number }[] = [];
  for (const [index, spot] of ground.spots.entries()) {
    const at = new Date();
    const point = {
      ...spot,
      at,
      phase: 'survey' as const,
      batteryPercent: 92 - index * 0.1,
      homeDistanceMetres: 40 + index,
    };
    const { topic, payload } = aircraftOsdMessage(crewOf(drone), point);
    await controller.publishAsync(topic, payload, { qos: 1 });
    flown.push({ at, lon: spot.lon, lat: spot.lat });
    await pause(frameMs);
  }
  say(`${flown.length} osd frames (${ground.origin} positions), each acknowledged after it was stored`);
  return flown;
}

async function checkViewers(viewers: readonly Viewer[], { say }: Flying): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && viewers.some(({ maySee, seen }) => maySee && seen.count === 0)) await pause(50);
  for (const { name, maySee, seen } of viewers) {
    must(seen.count > 0 === maySee, `${name} ${maySee ? 'sees' : 'does not see'} the drone`, seen);
    say(`${name}: ${seen.count} live frames with the drone`);
  }
}

async function checkTrack(client: ApiClient, flown: Stage['flown'], { drone, say }: Flying): Promise<void> {
  const [first, last] = [flown[0], flown.at(-1)];
  must(first !== undefined && last !== undefined, 'something was flown');
  const period = new URLSearchParams({
    from: first.at.toISOString(),
    to: new Date(last.at.getTime() + 1_000).toISOString(),
  });
  const track = expectStatus(
    await client.get<Track>(`/devices/${drone.deviceId}/track?${period.toString()}`),
    200,
    'the track',
  );
  const { samples } = track.properties;
  must(samples.length === flown.length, 'every frame is in the track', [samples.length, flown.length]);
  const off = flown.filter(({ lon, lat }, index) => {
    const sample = samples[index];
    return (
      !sample || Math.abs(sample.lon - lon) > SAME_PLACE_DEGREES || Math.abs(sample.lat - lat) > SAME_PLACE_DEGREES
    );
  });
  must(off.length === 0, 'every position is where it was sent', off);
  say(`the track holds all ${samples.length} positions`);
}

function crewOf({ serial, controller }: Stage['drone']): SimulatedCrew {
  return { gatewaySerial: controller.serial, aircraftSerial: serial };
}
