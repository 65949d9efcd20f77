import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../support/client.js';
import { CommandDesk } from '../../support/command-desk.js';
import { QUICK_POLICY } from '../../support/escalation-desk.js';

let desk: CommandDesk;
let leader: ApiClient;
beforeAll(async () => {
  desk = await CommandDesk.start();
  leader = await desk.app.as({ role: 'commander', unit: '东光县' });
}, 120_000);
afterAll(async () => {
  leader?.close();
  await desk?.stop();
});

describe('the policy of a unit', () => {
  const path = (unitId: string, priority = 'urgent') => `/escalation-policies/${unitId}/${priority}`;
  const policyOf = async (client: ApiClient, unitId: string) =>
    (
      await client.get<{ items: { priority: string; ackWithinSeconds: number; from: { unitId: string } | null }[] }>(
        `/escalation-policies?unitId=${unitId}`,
      )
    ).body.items.find(({ priority }) => priority === 'urgent');

  it('holds for the units below that have none, until it is taken away', async () => {
    const [city, county] = [desk.city.user.unit.id, desk.county.user.unit.id];
    expect(await policyOf(desk.county, county)).toMatchObject({ ackWithinSeconds: 300, from: null });
    expect((await desk.city.send('PUT', path(city), QUICK_POLICY)).status).toBe(200);
    expect(await policyOf(desk.county, county)).toMatchObject({ ackWithinSeconds: 60, from: { unitId: city } });
    expect((await leader.send('PUT', path(county), { ...QUICK_POLICY, ackWithinSeconds: null })).status).toBe(200);
    expect(await policyOf(desk.county, county)).toMatchObject({ ackWithinSeconds: null, from: { unitId: county } });
    const both = await Promise.all(
      [20, 30].map((ackWithinSeconds) => leader.send('PUT', path(county), { ...QUICK_POLICY, ackWithinSeconds })),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    for (const unitId of [county, city]) expect((await desk.city.delete(path(unitId))).status).toBe(204);
    expect((await desk.city.delete(path(city))).status).toBe(204);
    expect(await policyOf(desk.county, county)).toMatchObject({ from: null });
  });

  it.each([
    ['no step', { ...QUICK_POLICY, steps: [] }],
    ['too many', { ...QUICK_POLICY, steps: Array.from({ length: 11 }, () => QUICK_POLICY.steps[0]) }],
    ['an unknown target', { ...QUICK_POLICY, steps: [{ ...QUICK_POLICY.steps[0], target: 'minister' }] }],
    ['no time between', { ...QUICK_POLICY, steps: [{ ...QUICK_POLICY.steps[0], afterSeconds: 0 }] }],
    ['endless loops', { ...QUICK_POLICY, steps: [{ ...QUICK_POLICY.steps[0], maxLoops: 1_000 }] }],
    ['a stranger', { ...QUICK_POLICY, everybody: true }],
  ])('is refused with %s', async (_, policy) => {
    expect((await desk.city.send('PUT', path(desk.city.user.unit.id), policy)).status).toBe(400);
  });

  it('is set by commanders of the unit or above it alone', async () => {
    const city = desk.city.user.unit.id;
    expect((await leader.send('PUT', path(city), QUICK_POLICY)).status).toBe(403);
    expect((await desk.handler.send('PUT', path(city), QUICK_POLICY)).status).toBe(403);
    expect((await desk.province.send('PUT', path(randomUUID()), QUICK_POLICY)).status).toBe(404);
    expect((await desk.province.send('PUT', path(city, 'deadly'), QUICK_POLICY)).status).toBe(400);
  });
});
