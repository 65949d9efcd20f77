import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distanceMetres } from '../../src/geo/index.js';
import { type DockReading, DockWeather } from '../../src/missions/feasibility/weather/dock-weather.js';
import { WeatherFile } from '../../src/missions/feasibility/weather/weather-file.js';
import { WeatherProvider } from '../../src/missions/feasibility/weather/weather-provider.js';
import { Clock, loadConfig } from '../../src/platform/index.js';
import { ASKED_AT, PLACE, weatherSourceContract, WIND } from './weather-source.contract.js';

const DOCUMENT = JSON.stringify({
  format: 'skydocket-weather/1',
  source: 'station',
  issuedAt: ASKED_AT,
  places: [
    {
      ...PLACE,
      hours: [{ from: ASKED_AT, to: new Date(ASKED_AT.getTime() + 2 * 3_600_000), windMetresPerSecond: WIND }],
    },
  ],
});

class StillClock extends Clock {
  override now(): Date {
    return ASKED_AT;
  }
}

weatherSourceContract('file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'weather-'));
  const path = join(folder, 'weather.json');
  return {
    source: new WeatherFile(loadConfig({ SKYDOCKET_WEATHER_FILE: path })),
    tell: async () => writeFileSync(path, DOCUMENT),
    cut: async () => rmSync(path),
    close: async () => rmSync(folder, { recursive: true }),
  };
});

weatherSourceContract('service', async () => {
  let told = '';
  const server = createServer((_, response) => void response.end(told));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const source = new WeatherProvider(
    loadConfig({ SKYDOCKET_WEATHER_URL: `http://127.0.0.1:${port}/{lon}/{lat}` }),
    new StillClock(),
  );
  const end = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((ended) => server.close(ended));
  };
  return {
    source,
    ask: (question) => source.ask(question),
    tell: async () => {
      told = DOCUMENT;
    },
    cut: end,
  };
});

weatherSourceContract('dock', async () => {
  const known: Omit<DockReading, 'distanceMetres'>[] = [];
  let isCut = false;
  const docks = {
    near: async (_: unknown, place: typeof PLACE, metres: number) =>
      isCut
        ? []
        : known
            .map((reading) => ({ ...reading, distanceMetres: distanceMetres(place, PLACE) }))
            .filter((reading) => reading.distanceMetres <= metres),
  };
  return {
    source: new DockWeather(loadConfig({}), docks),
    tell: async () => {
      known.push({ assetCode: 'D-1', at: ASKED_AT, windMetresPerSecond: WIND, rainfall: null, celsius: null });
    },
    cut: async () => {
      isCut = true;
    },
  };
});
