import type { Person } from '../../test/support/session-people.js';

/** The last event of a session as its consoles get it. */
export async function eventOnWire(reader: Person | undefined, sessionId: string): Promise<object> {
  if (!reader) throw new Error('there is nobody to read');
  const { body } = await reader.client.get<{ items: object[] }>(`/command-sessions/${sessionId}/events?after=0`);
  const last = body.items.at(-1);
  if (!last) throw new Error('the session has no event');
  return last;
}
