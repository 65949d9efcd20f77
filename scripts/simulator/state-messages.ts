import { frame, MAVIC_3T_CAMERA, message, type SimulatedCrew, type SimulatedMessage } from './dji-messages.js';
import type { Place } from './flight-path.js';

/** Why an aircraft does what it does: nothing special, its wayline, its battery. */
export const MODE_REASON = { none: 0, wayline: 11, lowBattery: 17 } as const;

/** What an aircraft says when it is switched on: values that seldom change. */
export function aircraftStateMessage(crew: SimulatedCrew, at: Date, home: Place): SimulatedMessage {
  return state(crew.aircraftSerial, crew, at, {
    home_latitude: home.lat,
    home_longitude: home.lon,
    control_source: 'A',
    firmware_version: '10.01.0504',
    low_battery_warning_threshold: 30,
    serious_low_battery_warning_threshold: 15,
    payloads: [
      { control_source: 'A', payload_index: crew.payloadIndex ?? MAVIC_3T_CAMERA, sn: '', firmware_version: '' },
    ],
  });
}

export function modeReasonMessage(crew: SimulatedCrew, at: Date, reason: number): SimulatedMessage {
  return state(crew.aircraftSerial, crew, at, { mode_code_reason: reason });
}

/** What a gateway can stream and what it runs. */
export function gatewayStateMessage(crew: SimulatedCrew, at: Date): SimulatedMessage {
  const videos = [{ video_index: 'normal-0', video_type: 'wide', switchable_video_types: ['wide', 'zoom', 'ir'] }];
  const cameras = [{ camera_index: crew.payloadIndex ?? MAVIC_3T_CAMERA, video_list: videos }];
  return state(crew.gatewaySerial, crew, at, {
    firmware_version: '02.01.0120',
    live_capacity: {
      available_video_number: 1,
      coexist_video_number_max: 1,
      device_list: [{ sn: crew.aircraftSerial, camera_list: cameras }],
    },
  });
}

function state(serial: string, crew: SimulatedCrew, at: Date, data: object): SimulatedMessage {
  return message(`thing/product/${serial}/state`, { ...frame(crew, at), data });
}
