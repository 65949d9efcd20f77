import {
  deterministicId,
  MAVIC_3T,
  message,
  payloadModelKey,
  type SimulatedCrew,
  type SimulatedMessage,
} from './dji-messages.js';
import { localTime } from './photo-metadata.js';
import type { SimulatedPhoto } from './photo.js';

/** DJI's own code for "battery level low, return promptly". */
export const BATTERY_LOW = '0x1B030014';

/** Something that a gateway tells or asks, with ids made from its words and its instant. */
function told(crew: SimulatedCrew, channel: 'events' | 'requests', method: string, at: Date, data: object, more = {}) {
  const words = `${crew.gatewaySerial} ${method} ${at.getTime()} ${JSON.stringify(data)}`;
  return message(`thing/product/${crew.gatewaySerial}/${channel}`, {
    tid: deterministicId(words),
    bid: deterministicId(`${words} bid`),
    timestamp: at.getTime(),
    gateway: crew.gatewaySerial,
    method,
    ...more,
    data,
  });
}

/** What a gateway asks of the cloud. */
export function requestMessage(crew: SimulatedCrew, method: string, at: Date, data: object): SimulatedMessage {
  return told(crew, 'requests', method, at, data);
}

/** All warnings that there are; an empty list ends those before. */
export function healthMessage(crew: SimulatedCrew, at: Date, codes: readonly string[], inTheSky: boolean) {
  const list = codes.map((code) => ({
    level: 1,
    module: 3,
    in_the_sky: inTheSky ? 1 : 0,
    code,
    device_type: crew.aircraftModelKey ?? MAVIC_3T,
    imminent: 0,
    args: { component_index: 0, sensor_index: 0 },
  }));
  return told(crew, 'events', 'hms', at, { list });
}

interface TaskMoment {
  readonly flightId: string;
  readonly status: 'sent' | 'in_progress' | 'ok' | 'failed';
  readonly percent: number;
  readonly step: number;
  readonly missionState: number;
  readonly waypoint: number;
  readonly mediaCount: number;
}

/** How far a dock's flight task is. */
export function taskMessage(crew: SimulatedCrew, at: Date, task: TaskMoment): SimulatedMessage {
  const ext = {
    flight_id: task.flightId,
    track_id: task.flightId,
    wayline_id: 0,
    wayline_mission_state: task.missionState,
    current_waypoint_index: task.waypoint,
    media_count: task.mediaCount,
  };
  const output = {
    status: task.status,
    progress: { current_step: task.step, percent: task.percent },
    ext,
  };
  return told(crew, 'events', 'flighttask_progress', at, { result: 0, output }, { need_reply: 1 });
}

interface UploadedPhoto {
  readonly objectKey: string;
  readonly name: string;
  readonly photo: SimulatedPhoto;
  readonly flightId: string;
  readonly uploaded: number;
  readonly expected: number;
}

/** A dock's word that a photo lies in the store; of the angle it makes a text, as docks do. */
export function uploadedMessage(crew: SimulatedCrew, at: Date, upload: UploadedPhoto): SimulatedMessage {
  const { objectKey, name, flightId, uploaded, expected } = upload;
  const file = {
    object_key: objectKey,
    path: flightId,
    name,
    ext: {
      flight_id: flightId,
      drone_model_key: crew.aircraftModelKey ?? MAVIC_3T,
      payload_model_key: payloadModelKey(crew),
      is_original: true,
    },
    metadata: photoMetadata(upload.photo),
  };
  const data = {
    file,
    flight_task: { uploaded_file_count: uploaded, expected_file_count: expected, flight_type: 0 },
  };
  return told(crew, 'events', 'file_upload_callback', at, data, { need_reply: 1 });
}

/** What gateways say of a photo beside its file. */
export function photoMetadata({ position, takenAt, aboveTakeoffMetres, absoluteMetres, gimbal }: SimulatedPhoto) {
  return {
    shoot_position: { lat: position.lat, lng: position.lon },
    absolute_altitude: absoluteMetres,
    relative_altitude: aboveTakeoffMetres,
    gimbal_yaw_degree: gimbal.yawDegrees.toFixed(1),
    create_time: localTime(takenAt),
  };
}
