import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, TelemetrySample } from '../sample.js';
import { gapsOf, type TrackPoint } from '../tracks/track.rules.js';
import { readMessage } from './dialects.js';

const folder = join(process.env['SKYDOCKET_SAMPLES'] ?? '../shared/data', 'drone', 'mqtt');
const withRecordings = existsSync(folder) ? describe : describe.skip;
const note = existsSync(folder) ? '' : ' (skipped: no recordings, set SKYDOCKET_SAMPLES)';

interface Recorded {
  /** The recorder's clock, seconds. */
  readonly timestamp: number;
  readonly data: JsonObject;
}

function recorded(drone: 0 | 1): Recorded[] {
  const lines = readFileSync(join(folder, `rcplus2-drc-osd_info_push-drone${drone}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Recorded);
}

/** The recorded properties in the envelope in which a controller sends them. */
function readRecorded({ timestamp, data }: Recorded, serial: string): TelemetrySample[] {
  const at = Math.round(timestamp * 1000);
  const body = { tid: '0', bid: '0', timestamp: at, gateway: '9N9CTEST000001', data };
  const result = readMessage(`thing/product/${serial}/osd`, Buffer.from(JSON.stringify(body)), new Date(at + 90));
  return result.kind === 'samples' ? [...result.samples] : [];
}

function readFileMessage(name: string, topic: string) {
  const body = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { timestamp: number };
  return readMessage(topic, Buffer.from(JSON.stringify(body)), new Date(body.timestamp + 200));
}

withRecordings(`recorded drones${note}`, () => {
  it.each([
    [0, 1_701],
    [1, 1_712],
  ] as const)('reads every sample of drone %i, no position off by more than 1e-9 degrees', (drone, count) => {
    const lines = recorded(drone);
    const samples = lines.map((line) => readRecorded(line, '1581F7K3D249100A1234'));
    expect(samples.every((read) => read.length === 1)).toBe(true);
    const offsets = samples.flat().flatMap(({ position }, index) => {
      const sent = lines[index]?.data ?? {};
      return [Number(sent['latitude']) - (position?.lat ?? NaN), Number(sent['longitude']) - (position?.lon ?? NaN)];
    });
    expect(offsets).toHaveLength(count * 2);
    expect(offsets.every((offset) => Math.abs(offset) <= 1e-9)).toBe(true);
    expect(new Set(samples.flat().map(({ seq }) => seq)).size).toBe(count);
  });

  it('keeps heights, speeds, headings and wind in their true units', () => {
    const lines = recorded(1);
    const samples = lines.flatMap((line) => readRecorded(line, '1581F7K3D249100A1234'));
    for (const [index, sample] of samples.entries()) {
      const sent = lines[index]?.data ?? {};
      expect(sample.altitudeEllipsoidMetres).toBe(sent['height']);
      expect(sample.heightAboveTakeoffMetres).toBe(sent['elevation']);
      expect(sample.speedMetresPerSecond).toBe(sent['horizontal_speed']);
      expect(sample.extra['windSpeedMetresPerSecond']).toBe(Number(sent['wind_speed']) / 10);
      const turn = Math.abs((sample.headingDegrees ?? NaN) - Number(sent['attitude_head']));
      expect(Math.min(turn, 360 - turn)).toBeLessThan(1e-9);
    }
  });

  it('shows the one silence of 5.4 s as a gap, and none where there is none', () => {
    const gapsIn = (drone: 0 | 1) =>
      gapsOf(
        recorded(drone)
          .flatMap((line) => readRecorded(line, 'A'))
          .filter(hasPosition),
      );
    expect(gapsIn(0)).toEqual([]);
    const [gap, ...further] = gapsIn(1);
    expect(further).toEqual([]);
    expect(((gap?.to.getTime() ?? 0) - (gap?.from.getTime() ?? 0)) / 1000).toBeCloseTo(5.388, 2);
  });
});

withRecordings(`published messages${note}`, () => {
  it('reads an Autel frame for its aircraft and its controller', () => {
    const result = readFileMessage('autel-evomax4t-osd.json', 'thing/product/1748FEV3HMM825451479/osd');
    expect(result).toMatchObject({
      samples: [
        {
          dialect: 'autel',
          position: { lon: 24.8307789, lat: 60.3195365 },
          batteryPercent: 70,
          mode: 'standby',
          headingDegrees: expect.closeTo(191.1037, 4),
        },
        { serial: 'TH7825451059', batteryPercent: 75 },
      ],
    });
  });

  it('takes no home point of 26,836,624 degrees, and keeps the rest', () => {
    expect(readFileMessage('rc-state-control_source-badhome.json', 'thing/product/4XLBK4S5526267/state')).toMatchObject(
      {
        samples: [
          {
            sender: 'gateway',
            position: null,
            extra: { state: { control_source: 'A', low_battery_warning_threshold: 20 } },
          },
        ],
      },
    );
    expect(readFileMessage('rc-state-firmware_version.json', 'thing/product/4XLBK4S5526267/state')).toMatchObject({
      samples: [{ extra: { state: { firmware_version: '05.01.0000' } } }],
    });
  });

  it('has no position for an aircraft asleep in its dock', () => {
    expect(readFileMessage('doc-dock1-aircraft-osd.json', 'thing/product/1581F5BKD225D00BP891/osd')).toMatchObject({
      samples: [{ sender: 'sub_device', position: null, fix: 'none', batteryPercent: 90 }],
    });
  });

  it.each(['dock1', 'dock2'])('reads the three interleaved frames of %s', (dock) => {
    const [one, two, three] = [1, 2, 3].map((frame) =>
      readFileMessage(`doc-${dock}-osd-frame${frame}.json`, 'thing/product/dock_sn/osd'),
    );
    expect(one).toMatchObject({ samples: [{ sender: 'gateway', position: null }] });
    expect(two).toMatchObject({ samples: [{ position: null }] });
    expect(three).toMatchObject({
      samples: [
        {
          position: { lon: 113.703482143, lat: 22.907809968 },
          fix: 'rtk_fixed',
          mode: 'on_site_debug',
          batteryPercent: null,
        },
      ],
    });
  });

  it('keeps and answers the upload of a photo', () => {
    expect(readFileMessage('doc-event-file_upload_callback.json', 'thing/product/dock_sn/events')).toMatchObject({
      kind: 'event',
      event: { name: 'dog.jpeg' },
      sample: { extra: { event: 'file_upload_callback', data: { file: { name: 'dog.jpeg' } } } },
      reply: { topic: 'thing/product/dock_sn/events_reply' },
    });
    expect(readFileMessage('doc-event-flighttask_progress-ok.json', 'thing/product/dock_sn/events')).toMatchObject({
      kind: 'event',
      sample: { extra: { event: 'flighttask_progress' } },
      reply: null,
    });
  });
});

function hasPosition(sample: TelemetrySample): sample is TelemetrySample & TrackPoint {
  return sample.position !== null;
}
