import { randomUUID } from 'node:crypto';
import type { People, Person } from './people.js';

/** A session of the city with everybody's unit invited, and with five who take part. @returns its id */
export async function openSession(people: People): Promise<string> {
  const [chief, deputy] = [people.of('沧州市', 'commander'), people.of('沧州市', 'case_handler')];
  const file = await posted<{ id: string }>(deputy, '/cases', {
    number: '沧检行公立〔2026〕1号',
    title: '南运河排污',
    domain: 'environment',
    members: [chief.userId],
  });
  const { id } = await posted<{ id: string }>(chief, '/command-sessions', {
    caseId: file.id,
    title: '南运河',
    kind: 'dispatch',
  });
  const dispatcher = people.of('河北省', 'commander');
  for (const unitId of people.unitsToInvite) await give(chief, id, 'participant.invite', { unitId });
  await give(chief, id, 'participant.invite', { userId: deputy.userId, role: 'deputy' });
  await give(chief, id, 'participant.invite', { userId: dispatcher.userId, role: 'dispatcher' });
  for (const person of [deputy, dispatcher, people.of('东光县', 'field_officer'), people.of('献县', 'pilot')])
    await give(person, id, 'participant.join', {});
  return id;
}

async function give(by: Person, sessionId: string, type: string, payload: object): Promise<void> {
  const command = { cmdId: randomUUID(), epoch: 1, type, v: 1, payload };
  await posted(by, `/command-sessions/${sessionId}/commands`, command);
}

async function posted<Body>({ client }: Person, path: string, body: object): Promise<Body> {
  const answer = await client.post<Body>(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
