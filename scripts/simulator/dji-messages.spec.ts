import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../src/telemetry/dialects/dialects.js';
import {
  aircraftOsdMessage,
  controllerOsdMessage,
  flightPath,
  updateTopoMessage,
  type SimulatedMessage,
} from './dji-messages.js';

const crew = { gatewaySerial: '5YSZK8700B0123', aircraftSerial: '1581F5FJD238900D79WS' };
const startAt = new Date('2025-11-03T06:00:00.000Z');
const field = [
  { lon: 116.5, lat: 37.8 },
  { lon: 116.504, lat: 37.8 },
  { lon: 116.504, lat: 37.803 },
  { lon: 116.5, lat: 37.803 },
];

const received = ({ topic, payload }: SimulatedMessage, at: Date) =>
  readMessage(topic, payload, new Date(at.getTime() + 150));

describe('simulated DJI messages', () => {
  it('are read back to the same positions, headings and speeds', () => {
    const path = flightPath(7, field, { startAt });
    for (const point of path) {
      const result = received(aircraftOsdMessage(crew, point), point.at);
      const sample = result.kind === 'samples' ? result.samples[0] : undefined;
      expect(sample).toMatchObject({
        serial: crew.aircraftSerial,
        gatewaySerial: crew.gatewaySerial,
        sender: 'sub_device',
        at: point.at,
        position: { lon: point.lon, lat: point.lat },
        headingDegrees: expect.closeTo(point.headingDegrees, 9),
        speedMetresPerSecond: point.speedMetresPerSecond,
        fix: 'gnss',
        extra: { windSpeedMetresPerSecond: 3.4 },
      });
    }
    expect(path.length).toBeGreaterThan(100);
  });

  it('are as large as a real frame', () => {
    const [point] = flightPath(7, field, { startAt });
    const size = point ? aircraftOsdMessage(crew, point).payload.length : 0;
    expect(size).toBeGreaterThan(1_100);
    expect(size).toBeLessThan(2_500);
  });

  it('announce the pair, and the aircraft’s end', () => {
    expect(received(updateTopoMessage(crew, startAt), startAt)).toMatchObject({
      kind: 'topology',
      topology: {
        gateway: { deviceClass: 'controller', modelKey: '2-144-0' },
        subDevice: { serial: crew.aircraftSerial, modelKey: '0-77-1' },
      },
    });
    expect(received(updateTopoMessage(crew, startAt, false), startAt)).toMatchObject({
      topology: { subDeviceOnline: false },
    });
  });

  it('say where the pilot stands', () => {
    const place = { lon: 116.5, lat: 37.8, altitudeEllipsoidMetres: 21 };
    expect(received(controllerOsdMessage(crew, startAt, place, 84), startAt)).toMatchObject({
      samples: [
        { serial: crew.gatewaySerial, sender: 'gateway', position: { lon: 116.5, lat: 37.8 }, batteryPercent: 84 },
      ],
    });
  });
});
