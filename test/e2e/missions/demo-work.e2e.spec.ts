import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REQUEST_STATES } from '../../../src/missions/requests/request.rules.js';
import { TestApp } from '../../support/app.js';
import type { ApiClient } from '../../support/client.js';
import type { AssistanceBody } from './assistance-kit.js';

interface Run {
  readonly id: string;
  readonly item: string;
  readonly verdict: string;
  readonly flags: readonly string[];
  readonly reason: string | null;
  readonly origin: string;
  readonly card: { readonly code: string } | null;
  readonly limit: { readonly value: number } | null;
  readonly confirmations: readonly { readonly state: string; readonly finding: string | null }[];
}

interface Sample {
  readonly id: string;
  readonly number: string;
  readonly medium: string;
  readonly warnings: readonly string[];
  readonly drone: { readonly depthMetres: number; readonly bottle: string; readonly flightId: string } | null;
  readonly portions: readonly {
    readonly part: string;
    readonly sealNumber: string | null;
    readonly seals: readonly { readonly brokenReason: string | null }[];
    readonly chain: readonly { readonly purpose: string; readonly toName: string; readonly at: string }[];
  }[];
}

/** What whoever starts the demonstration finds of requests, samples and runs: judged by the rules, not written down. */
describe('work of the demonstration', () => {
  let app: TestApp;
  let handler: ApiClient;
  let caseId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    handler = await app.as({ role: 'case_handler', unit: '献县' });
    const cases = await handler.get<{ items: { id: string; number: string }[] }>('/cases');
    caseId = cases.body.items.find(({ number }) => number.includes('演示'))?.id ?? '';
  });
  afterAll(() => app.stop());

  const all = async <T>(path: string): Promise<T[]> => {
    const { items } = (await handler.get<{ items: { id: string }[] }>(`${path}?caseId=${caseId}&limit=100`)).body;
    return Promise.all(items.map(async ({ id }) => (await handler.get<T>(`${path}/${id}`)).body));
  };

  it('shows requests from asked to closed, each with its steps, who took them and how long they took', async () => {
    const requests = await all<AssistanceBody>('/assistance-requests');
    const states = requests.map(({ state }) => state).sort();
    expect(states).toEqual([...REQUEST_STATES].sort());
    for (const { steps } of requests) {
      expect(steps[0]).toMatchObject({ step: 'ask', actor: { id: handler.user.id } });
      for (const { minutes } of steps.slice(0, -1)) expect(minutes).toBeGreaterThan(0);
    }
    const of = (state: string) => requests.find((one) => one.state === state);
    const closed = of('closed');
    expect(closed?.report).toContain('初筛');
    expect(new Set(closed?.outcomes.map(({ kind }) => kind))).toEqual(new Set(['flight', 'rapid_test', 'sample']));
    expect(of('assigned')?.assignments).toMatchObject([{ bookingState: 'reserved', devices: [] }]);
    expect(of('assigned')?.steps.map(({ step }) => step)).toEqual(['ask', 'accept', 'assign', 'reassign']);
    expect(of('accepted')?.steps.map(({ step }) => step)).toEqual(['ask', 'pass', 'accept']);
    expect(of('returned')?.steps.at(-1)?.reason).not.toBeNull();
    expect(requests.filter(({ overdue }) => overdue)).toEqual([]);
  });

  it('shows samples split, sealed and handed on, one of them taken by an aircraft', async () => {
    const samples = await all<Sample>('/samples');
    expect(samples).toHaveLength(3);
    const byHand = samples.find(({ portions }) => portions.length === 3);
    expect(byHand?.portions.map(({ part }) => part)).toEqual(['test', 'retained', 'counterpart']);
    expect(byHand?.portions[0]?.seals.map(({ brokenReason }) => brokenReason)).toEqual(['现场快检开封', null]);
    expect(byHand?.portions.map(({ chain }) => chain.map(({ purpose }) => purpose))).toEqual([
      ['taken', 'testing', 'laboratory'],
      ['taken', 'storage'],
      ['taken', 'counterpart'],
    ]);
    for (const { chain } of samples.flatMap(({ portions }) => portions))
      expect(chain.map(({ at }) => at)).toEqual(chain.map(({ at }) => at).toSorted());
    const byDrone = samples.find(({ drone }) => drone !== null);
    expect(byDrone?.drone).toMatchObject({ depthMetres: 0.5, bottle: '1号瓶', outsideFlight: false });
    const flight = await handler.get<{ state: string }>(`/flights/${byDrone?.drone?.flightId ?? ''}`);
    expect(flight.body.state).toBe('closed');
    const soil = samples.find(({ medium }) => medium === 'farmland_soil');
    expect(soil?.warnings).toEqual(['no_retained_portion', 'no_counterpart_portion', 'no_photo']);
    const numbers = samples.flatMap(({ portions }) => portions.map(({ sealNumber }) => sealNumber));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('shows runs of every verdict by the cards in use, one of which waits for its unit, and what a laboratory found', async () => {
    const runs = (await all<Run>('/rapid-tests')).toReversed();
    expect(runs.map(({ item, verdict, flags, reason }) => [item, verdict, ...flags, reason])).toEqual([
      ['DO', 'below', null],
      ['COD', 'exceeds', null],
      ['COD', 'invalid', 'control_missing', null],
      ['DO', 'exceeds', null],
      ['pH', 'inconclusive', 'no_limit'],
      ['DO', 'invalid', 'unit_missing', null],
    ]);
    expect(runs[1]).toMatchObject({ card: { code: 'cod-photometer' }, limit: { value: 20 } });
    expect(runs.map(({ confirmations }) => confirmations.map(({ state, finding }) => [state, finding]))).toEqual([
      [],
      [['reported', 'exceeds']],
      [],
      [['requested', null]],
      [],
      [],
    ]);
    const tester = await app.as({ role: 'tester', unit: '献县' });
    const waiting = runs.at(-1);
    expect(waiting?.origin).toBe('instrument');
    const target = { class: 'III', source: '演示' };
    const completed = await tester.post<Run>(`/rapid-tests/${waiting?.id}/completion`, { unit: 'mg/L', target });
    expect(completed.body).toMatchObject({ verdict: 'below', flags: [] });
  });

  it('is nothing to units beside', async () => {
    const stranger = await app.as({ role: 'commander', unit: '大名县' });
    for (const path of ['/assistance-requests', '/samples', '/rapid-tests'])
      expect((await stranger.get<{ items: unknown[] }>(path)).body.items).toEqual([]);
  });
});
