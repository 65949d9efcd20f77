import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import type { Position } from '../../../src/geo/index.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { type Crew, crewOf, endClients, lineOf, quarantineOf, send, until } from '../telemetry/telemetry-kit.js';

const STANDBY = 0;
const WAYLINE = 5;
const PLACE: Position = { lon: 116.2, lat: 37.6 };
const ELSEWHERE: Position = { lon: 114.6, lat: 36.7 };
const MINUTE_MS = 60_000;
const BEHIND_MS = -40 * MINUTE_MS;
const A_DAY_AHEAD_MS = 24 * 60 * MINUTE_MS;

interface AlertRow {
  readonly kind: string;
  readonly about: string | null;
  readonly beganAt: string;
  readonly endedAt: string | null;
}

/** An aircraft with its people and a flight that is cleared for now. */
class Desk {
  flightId = '';

  private constructor(
    readonly crew: Crew,
    readonly line: MqttClient,
    readonly pilot: ApiClient,
    readonly commander: ApiClient,
  ) {}

  static async of(app: TestApp, unit: string): Promise<Desk> {
    const crew = await crewOf(app, unit);
    const line = await lineOf(app, crew);
    return new Desk(
      crew,
      line,
      await app.as({ role: 'pilot', unit: crew.aircraft.unitName }),
      await app.as({ role: 'commander', unit: crew.aircraft.unitName }),
    );
  }

  async clear(place: Position): Promise<Date> {
    const from = new Date(Date.now() + 500);
    const during = { from: from.toISOString(), to: new Date(Date.now() + 60 * MINUTE_MS).toISOString() };
    const deviceId = this.crew.aircraft.id;
    await this.pilot.post('/bookings', { during, purpose: '巡查', deviceIds: [deviceId] });
    const volume = { circle: { centre: place, radiusMetres: 200 }, lowerMetres: 0, upperMetres: 100 };
    const plan = { deviceId, pilotId: this.pilot.user.id, purpose: '巡查', during, volumes: [volume] };
    const filed = await this.pilot.post<{ id: string }>('/flights', plan);
    expect(filed).toMatchObject({ status: 201 });
    this.flightId = filed.body.id;
    expect((await this.commander.post(`/flights/${this.flightId}/approve`, {})).status).toBe(200);
    expect((await this.pilot.post(`/flights/${this.flightId}/clear`, {})).status).toBe(200);
    return from;
  }

  async say(mode: number, more: Record<string, unknown> = PLACE_SAID, clockMs = 0): Promise<void> {
    const timestamp = Date.now() + clockMs;
    const data = { mode_code: mode, ...more };
    const payload = { tid: `t${timestamp}`, bid: 'b', gateway: this.crew.gatewaySerial, timestamp, data };
    await send(this.line, this.topic, payload);
  }

  get topic(): string {
    return `thing/product/${this.crew.aircraftSerial}/osd`;
  }

  async alerts(kind: string): Promise<AlertRow[]> {
    const { body } = await this.commander.get<{ items: AlertRow[] }>(`/flights/${this.flightId}/conformance`);
    return body.items.filter((row) => row.kind === kind);
  }

  /** Goes on saying something until the newest alert of the kind is as wanted. */
  async until(kind: string, wanted: Partial<AlertRow>, saying: () => Promise<void>, ms = MINUTE_MS): Promise<AlertRow> {
    const talk = setInterval(() => void saying().catch(() => undefined), 1_000);
    try {
      const rows = await until(
        () => this.alerts(kind),
        ([row]) =>
          row !== undefined && Object.entries(wanted).every(([key, value]) => row[key as keyof AlertRow] === value),
        ms,
      );
      return rows[0] as AlertRow;
    } finally {
      clearInterval(talk);
    }
  }

  async codes(): Promise<string[]> {
    type Notice = { code: string; subject: { id: string } };
    const { body } = await this.pilot.get<{ items: Notice[] }>('/me/notices?limit=200');
    return body.items.filter(({ subject }) => subject.id === this.flightId).map(({ code }) => code);
  }
}

const PLACE_SAID = { latitude: PLACE.lat, longitude: PLACE.lon, height: 80, elevation: 40 };
const ON_GROUND = { ...PLACE_SAID, elevation: 0 };
const silence = () => Promise.resolve();

describe('flights that nobody watches', () => {
  let app: TestApp;
  let slow: Desk;
  let ahead: Desk;

  beforeAll(async () => {
    app = await TestApp.start();
    [slow, ahead] = [await Desk.of(app, '东光县'), await Desk.of(app, '邯郸')];
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
  });

  it('are told of within a minute, with the reason, and again only for another reason', async () => {
    const [from] = await Promise.all([slow.clear(PLACE), ahead.clear(ELSEWHERE)]);
    const refused = ahead.until('unwatched', { about: 'clock' }, () => ahead.say(STANDBY, ON_GROUND, A_DAY_AHEAD_MS));
    const missed = await slow.until('unwatched', { about: 'no_frames', endedAt: null }, silence);
    expect(new Date(missed.beganAt).getTime() - from.getTime()).toBeLessThan(MINUTE_MS);
    const lateAt = Date.now();
    const late = await slow.until('unwatched', { about: 'clock' }, () => slow.say(STANDBY, ON_GROUND, BEHIND_MS));
    expect(new Date(late.beganAt).getTime() - lateAt).toBeLessThan(MINUTE_MS);
    expect((await slow.alerts('unwatched')).map(({ about, endedAt }) => [about, endedAt !== null])).toEqual([
      ['clock', false],
      ['no_frames', true],
    ]);
    expect((await slow.codes()).toSorted()).toEqual(
      expect.arrayContaining(['FLIGHT_UNWATCHED_CLOCK', 'FLIGHT_UNWATCHED_SILENT']),
    );
    await refused;
    expect((await quarantineOf(app, ahead.topic))[0]?.code).toBe('CLOCK_OUT_OF_RANGE');
    expect(await ahead.codes()).toContain('FLIGHT_UNWATCHED_CLOCK');
  }, 150_000);

  it('are watched once the clock is right, and what was told has ended', async () => {
    await slow.say(STANDBY, ON_GROUND);
    await slow.say(WAYLINE);
    await until(
      async () => (await slow.alerts('unwatched')).every(({ endedAt }) => endedAt !== null),
      (isOver) => isOver,
      20_000,
    );
    await ahead.commander.post(`/flights/${ahead.flightId}/cancel`, { reason: '时钟有误' });
    await until(
      async () => (await ahead.alerts('unwatched')).every(({ endedAt }) => endedAt !== null),
      (isOver) => isOver,
      20_000,
    );
  }, 60_000);

  it('are told to have no place where frames say none, or one that the aircraft does not trust', async () => {
    await slow.say(WAYLINE);
    await until(
      async () => (await slow.commander.get<{ state: string }>(`/flights/${slow.flightId}`)).body.state,
      (state) => state === 'airborne',
    );
    const astray = { latitude: PLACE.lat + 0.1, longitude: PLACE.lon, height: 80, elevation: 40 };
    await slow.until(
      'position_unknown',
      { endedAt: null },
      () => slow.say(WAYLINE, { ...astray, position_state: { is_fixed: 0, gps_number: 0 } }),
      30_000,
    );
    expect(await slow.alerts('outside_volume')).toEqual([]);
    await pause(1_000);
    await slow.say(WAYLINE, { elevation: 40 });
    expect(await slow.codes()).toContain('FLIGHT_POSITION_UNKNOWN');
    expect(await slow.alerts('height_unknown')).toEqual([]);
  }, 60_000);
});
