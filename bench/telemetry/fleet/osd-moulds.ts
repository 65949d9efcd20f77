import { aircraftOsdMessage, type PathPoint } from '../../../scripts/simulator/dji-messages.js';
import type { BenchDevice } from './bench-fleet.js';
import { PacketMould } from './packet-mould.js';

/** A frame further on its way is so far from the one before. */
const STEP_DEGREES = 0.000_08;

/** Property frames of an aircraft on a survey, one a place on its way. */
export function osdMoulds(device: BenchDevice, places: number): PacketMould[] {
  const crew = { gatewaySerial: device.serial, aircraftSerial: device.serial };
  return Array.from({ length: places }, (_, step) => new PacketMould(aircraftOsdMessage(crew, pointOf(device, step))));
}

/** What a device says of itself once it is switched on: a full property frame and its state. */
export function introduction(device: BenchDevice): PacketMould[] {
  const state = {
    tid: device.id,
    bid: device.id,
    timestamp: Date.now(),
    gateway: device.serial,
    data: {
      firmware_version: '10.01.0504',
      live_capacity: { available_video_number: 2, coexist_video_number_max: 2 },
      live_status: [{ video_id: `${device.serial}/67-0-0/normal-0`, video_quality: 0, status: 0, error_status: 0 }],
      commander_flight_height: 80,
      rth_altitude: 100,
    },
  };
  const payload = Buffer.from(JSON.stringify(state));
  return [...osdMoulds(device, 1), new PacketMould({ topic: `thing/product/${device.serial}/state`, payload })];
}

function pointOf({ lon, lat }: BenchDevice, step: number): PathPoint {
  return {
    lon: lon + step * STEP_DEGREES,
    lat,
    at: new Date(),
    phase: 'survey',
    heightAboveTakeoffMetres: 80.4 + step / 10,
    altitudeEllipsoidMetres: 103.2 + step / 10,
    headingDegrees: 90,
    speedMetresPerSecond: 7.9,
    verticalSpeedMetresPerSecond: 0.1,
    batteryPercent: 76,
    homeDistanceMetres: 212.7 + step * 7,
  };
}
