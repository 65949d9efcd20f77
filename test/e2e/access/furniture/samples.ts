import { sampleEntry, type SampleBody } from '../../../factories/samples.js';
import type { Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

export const LABORATORY = { laboratory: 'probe', accreditation: 'CMA', methodCode: 'HJ 828-2017' };

/** A sample of the case whose first portion is used up; a limit row and a method card. */
export async function sample(cast: Cast, caseId: string) {
  const { client } = cast.of('own county', 'tester');
  const taken = await client.post<SampleBody>('/samples', sampleEntry({ caseId }));
  await expectStatus(taken, 201);
  const { id, portions } = taken.body;
  const usedUp = `/samples/${id}/portions/${portions[0]?.id}/hand-overs`;
  await expectStatus(await client.post(usedUp, { purpose: 'consumed', to: { name: 'probe' } }), 201);
  const limits = await client.get<{ items: { id: string }[] }>('/limits?limit=1');
  const cards = await client.get<{ items: { id: string }[] }>('/method-cards?limit=1');
  return {
    samples: {
      sampleId: id,
      usedUp,
      limitId: limits.body.items[0]?.id ?? '',
      cardId: cards.body.items[0]?.id ?? '',
    },
  };
}

/** A run that was told, with one request to a laboratory that was taken back and one that is open. */
export async function askLaboratory(cast: Cast, rapidTestId: string) {
  const handler = cast.of('own county', 'case_handler').client;
  const path = `/rapid-tests/${rapidTestId}`;
  await expectStatus(await cast.of('own county', 'tester').client.post(`${path}/telling`, { toldTo: 'probe' }), 200);
  await made(handler, `${path}/confirmations`, LABORATORY);
  const { body } = await handler.get<{ confirmations: { id: string }[] }>(path);
  const ended = `${path}/confirmations/${body.confirmations[0]?.id}`;
  await expectStatus(await handler.post(`${ended}/withdraw`, { reason: 'probe' }), 200);
  await made(handler, `${path}/confirmations`, LABORATORY);
  return { endedConfirmation: ended };
}
