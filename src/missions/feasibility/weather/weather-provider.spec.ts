import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, loadConfig, type Tx } from '../../../platform/index.js';
import { WeatherProvider } from './weather-provider.js';

const NO_TX = {} as Tx;
const NOW = new Date('2026-07-01T01:00:00Z');
const PLACE = { lon: 116.504, lat: 37.9 };
const DURING = { from: new Date('2026-07-01T01:20:00Z'), to: new Date('2026-07-01T02:10:00Z') };
const QUESTION = { place: PLACE, during: DURING, now: NOW };
const GOOD = {
  format: 'skydocket-weather/1',
  source: 'service',
  issuedAt: '2026-07-01T00:00:00Z',
  places: [
    {
      lon: 116.5,
      lat: 37.9,
      hours: [{ from: '2026-07-01T01:00:00Z', to: '2026-07-01T03:00:00Z', windMetresPerSecond: 3 }],
    },
  ],
};

class StillClock extends Clock {
  at = NOW;
  override now(): Date {
    return this.at;
  }
}

describe('the weather service of the operator', () => {
  let server: Server;
  let respond: (response: ServerResponse) => void;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      respond(response);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => {
    asked.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const provider = (clock: Clock = new StillClock(), over: Record<string, string> = {}): WeatherProvider =>
    new WeatherProvider(loadConfig({ SKYDOCKET_WEATHER_URL: addressOf(server), ...over }), clock);
  const json = (body: unknown) => (response: ServerResponse) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  };
  const outcome = async (respondWith: typeof respond, from = provider()) => {
    respond = respondWith;
    await from.ask(QUESTION);
    return from.answer(NO_TX, QUESTION);
  };

  it('is asked for the place and the hours, and answers', async () => {
    const from = provider();
    expect(await outcome(json(GOOD), from)).toMatchObject({
      state: 'used',
      readings: [{ source: 'provider', name: 'service', values: { windMetresPerSecond: 3 } }],
    });
    expect(asked).toEqual([
      '/w?lon=116.50&lat=37.90&from=2026-07-01T01%3A00%3A00.000Z&to=2026-07-01T03%3A00%3A00.000Z&key=secret',
    ]);
    expect(from.standing()).toMatchObject({ isFine: true });
  });

  it('is asked once for flights near by in the same hours, and again when its answer is old', async () => {
    const clock = new StillClock();
    const from = provider(clock);
    respond = json(GOOD);
    await Promise.all([from.ask(QUESTION), from.ask({ ...QUESTION, place: { lon: 116.503, lat: 37.901 } })]);
    expect(asked).toHaveLength(1);
    clock.at = new Date(NOW.getTime() + 11 * 60_000);
    expect((await from.answer(NO_TX, QUESTION)).state).toBe('away');
    await from.ask(QUESTION);
    expect(asked).toHaveLength(2);
  });

  it('is left alone for a minute after it failed', async () => {
    const clock = new StillClock();
    const from = provider(clock);
    const failing = (response: ServerResponse) => void response.writeHead(503).end();
    expect(await outcome(failing, from)).toMatchObject({ state: 'away', detail: 'HTTP 503', readings: [] });
    await from.ask(QUESTION);
    expect(asked).toHaveLength(1);
    expect(from.standing()).toMatchObject({ isFine: false });
    clock.at = new Date(NOW.getTime() + 61_000);
    expect((await outcome(json(GOOD), from)).state).toBe('used');
  });

  it.each<[string, (response: ServerResponse) => void, string, string]>([
    ['never answers', () => undefined, 'away', 'no answer within 400 ms'],
    [
      'begins and never ends',
      (response) => void response.writeHead(200).write('{"format":'),
      'away',
      'no answer within',
    ],
    ['sends us elsewhere', (response) => void response.writeHead(302, { location: '/w' }).end(), 'away', 'HTTP 302'],
    ['sends garbage', (response) => void response.end('<html>'), 'invalid', 'not JSON'],
    ['sends other units', json({ ...GOOD, windKmh: 12 }), 'invalid', 'document'],
    ['sends too much', (response) => void response.end(' '.repeat(600_000)), 'invalid', 'more than'],
    ['hangs up', (response) => void response.destroy(), 'away', ''],
    ['sends yesterday', json({ ...GOOD, issuedAt: '2026-06-29T00:00:00Z' }), 'stale', 'issued'],
  ])('that %s leaves the weather unknown', async (_, respondWith, state, detail) => {
    const impatient = provider(new StillClock(), { SKYDOCKET_WEATHER_TIMEOUT_MS: '400' });
    const answer = await outcome(respondWith, impatient);
    expect(answer).toMatchObject({ state, readings: [] });
    expect(answer.detail).toContain(detail);
    expect(answer.detail).not.toContain('secret');
    expect(asked).toHaveLength(1);
  });

  it('that is not there leaves it unknown as well', async () => {
    const closed = createServer();
    await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
    const address = addressOf(closed);
    await new Promise((ended) => closed.close(ended));
    const nowhere = provider(new StillClock(), { SKYDOCKET_WEATHER_URL: address });
    expect(await outcome(json(GOOD), nowhere)).toMatchObject({ state: 'away', detail: 'ECONNREFUSED' });
  });

  it('is not asked by who only looks', async () => {
    respond = json(GOOD);
    expect(await provider().answer(NO_TX, QUESTION)).toMatchObject({ state: 'away', detail: 'not asked in time' });
    const unset = new WeatherProvider(loadConfig({}), new StillClock());
    await unset.ask(QUESTION);
    expect(await unset.answer(NO_TX, QUESTION)).toMatchObject({ state: 'not_configured' });
    expect(asked).toEqual([]);
  });
});

function addressOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/w?lon={lon}&lat={lat}&from={from}&to={to}&key=secret`;
}
