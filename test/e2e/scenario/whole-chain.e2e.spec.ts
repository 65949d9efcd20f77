import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { play } from '../../../scripts/scenario/play.js';
import type { DemoLogIn } from '../../../scripts/scenario/stage.js';
import { TestApp } from '../../support/app.js';

const samples = process.env['SKYDOCKET_SAMPLES'] ?? '../shared/data';
const withSamples = existsSync(samples) ? it : it.skip;

/** The steps of `npm run demo` hold their own demands; here they run on simulated and on recorded positions. */
describe('the whole chain', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  function perform(withRecordings: boolean) {
    const logIns = JSON.parse(readFileSync(join(app.dataDir, 'demo-users.json'), 'utf8')) as DemoLogIn[];
    const lines: string[] = [];
    const options = {
      url: app.url,
      mqttUrl: app.mqttUrl,
      logIns,
      frames: 24,
      frameMs: 150,
      say: (line: string) => lines.push(line),
    };
    return play({ ...options, ...(withRecordings && { samples }) }).then(
      (outcome) => ({ outcome, lines }),
      (error: unknown) => Promise.reject(new Error(`${lines.join('\n')}\n${String(error)}`)),
    );
  }

  it('holds on simulated positions over 河北', async () => {
    const { outcome, lines } = await perform(false);
    expect(outcome.chain.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['booking', 'check_out', 'flight', 'track', 'order']),
    );
    const position = lines.find((line) => line.includes('TRACK_POSITION: consistent.')) ?? '';
    const [metres, allowed] = (position.match(/\d+(\.\d+)?(?= m )/g) ?? []).map(Number);
    expect(metres).toBeLessThanOrEqual(allowed ?? 0);
  }, 60_000);

  withSamples(
    'holds on recorded positions, which lie outside the province (skipped where the recordings are absent)',
    async () => {
      const { lines } = await perform(true);
      expect(lines.some((line) => line.includes('recorded positions'))).toBe(true);
      expect(lines.some((line) => line.includes('place unknown'))).toBe(true);
    },
    60_000,
  );
});
