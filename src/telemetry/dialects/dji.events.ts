import type { JsonObject, JsonValue } from '../sample.js';
import type { DeviceEvent, HealthWarning, MediaAnnouncement, TaskProgress } from './device-events.js';
import { read, rejected, type Read } from './dialect.js';
import { readExitHoming, readReady, readWayHome } from './dji.task-news.js';
import { asCode, asFlag, asNumber, asNumberWithin, asObject, asText, readPosition } from './lenient.js';
import { redactedExtract } from './redact.js';

/** A dock sends at most 20; more than this are not believed. */
const MOST_WARNINGS = 100;
const HIGHEST_METRES = 20_000;
const LONGEST_OBJECT_KEY = 1_024;
const MOST_CODES = 32;

type About = Pick<DeviceEvent, 'serial' | 'bid' | 'at' | 'receivedAt'>;
type ReadEvent = (data: JsonObject, about: About) => Read<DeviceEvent>;

const EVENTS: Readonly<Record<string, ReadEvent>> = {
  hms: readHealth,
  flighttask_progress: readTask,
  file_upload_callback: readMedia,
  flighttask_ready: readReady,
  return_home_info: readWayHome,
  device_exit_homing_notify: readExitHoming,
};

/** The event in the words of the house; undefined for those that are kept as frames only. */
export function readKnownEvent(
  method: string,
  data: JsonValue | undefined,
  about: About,
): Read<DeviceEvent> | undefined {
  const known = Object.hasOwn(EVENTS, method) ? EVENTS[method] : undefined;
  if (!known) return undefined;
  const object = asObject(data);
  return object ? known(object, about) : rejected('BAD_SHAPE', `${method} without data`);
}

function readHealth(data: JsonObject, about: About): Read<DeviceEvent> {
  const { list } = data;
  if (!Array.isArray(list)) return rejected('BAD_SHAPE', 'warnings are not a list');
  if (list.length > MOST_WARNINGS) return rejected('BAD_SHAPE', `${list.length} warnings, at most ${MOST_WARNINGS}`);
  const warnings = list.map(readWarning);
  // A list that cannot be read whole would end warnings that are still in it.
  if (warnings.includes(null)) return rejected('BAD_SHAPE', 'a warning without a code');
  return read({ kind: 'health', ...about, warnings: warnings.filter((warning) => warning !== null) });
}

function readWarning(value: JsonValue): HealthWarning | null {
  const warning = asObject(value);
  const code = asText(warning?.['code'], MOST_CODES);
  if (!warning || !code) return null;
  return {
    code,
    level: asCode(warning['level']),
    module: asCode(warning['module']),
    isInTheSky: asFlag(warning['in_the_sky']),
    isImminent: asFlag(warning['imminent']),
    deviceType: asText(warning['device_type'], 40),
    args: redactedExtract(asObject(warning['args']) ?? {}, 100, 10),
  };
}

function readTask(data: JsonObject, about: About): Read<DeviceEvent> {
  const output = asObject(data['output']) ?? {};
  const ext = asObject(output['ext']) ?? {};
  const progress = asObject(output['progress']) ?? {};
  const flightId = asText(ext['flight_id'], 100) ?? about.bid;
  if (!flightId) return rejected('BAD_SHAPE', 'progress of no flight');
  const task: TaskProgress = {
    kind: 'task',
    ...about,
    flightId,
    status: asText(output['status'], 40),
    resultCode: asCode(data['result']),
    percent: asNumberWithin(progress['percent'], 0, 100),
    step: asCode(progress['current_step']),
    waypoint: asCode(ext['current_waypoint_index']),
    mediaCount: asCode(ext['media_count']),
    breakReason: asCode(asObject(ext['break_point'])?.['break_reason']),
    trackId: asText(ext['track_id'], 100),
    missionState: asCode(ext['wayline_mission_state']),
  };
  return read(task);
}

function readMedia(data: JsonObject, about: About): Read<DeviceEvent> {
  const file = asObject(data['file']) ?? {};
  const objectKey = asObjectKey(file['object_key']);
  if (!objectKey) return rejected('BAD_SHAPE', 'a file without a usable object key');
  const ext = asObject(file['ext']) ?? {};
  const metadata = asObject(file['metadata']) ?? {};
  const task = asObject(data['flight_task']) ?? {};
  const media: MediaAnnouncement = {
    kind: 'media',
    ...about,
    objectKey,
    name: asText(file['name'], 300),
    path: asText(file['path'], 1_000),
    fingerprint: asText(file['fingerprint'], 200),
    flightId: asText(ext['flight_id'], 100),
    droneModelKey: asText(ext['drone_model_key'], 40),
    payloadModelKey: asText(ext['payload_model_key'], 40),
    isOriginal: ext['is_original'] === undefined ? null : asFlag(ext['is_original']),
    ...shotOf(metadata),
    uploadedCount: asCode(task['uploaded_file_count']),
    expectedCount: asCode(task['expected_file_count']),
  };
  return read(media);
}

function shotOf(metadata: JsonObject) {
  const place = asObject(metadata['shoot_position']) ?? {};
  // A place that is none on Earth loses the place, not the file.
  const position = readPosition(place['lat'], place['lng']);
  return {
    position: position.kind === 'read' ? position.value : null,
    absoluteAltitudeMetres: asNumberWithin(metadata['absolute_altitude'], -HIGHEST_METRES, HIGHEST_METRES),
    relativeAltitudeMetres: asNumberWithin(metadata['relative_altitude'], -HIGHEST_METRES, HIGHEST_METRES),
    gimbalYawDegrees: asNumber(metadata['gimbal_yaw_degree']),
    takenText: asText(metadata['create_time'], 60),
  };
}

/** Whole, or not at all: half a key is another file's. No way out of its folder. */
function asObjectKey(value: JsonValue | undefined): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_OBJECT_KEY) return null;
  const key = asText(value, LONGEST_OBJECT_KEY);
  if (key !== value || /[\p{Cc}\\]/u.test(key)) return null;
  return key.split('/').includes('..') ? null : key;
}
