import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig, type Tx } from '../../../platform/index.js';
import { WeatherFile } from './weather-file.js';

const NO_TX = {} as Tx;
const QUESTION = {
  place: { lon: 116.5, lat: 37.9 },
  during: { from: new Date('2026-07-01T01:20:00Z'), to: new Date('2026-07-01T02:10:00Z') },
  now: new Date('2026-07-01T01:00:00Z'),
};
const documentOf = (issuedAt: string, wind: number): string =>
  JSON.stringify({
    format: 'skydocket-weather/1',
    source: 'file',
    issuedAt,
    places: [
      {
        lon: 116.5,
        lat: 37.9,
        hours: [{ from: '2026-07-01T01:00:00Z', to: '2026-07-01T03:00:00Z', windMetresPerSecond: wind }],
      },
    ],
  });

describe('the weather file', () => {
  let folder: string;
  let path: string;
  let file: WeatherFile;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'weather-'));
    path = join(folder, 'weather.json');
    file = new WeatherFile(loadConfig({ SKYDOCKET_WEATHER_FILE: path }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const drop = (content: string): void => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  };
  const wind = async () => {
    const { state, readings } = await file.answer(NO_TX, QUESTION);
    return [state, readings[0]?.values.windMetresPerSecond];
  };

  it('is unknown while it is not there, and read anew whenever another is dropped', async () => {
    expect(await file.answer(NO_TX, QUESTION)).toMatchObject({ state: 'absent', readings: [] });
    drop(documentOf('2026-07-01T00:00:00Z', 3));
    expect(await wind()).toEqual(['used', 3]);
    expect(await file.standing(QUESTION.now)).toMatchObject({ isFine: true });
    drop(documentOf('2026-07-01T00:00:00Z', 7));
    expect(await wind()).toEqual(['used', 7]);
  });

  it('says nothing when it is old or half written', async () => {
    drop(documentOf('2026-06-30T12:59:00Z', 3));
    expect(await wind()).toEqual(['stale', undefined]);
    expect(await file.standing(QUESTION.now)).toMatchObject({
      isFine: false,
      words: expect.stringContaining('too old'),
    });
    drop(documentOf('2026-07-01T00:00:00Z', 3).slice(0, 60));
    expect(await file.answer(NO_TX, QUESTION)).toMatchObject({ state: 'invalid', detail: 'not JSON' });
    rmSync(path);
    expect(await wind()).toEqual(['absent', undefined]);
  });

  it('is not asked where none is configured', async () => {
    const none = new WeatherFile(loadConfig({}));
    expect(await none.answer(NO_TX, QUESTION)).toMatchObject({ state: 'not_configured' });
    expect(await none.standing(QUESTION.now)).toBeUndefined();
  });
});
