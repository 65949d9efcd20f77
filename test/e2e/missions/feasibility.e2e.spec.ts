import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import { connectedAs, deviceOf, endClients, rowsOf, send } from '../telemetry/telemetry-kit.js';
import { book, hoursAhead, square } from './mission-kit.js';

interface Feasibility {
  readonly verdict: string;
  readonly figuresFrom: string | null;
  readonly unknown: readonly string[];
  readonly sorties: Record<string, unknown>;
  readonly weather: readonly { readonly source: string; readonly state: string; readonly detail: string | null }[];
  readonly findings: readonly {
    readonly item: string;
    readonly verdict: string;
    readonly reason: string;
    readonly value: number | null;
    readonly reading: { readonly source: string; readonly name: string; readonly distanceMetres: number } | null;
  }[];
}
interface Flight {
  readonly id: string;
  readonly state: string;
  readonly assessment: { readonly feasibility: Feasibility; readonly findings: readonly { readonly code: string }[] };
}

const HOUR_MS = 3_600_000;
/** A place with a forecast, and one far from any. */
const TOLD = { lon: 116.3, lat: 37.7 };
const UNTOLD = { lon: 115.2, lat: 37.2 };
const DOCK = { lon: 117.2, lat: 38.2 };

describe('whether a flight can be flown well', () => {
  let app: TestApp;
  let pilot: ApiClient;
  let deviceId: string;
  let service: Server;
  let serve: () => unknown;
  const folder = mkdtempSync(join(tmpdir(), 'weather-'));
  const path = join(folder, 'weather.json');
  let moved = 0;

  beforeAll(async () => {
    service = createServer((_, response) => void response.end(JSON.stringify(serve())));
    await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
    const { port } = service.address() as AddressInfo;
    serve = () => ({ nothing: 'useful' });
    app = await TestApp.start({
      env: {
        SKYDOCKET_WEATHER_FILE: path,
        SKYDOCKET_WEATHER_URL: `http://127.0.0.1:${port}/?at={lon},{lat}`,
      },
    });
    pilot = await app.as({ role: 'pilot', unit: '东光县' });
    deviceId = (await book(pilot, 'kind=mavic-3t', hoursAhead(0, 30))).id;
    expect((await pilot.post('/check-outs', { deviceId })).status).toBe(201);
  });
  afterAll(async () => {
    await endClients();
    await app.stop();
    service.closeAllConnections();
    service.close();
    rmSync(folder, { recursive: true });
  });

  const documentOf = (place: typeof TOLD, values: Record<string, number>) => ({
    format: 'skydocket-weather/1',
    source: '演示气象台',
    issuedAt: new Date().toISOString(),
    places: [
      {
        ...place,
        hours: [
          {
            from: new Date(Date.now() - HOUR_MS).toISOString(),
            to: new Date(Date.now() + 20 * HOUR_MS).toISOString(),
            ...values,
          },
        ],
      },
    ],
  });
  const drop = (content: string): void => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  };
  const request = (place: typeof TOLD, over: Record<string, unknown> = {}) => {
    const west = place.lon + 0.01 * (moved += 1);
    return {
      deviceId,
      pilotId: pilot.user.id,
      purpose: '巡河',
      during: hoursAhead(2, 3),
      volumes: [{ geometry: square(west, place.lat, 0.005), lowerMetres: 20, upperMetres: 100 }],
      takeOff: { lon: west, lat: place.lat },
      ...over,
    };
  };
  const check = async (place: typeof TOLD, over: Record<string, unknown> = {}): Promise<Feasibility> => {
    const { status, body } = await pilot.post<Flight>('/flights/check', request(place, over));
    expect([status, body.assessment?.feasibility.findings.length]).toEqual([200, 9]);
    return body.assessment.feasibility;
  };
  const finding = ({ findings }: Feasibility, item: string) => findings.find((found) => found.item === item);
  const source = ({ weather }: Feasibility, kind: string) => weather.find((answer) => answer.source === kind);

  it('is unknown where nobody tells the weather, and never a go', async () => {
    const found = await check(UNTOLD);
    expect(found.unknown).toEqual(
      expect.arrayContaining(['wind', 'gust', 'rain', 'temperature', 'visibility', 'link']),
    );
    expect(found.verdict).toBe('unknown');
    expect(source(found, 'file')).toMatchObject({ state: 'absent' });
    expect(source(found, 'provider')).toMatchObject({ state: 'invalid' });
    expect(source(found, 'dock')).toMatchObject({ state: 'absent' });
  });

  it('counts flights and batteries by the figures of the kind', async () => {
    const found = await check(TOLD);
    expect(found.figuresFrom).toContain('厂家');
    expect(found.sorties).toMatchObject({
      plannedMinutes: 60,
      basis: 'period',
      usableMinutes: 45,
      reserve: 0.3,
      sorties: 2,
      batteriesNeeded: 2,
      batteriesAtHand: 4,
      counted: 'stated',
      assumed: ['full_health', 'no_cold'],
    });
    expect(finding(found, 'sorties')).toMatchObject({ verdict: 'caution', reason: 'assumed' });
  });

  it('names the batteries that travel with an aircraft, with their cycles and health', async () => {
    const manager = await app.as({ role: 'pilot', unit: '河北省人民检察院' });
    const large = await book(manager, 'kind=matrice-350', hoursAhead(1, 6));
    const { body } = await manager.post<Flight>('/flights/check', {
      ...request(TOLD),
      deviceId: large.id,
      pilotId: manager.user.id,
    });
    const { sorties } = body.assessment.feasibility;
    expect(sorties).toMatchObject({ counted: 'registered', batteriesAtHand: 4, batteriesPerFlight: 2 });
    expect(sorties['batteries']).toContainEqual({
      assetCode: `${large.assetCode}-B1`,
      cycleCount: expect.any(Number),
      healthPercent: expect.any(Number),
    });
  });

  it('compares the file that was dropped with the limits, and keeps it with the flight', async () => {
    drop(JSON.stringify(documentOf(TOLD, { windMetresPerSecond: 13, gustMetresPerSecond: 9, temperatureCelsius: 20 })));
    const planned = await pilot.post<Flight>('/flights', request(TOLD));
    expect(planned.status).toBe(201);
    const { feasibility } = planned.body.assessment;
    expect(feasibility.verdict).toBe('no_go');
    expect(finding(feasibility, 'wind')).toMatchObject({
      verdict: 'no_go',
      value: 13,
      limit: 12,
      reading: { source: 'file', name: '演示气象台', distanceMetres: expect.any(Number) },
    });
    expect(finding(feasibility, 'gust')).toMatchObject({ verdict: 'caution' });
    expect(finding(feasibility, 'temperature')).toMatchObject({ verdict: 'go' });
    expect(feasibility.unknown).toEqual(expect.arrayContaining(['rain', 'visibility']));
    const kept = await pilot.get<Flight>(`/flights/${planned.body.id}`);
    expect(kept.body.assessment.feasibility).toEqual(feasibility);
  });

  it('takes a broken file and a cold forecast for what they are', async () => {
    drop('{"format":');
    expect(source(await check(TOLD), 'file')).toMatchObject({ state: 'invalid', detail: 'not JSON' });
    drop(JSON.stringify(documentOf(TOLD, { temperatureCelsius: -5 })));
    const found = await check(TOLD);
    expect(found.sorties).toMatchObject({ coldShare: 0.2, usableMinutes: 36, sorties: 3 });
  });

  it('asks the service ahead, and judges by the worse of two', async () => {
    drop(JSON.stringify(documentOf(TOLD, { windMetresPerSecond: 2 })));
    serve = () => documentOf({ lon: TOLD.lon + 0.1, lat: TOLD.lat }, { windMetresPerSecond: 11 });
    const found = await check({ lon: TOLD.lon + 0.1, lat: TOLD.lat });
    expect(source(found, 'provider')).toMatchObject({ state: 'used' });
    expect(finding(found, 'wind')).toMatchObject({ verdict: 'caution', value: 11, reading: { source: 'provider' } });
    const readyz = (await (await fetch(`${app.url}/readyz`)).json()) as {
      status: string;
      checks: { name: string; state: string; detail: string }[];
    };
    expect(readyz.status).toBe('ready');
    expect(readyz.checks).toContainEqual({
      name: 'weather',
      state: 'ok',
      detail: expect.stringMatching(/^file: issued .*; service: answered at /),
    });
  });

  it('hears the sensors of a dock near by, of flights that begin now', async () => {
    const { id } = await deviceOf(app, 'dock-2', '');
    const [dock] = await rowsOf<{ id: string; serial: string }>(
      app,
      `SELECT id, serial FROM device WHERE part_of_id = $1 AND kind_id = (SELECT id FROM device_kind WHERE code = 'dock')`,
      [id],
    );
    if (!dock) throw new Error('the dock has no registered part');
    const client = await connectedAs(app, dock.id);
    const osd = (data: Record<string, unknown>) =>
      send(client, `thing/product/${dock.serial}/osd`, {
        tid: '00000000-0000-0000-0000-000000000000',
        bid: '00000000-0000-0000-0000-000000000000',
        timestamp: Date.now(),
        gateway: dock.serial,
        data: { latitude: DOCK.lat, longitude: DOCK.lon, height: 12, drone_in_dock: 1, cover_state: 0, ...data },
      });
    await osd({ wind_speed: 6.5, rainfall: 0, environment_temperature: 18.5 });
    const now = { ...request(DOCK), during: hoursAhead(0.01, 1) };
    const heard = (await pilot.post<Flight>('/flights/check', now)).body.assessment.feasibility;
    expect(source(heard, 'dock')).toMatchObject({ state: 'used' });
    expect(finding(heard, 'wind')).toMatchObject({ value: 6.5, verdict: 'go', reading: { source: 'dock' } });
    expect(finding(heard, 'rain')).toMatchObject({ value: 0, verdict: 'go' });
    expect(finding(heard, 'temperature')).toMatchObject({ value: 18.5, verdict: 'go' });
    expect(finding(heard, 'wind')?.reading?.distanceMetres).toBeLessThan(20_000);
    expect(heard.unknown).toEqual(expect.arrayContaining(['gust', 'visibility']));

    expect(source(await check(DOCK, { during: hoursAhead(6, 7) }), 'dock')).toMatchObject({ state: 'other_time' });

    await osd({ wind_speed: 32767, rainfall: 9, environment_temperature: 65535 });
    await osd({ wind_speed: 32767, rainfall: 1, environment_temperature: 9999999.9 });
    const partly = (await pilot.post<Flight>('/flights/check', { ...now, during: hoursAhead(0.01, 1) })).body.assessment
      .feasibility;
    expect(finding(partly, 'wind')).toMatchObject({ value: null, verdict: 'unknown' });
    expect(finding(partly, 'temperature')).toMatchObject({ value: null, verdict: 'unknown' });
    expect(finding(partly, 'rain')).toMatchObject({ value: 1, verdict: 'unknown', reason: 'limit_unknown' });
  });

  it('is part of what flying now answers', async () => {
    const { status, body } = await pilot.post<Flight>('/flights/fly-now', {
      position: { lon: TOLD.lon - 0.2, lat: TOLD.lat },
      purpose: '排污口',
      minutes: 30,
    });
    expect(status).toBe(201);
    expect(finding(body.assessment.feasibility, 'distance')).toMatchObject({ value: expect.any(Number) });
    expect(body.assessment.feasibility.sorties).toMatchObject({ plannedMinutes: 30, sorties: 1 });
  });

  it('knows whether the aircraft reports who it is once the register says so', async () => {
    const codes = async (): Promise<string[]> => {
      const { body } = await pilot.post<Flight>('/flights/check', request(TOLD));
      return body.assessment.findings.filter(({ code }) => code.includes('IDENTI')).map(({ code }) => code);
    };
    const manager = await app.as({ role: 'equipment_manager' });
    const record = async (reportsIdentity: string | null): Promise<void> => {
      const { body } = await manager.get<{ version: number }>(`/devices/${deviceId}`);
      const changed = await manager.patch(`/devices/${deviceId}`, { reportsIdentity, version: body.version });
      expect(changed.status).toBe(200);
    };
    await record('yes');
    expect(await codes()).toEqual([]);
    await record(null);
    expect((await codes()).length).toBeGreaterThan(0);
  });
});
