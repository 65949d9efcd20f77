import type { JsonObject, JsonValue } from '../sample.js';
import type { DeviceEvent } from './device-events.js';
import { read, rejected, type Read } from './dialect.js';
import { asCode, asNumberWithin, asObject, asText, readPosition } from './lenient.js';

const LONGEST_ID = 100;
const MOST_TASKS = 50;
const MOST_POINTS = 500;
const MOST_DOCKS = 20;
const HIGHEST_METRES = 20_000;
/** The gateway does not say which task. */
const NO_TASK = '';

type About = Pick<DeviceEvent, 'serial' | 'bid' | 'at' | 'receivedAt'>;

/** Tasks on conditions, of which the conditions are there. */
export function readReady(data: JsonObject, about: About): Read<DeviceEvent> {
  const { flight_ids: ids } = data;
  if (!Array.isArray(ids) || ids.length > MOST_TASKS) return rejected('BAD_SHAPE', 'ready tasks are not a short list');
  const flightIds = ids.map((id) => asText(id, LONGEST_ID));
  if (flightIds.includes(null)) return rejected('BAD_SHAPE', 'a ready task without an id');
  return read({
    kind: 'task_news',
    ...about,
    news: 'ready',
    flightIds: flightIds.filter((id) => id !== null),
    data: {},
  });
}

/** The way home as it is planned now. A point that is none on Earth is left out, and counted. */
export function readWayHome(data: JsonObject, about: About): Read<DeviceEvent> {
  const points = listOf(data['planned_path_points']);
  if (points.length > MOST_POINTS) return rejected('BAD_SHAPE', `${points.length} points, at most ${MOST_POINTS}`);
  const path = points.map(pointOf);
  return read({
    kind: 'task_news',
    ...about,
    news: 'return_home',
    flightIds: [asText(data['flight_id'], LONGEST_ID) ?? NO_TASK],
    data: {
      path: path.filter((point) => point !== null),
      pointsLeftOut: path.filter((point) => point === null).length,
      lastPointType: asCode(data['last_point_type']),
      homeDockSerial: asText(data['home_dock_sn'], LONGEST_ID),
      docks: listOf(data['multi_dock_home_info']).slice(0, MOST_DOCKS).map(dockOf),
    },
  });
}

/** That the way home was left, or begun again, and why. */
export function readExitHoming(data: JsonObject, about: About): Read<DeviceEvent> {
  const [aircraftSerial, action, reason] = [
    asText(data['sn'], LONGEST_ID),
    asCode(data['action']),
    asCode(data['reason']),
  ];
  if (action === null) return rejected('BAD_SHAPE', 'the way home, and nothing of it');
  const told = { aircraftSerial, action, reason };
  return read({ kind: 'task_news', ...about, news: 'exit_homing', flightIds: [NO_TASK], data: told });
}

function pointOf(value: JsonValue): JsonObject | null {
  const point = asObject(value);
  const position = readPosition(point?.['latitude'], point?.['longitude']);
  if (!point || position.kind !== 'read' || position.value === null) return null;
  const { lon, lat } = position.value;
  return { lon, lat, heightMetres: asNumberWithin(point['height'], -HIGHEST_METRES, HIGHEST_METRES) };
}

function dockOf(value: JsonValue): JsonObject {
  const dock = asObject(value) ?? {};
  return {
    serial: asText(dock['sn'], LONGEST_ID),
    planStatus: asCode(dock['plan_status']),
    batteryPercentNeeded: asNumberWithin(dock['estimated_battery_consumption'], 0, 100),
    distanceMetres: asNumberWithin(dock['home_distance'], 0, 1_000_000),
  };
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : [];
}
