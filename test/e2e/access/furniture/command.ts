import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../../support/app.js';
import { admit, type Cast } from '../cast.js';
import { expectStatus, made } from '../making.js';

/** A closed session with an order in it and guests from elsewhere, and a suspended one with a mark on its map. */
export async function command(app: TestApp, cast: Cast, caseId: string) {
  const commander = cast.of('own county', 'commander');
  const officer = cast.of('own county', 'field_officer');
  const sessionId = await made(commander.client, '/command-sessions', { caseId, title: '南运河', kind: 'dispatch' });
  const give = (type: string, payload: object) => {
    const command = { cmdId: randomUUID(), epoch: 1, type, v: 1, payload };
    return commander.client.post(`/command-sessions/${sessionId}/commands`, command);
  };
  for (const guest of cast.at('guest of the session')) {
    const invited = await give('participant.invite', { userId: guest.id });
    // Those whose work is not on cases cannot be invited; the table must keep them out even with a membership.
    if (invited.status === 201) guest.memberships.push({ kind: 'session', id: sessionId, writes: true });
    else await admit(app, guest, 'session', sessionId);
  }
  const orderId = randomUUID();
  await expectStatus(await give('order.issue', { orderId, to: { userId: officer.id }, text: '赴现场' }), 201);
  await expectStatus(await commander.client.post(`/command-sessions/${sessionId}/sitreps`, {}), 201);
  await expectStatus(await give('session.close', {}), 201);
  for (const person of [commander, officer]) person.memberships.push({ kind: 'session', id: sessionId, writes: true });
  const drawnOn = await made(commander.client, '/command-sessions', { caseId, title: '排污口', kind: 'dispatch' });
  const draw = (type: string, payload: object) =>
    commander.client.post(`/command-sessions/${drawnOn}/commands`, {
      cmdId: randomUUID(),
      epoch: 1,
      type,
      v: 1,
      payload,
    });
  const featureId = randomUUID();
  const geometry = { type: 'Point', coordinates: [116.54, 37.89] };
  await expectStatus(await draw('map.put', { featureId, geometry }), 201);
  await expectStatus(await draw('session.suspend', {}), 201);
  commander.memberships.push({ kind: 'session', id: drawnOn, writes: true });
  return { sessionId, orderId, mark: { sessionId: drawnOn, featureId } };
}
