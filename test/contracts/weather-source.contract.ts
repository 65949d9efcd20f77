import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '../../src/platform/index.js';
import type { WeatherQuestion, WeatherSource } from '../../src/missions/feasibility/weather/weather.js';

export const ASKED_AT = new Date('2026-07-01T01:00:00Z');
export const PLACE = { lon: 116.5, lat: 37.9 };
export const WIND = 4.5;

export interface WeatherHarness {
  readonly source: WeatherSource;
  /** From now on the source knows of the wind at the place, from `ASKED_AT` for two hours. */
  readonly tell: () => Promise<void>;
  /** From now on it cannot be reached. */
  readonly cut: () => Promise<void>;
  /** What goes before the question where it has to be asked ahead. */
  readonly ask?: (question: WeatherQuestion) => Promise<void>;
  readonly close?: () => Promise<void>;
}

const NO_TX = {} as Tx;
const question = (over: Partial<WeatherQuestion> = {}): WeatherQuestion => ({
  place: PLACE,
  during: { from: new Date('2026-07-01T01:10:00Z'), to: new Date('2026-07-01T01:50:00Z') },
  now: ASKED_AT,
  ...over,
});

/** What the study relies on, whoever tells the weather. */
export function weatherSourceContract(name: string, start: () => Promise<WeatherHarness>): void {
  describe(`weather from a ${name}`, () => {
    let harness: WeatherHarness;
    beforeAll(async () => {
      harness = await start();
    });
    afterAll(() => harness.close?.());

    const ask = async (over: Partial<WeatherQuestion> = {}) => {
      await harness.ask?.(question(over));
      return harness.source.answer(NO_TX, question(over));
    };

    it('is told with who says it, when, and how far away', async () => {
      await harness.tell();
      const { source, state, readings } = await ask();
      expect([source, state, readings.length]).toEqual([harness.source.kind, 'used', 1]);
      expect(readings[0]).toMatchObject({
        source: harness.source.kind,
        name: expect.stringMatching(/./),
        saidAt: expect.any(Date),
        values: { windMetresPerSecond: WIND, celsius: null, visibilityMetres: null },
      });
      expect(readings[0]?.distanceMetres).toBeLessThan(2_000);
    });

    it('says nothing of another place, another day, or when it is old', async () => {
      const day = { from: new Date('2026-07-02T01:00:00Z'), to: new Date('2026-07-02T02:00:00Z') };
      for (const over of [
        { place: { lon: 100, lat: 20 } },
        { during: day },
        { now: new Date('2026-07-03T01:00:00Z') },
      ]) {
        const { state, readings } = await ask(over);
        expect(readings).toEqual([]);
        expect(state).not.toBe('used');
      }
    });

    it('is unknown, and no error, once it cannot be reached', async () => {
      await harness.cut();
      const { state, readings } = await ask({ place: { lon: 116.52, lat: 37.9 } });
      expect([state === 'used', readings]).toEqual([false, []]);
    });
  });
}
