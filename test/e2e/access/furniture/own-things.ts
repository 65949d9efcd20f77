import { randomUUID } from 'node:crypto';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';
import { photograph } from './evidence.js';
import { deviceOf } from './pool.js';

/** Something of everybody's own, to be mixed up with what is the county's. */
export async function ownThings(cast: Cast) {
  const cases = new Map<string, string>();
  const instruments = new Map<string, string>();
  for (const { client, unitId } of cast.people.filter(({ role }) => role === 'case_handler')) {
    if (cases.has(unitId)) continue;
    const number = `自有〔2026〕${randomUUID()}`;
    cases.set(unitId, await made(client, '/cases', { number, title: '自有案件', domain: 'environment' }));
    instruments.set(unitId, (await deviceOf(client, unitId, '')).id);
  }
  const looseEvidenceId = await photograph(cast);
  for (const place of ['own county', 'own city', 'province'] as const) {
    const { client, unitId } = cast.of(place, 'case_handler');
    const attached = await client.post(`/cases/${cases.get(unitId)}/evidence`, {
      evidenceId: looseEvidenceId,
      purpose: '比对',
    });
    await expectStatus(attached, 201);
  }
  return { cases, instruments, looseEvidenceId };
}
