import { describe, expect, it } from '@jest/globals';
import type { Surroundings } from '../chain/surroundings.reader.js';
import { factsOf } from './facts.rules.js';

const device = { id: 'device', assetCode: 'HB-0001', serial: 'S' } as Surroundings['device'];
const square = (west: number): { type: 'Polygon'; coordinates: number[][][] } => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 38],
      [west + 0.01, 38],
      [west + 0.01, 38.01],
      [west, 38.01],
      [west, 38],
    ],
  ],
});
const around = {
  device,
  custody: undefined,
  booking: undefined,
  flights: [
    {
      id: 'flight',
      during: { from: new Date(0), to: new Date(1) },
      volumes: [
        { geometry: square(116), lowerMetres: 0, upperMetres: 50 },
        { geometry: square(116.1), lowerMetres: 50, upperMetres: 120 },
      ],
    },
  ],
  recorded: [],
  track: [
    {
      at: new Date(0),
      receivedAt: new Date(400),
      position: { lon: 116, lat: 38 },
      gimbal: { yawDegrees: 12 },
      headingDegrees: 90,
    },
  ],
} as unknown as Surroundings;

describe('facts', () => {
  it('are null where nothing was looked up, and empty where nothing was found', () => {
    expect(factsOf({ device: null, declared: null, around: null }, null)).toEqual({
      device: null,
      declared: null,
      custody: null,
      flights: null,
      track: null,
      recorded: [],
      brightness: null,
    });
    expect(factsOf({ device, declared: null, around }, null).custody).toEqual([]);
  });

  it('take a plan by its volume nearest to the position, and count metres outside it', () => {
    const inside = factsOf({ device, declared: null, around }, { lon: 116.105, lat: 38.005 }).flights?.[0];
    expect(inside).toMatchObject({
      outsideMetres: 0,
      lowerMetres: 50,
      upperMetres: 120,
      heightReference: 'above_ground',
    });
    const outside = factsOf({ device, declared: null, around }, { lon: 116.011, lat: 38.005 }).flights?.[0];
    expect(outside).toMatchObject({ lowerMetres: 0, upperMetres: 50 });
    expect(outside?.outsideMetres).toBeCloseTo(87.6, 0);
  });

  it('know no distance without a position', () => {
    expect(factsOf({ device, declared: null, around }, null).flights?.[0]?.outsideMetres).toBeNull();
  });

  it('say that the track was written by the device’s own receiver', () => {
    expect(factsOf({ device, declared: null, around }, null).track).toMatchObject({
      deviceId: 'device',
      writtenBy: 'own_receiver',
      samples: [{ receivedAt: new Date(400), lon: 116, lat: 38, headingDegrees: 90, gimbalYawDegrees: 12 }],
    });
  });

  it('say of a file out of the drone that the same receiver wrote it, and that nothing was received of it', () => {
    const point = { at: new Date(0), position: { lon: 116, lat: 38 }, gimbal: null };
    const recorded = [{ trackId: 'file', saidBy: 'declared', points: [point] }] as unknown as Surroundings['recorded'];
    const known = { device, declared: null, around: { ...around, recorded } };
    expect(factsOf(known, null).recorded).toMatchObject([
      {
        recordedTrackId: 'file',
        saidBy: 'declared',
        writtenBy: 'own_receiver',
        samples: [{ lon: 116, lat: 38, receivedAt: null }],
      },
    ]);
  });

  it('leave a device without a serial number without one', () => {
    const bare = factsOf({ device: { ...device, serial: null }, declared: device, around: null }, null);
    expect([bare.device?.serials, bare.declared?.serials]).toEqual([[], ['S']]);
  });
});
