import { randomUUID } from 'node:crypto';
import type { Person } from '../cast.js';
import type { Observed, Scene } from '../probe.js';
import type { Demand } from '../verdict.js';
import { joining } from './command.probes.js';

/** All of 河北. */
export const EVERYWHERE = [113, 36, 120, 43];

/** What is sent to a socket event; only those whom the demands allow are answered `ok` or with the code. */
export interface SocketProbe {
  readonly payload: () => object;
  readonly reached: string;
  readonly demands?: (person: Person) => readonly Demand[];
}

export function socketProbes({ county, cast }: Scene): Readonly<Record<string, SocketProbe>> {
  const { sessionId } = county;
  const on = { unitIds: [cast.unitOf('own county')], sessionId };
  const read = (): readonly Demand[] => [{ permission: 'session.read', on }];
  return {
    '/command join': { payload: () => ({ sessionId }), reached: 'ok', demands: read },
    '/command sync': { payload: () => ({ sessionId }), reached: 'ok', demands: read },
    '/command presence': { payload: () => ({ sessionId, state: 'idle' }), reached: 'ok', demands: read },
    '/command cmd': {
      payload: () => ({ ...joining(), cmdId: randomUUID(), sessionId }),
      reached: 'BAD_STATE',
      demands: () => [{ permission: 'session.command', on }],
    },
    '/command view': { payload: () => ({ sessionId }), reached: 'NOT_TAKING_PART', demands: read },
    '/command signal': {
      payload: () => ({ sessionId, kind: 'typing' }),
      reached: 'NOT_TAKING_PART',
      demands: () => [{ permission: 'session.command', on }],
    },
    '/command read': {
      payload: () => ({ sessionId }),
      reached: 'BAD_STATE',
      demands: () => [{ permission: 'session.command', on }],
    },
    '/replay play': { payload: () => ({ sessionId }), reached: 'ok', demands: read },
    '/replay pause': { payload: () => ({}), reached: 'BAD_STATE' },
    '/replay resume': { payload: () => ({}), reached: 'BAD_STATE' },
    '/replay seek': { payload: () => ({ from: '2026-01-01T00:00:00Z' }), reached: 'BAD_STATE' },
    '/replay speed': { payload: () => ({ speed: 2 }), reached: 'BAD_STATE' },
    '/replay stop': { payload: () => ({}), reached: 'BAD_STATE' },
    // What is on the map is looked at apart.
    '/live view': { payload: () => ({ bbox: EVERYWHERE, zoom: 7 }), reached: 'ok' },
  };
}

/** Sends the event over a connection of its own. */
export async function observeSocket(
  name: string,
  { payload, reached }: SocketProbe,
  { client }: Person,
): Promise<Observed> {
  const [namespace = '', event = ''] = name.split(' ');
  const socket = await client.socket(namespace);
  const answer = (await socket.timeout(10_000).emitWithAck(event, payload())) as {
    ok: boolean;
    error?: { code: string };
  };
  socket.disconnect();
  const said = answer.ok ? 'ok' : (answer.error?.code ?? '');
  if (said === reached) return 'reached';
  if (said === 'FORBIDDEN') return 'forbidden';
  return said === 'NOT_FOUND' ? 'invisible' : { unexpected: said };
}
