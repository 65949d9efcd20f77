import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../../../src/telemetry/dialects/dialects.js';
import type { SimulatedMessage } from '../dji-messages.js';
import { speakerOf } from './fleet.js';
import type { Line } from './roster.js';
import type { Shot } from './speaker.js';

const home = { lon: 116.55, lat: 37.9 };
const base = { assetCode: 'HB-UAV-0001', home, unitId: 'unit', wholeId: 'whole', deviceId: 'device' };
const CREW: Line = {
  ...base,
  kindCode: 'mavic-3t',
  isDock: false,
  crew: {
    gatewaySerial: '4LFCL5D00000001',
    aircraftSerial: '1581F5FJD0000000001A',
    aircraftModelKey: '0-77-1',
    gatewayModelKey: '2-144-0',
  },
};
const DOCK: Line = {
  ...base,
  kindCode: 'dock-2',
  isDock: true,
  crew: {
    gatewaySerial: '7CTDM3D00000001',
    aircraftSerial: '1581F6Q8D0000000001A',
    aircraftModelKey: '0-91-1',
    gatewayModelKey: '3-2-0',
  },
};
const INSTRUMENT: Line = { ...base, assetCode: 'HB-WTR-0001', kindCode: 'water-photometer', isDock: false };
const LINES = { crew: CREW, dock: DOCK, instrument: INSTRUMENT };
const HOURS_PART_SECONDS = 2_000;
const TICK_SECONDS = 4;

/** What changes with the clock, and nothing else may. */
const STAMPS = /"(?:timestamp|tid|bid|at|flight_id|track_id|create_time)":(?:"[^"]*"|\d+)/g;

function partOfDay(line: Line, seed: number, beganAt: number): { messages: SimulatedMessage[]; shots: Shot[] } {
  const speaker = speakerOf(line, seed, { seed, firstTakeOffWithinSeconds: 60, photos: 3 });
  const messages = speaker.greeting(new Date(beganAt));
  const shots: Shot[] = [];
  for (let seconds = 0; seconds < HOURS_PART_SECONDS; seconds += TICK_SECONDS) {
    messages.push(...speaker.messagesAt(seconds, new Date(beganAt + seconds * 1_000)));
    shots.push(...speaker.shots());
  }
  return { messages: [...messages, ...speaker.farewell(new Date(beganAt + HOURS_PART_SECONDS * 1_000))], shots };
}

const words = (messages: readonly SimulatedMessage[]) =>
  messages.map(({ topic, payload }) => `${topic} ${payload.toString()}`);
const morning = Date.parse('2026-05-06T01:00:00Z');
const bodies = (messages: readonly SimulatedMessage[], topic: string) =>
  messages
    .filter((message) => message.topic.endsWith(topic))
    .map(({ payload }) => JSON.parse(payload.toString()) as { method?: string; data: Record<string, unknown> });

describe.each(Object.entries(LINES))('a simulated %s', (_, line) => {
  it('says the same to the last byte for the same seed, and something else for another', () => {
    const first = words(partOfDay(line, 7, morning).messages);
    expect(words(partOfDay(line, 7, morning).messages)).toEqual(first);
    expect(words(partOfDay(line, 8, morning).messages)).not.toEqual(first);
  });

  it('says at another time the same but for its stamps, and takes the same photos', () => {
    const stampless = (beganAt: number) =>
      words(partOfDay(line, 7, beganAt).messages).map((text) => text.replace(STAMPS, ''));
    expect(stampless(morning + 86_400_000 + 777)).toEqual(stampless(morning));
    const photos = (beganAt: number) =>
      partOfDay(line, 7, beganAt).shots.map(({ photo }) => ({ ...photo, takenAt: 0 }));
    expect(photos(morning + 777)).toEqual(photos(morning));
  });

  it('is understood by the service, every message of it', () => {
    const { messages } = partOfDay(line, 11, morning);
    const rejected = messages.filter(({ topic, payload }) => {
      const { timestamp, at } = JSON.parse(payload.toString()) as { timestamp?: number; at?: string };
      return readMessage(topic, payload, new Date(timestamp ?? at ?? 0)).kind === 'rejected';
    });
    expect(words(rejected)).toEqual([]);
  });
});

describe('a simulated crew', () => {
  it('keeps battery, wind and link in what such aircraft report', () => {
    const frames = bodies(partOfDay(CREW, 3, morning).messages, `${CREW.crew?.aircraftSerial ?? ''}/osd`);
    const battery = frames.map(({ data }) => (data['battery'] as { capacity_percent: number }).capacity_percent);
    const wind = frames.map(({ data }) => Number(data['wind_speed']));
    expect(frames.length).toBe(HOURS_PART_SECONDS / TICK_SECONDS);
    expect(Math.min(...battery)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...battery)).toBeLessThanOrEqual(98);
    expect(Math.min(...wind)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...wind)).toBeLessThanOrEqual(120);
  });

  it('goes home with its old battery and says why, and takes the warning back on the ground', () => {
    const days = Array.from({ length: 24 }, (_, seed) => partOfDay(CREW, seed, morning).messages);
    const warned = days.flatMap((messages) => bodies(messages, 'events')).filter(({ method }) => method === 'hms');
    const codes = warned.map(({ data }) => (data['list'] as { code: string }[]).map(({ code }) => code).join());
    expect(codes).toContain('0x1B030014');
    expect(codes).toContain('');
  });
});

describe('a simulated dock', () => {
  const { messages, shots } = partOfDay(DOCK, 5, morning);
  const frames = bodies(messages, `${DOCK.crew?.gatewaySerial ?? ''}/osd`);

  it('sends three frames in turn, and its aircraft’s only while that is awake', () => {
    const kinds = frames.map(({ data }) =>
      'drone_in_dock' in data ? 'A' : 'flighttask_step_code' in data ? 'B' : 'C',
    );
    expect(kinds.slice(0, 6).join('')).toBe('ABCABC');
    const aircraft = bodies(messages, `${DOCK.crew?.aircraftSerial ?? ''}/osd`).length;
    expect(aircraft).toBeGreaterThan(50);
    expect(aircraft).toBeLessThan(frames.length);
  });

  it('is empty and open while its aircraft flies', () => {
    const places = frames.filter(({ data }) => 'drone_in_dock' in data).map(({ data }) => data);
    const away = places.filter((data) => data['drone_in_dock'] === 0);
    expect(away.length).toBeGreaterThan(5);
    expect(away.every((data) => data['cover_state'] === 1)).toBe(true);
    expect(places.some((data) => data['cover_state'] === 0 && data['drone_in_dock'] === 1)).toBe(true);
  });

  it('reports a task from its beginning to its end', () => {
    const told = bodies(messages, 'events').filter(({ method }) => method === 'flighttask_progress');
    const outputs = told.map(({ data }) => data['output'] as { status: string; progress: { percent: number } });
    expect(outputs[0]).toMatchObject({ status: 'in_progress', progress: { percent: 0 } });
    expect(outputs.some(({ status, progress }) => status === 'ok' && progress.percent === 100)).toBe(true);
    expect(shots.length).toBeGreaterThanOrEqual(3);
  });
});
