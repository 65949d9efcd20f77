import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { PlatformErrors } from '../errors/index.js';
import { setSocketPermissionRule, SocketEvent } from './socket-event.js';
import { logSocketRefusals } from './socket-refusal.js';

const socket = { data: { session: { actor: { id: 'user 1' }, expiresAt: new Date(0) } } } as unknown as Socket;

class Gateway {
  thrown: unknown;

  @SocketEvent({ event: 'look', permission: 'x', schema: z.unknown() })
  look(_socket: Socket, _input: unknown): Promise<object> {
    return Promise.reject(this.thrown);
  }
}

describe('a socket handler that throws', () => {
  const log = { debug: jest.fn(), info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const gateway = new Gateway();
  beforeEach(() => {
    jest.clearAllMocks();
    logSocketRefusals(log);
    setSocketPermissionRule(() => true);
  });

  it('leaves one line with its cause, the event and the actor, and nothing of what was sent', async () => {
    gateway.thrown = new Error('out of order');
    expect(await gateway.look(socket, { note: 'private' })).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(log.error.mock.calls).toEqual([
      [{ code: 'INTERNAL', event: 'look', actor: 'user 1', err: gateway.thrown }, 'Something went wrong on our side'],
    ]);
    expect(JSON.stringify(log.error.mock.calls)).not.toContain('private');
  });

  it('is logged at the level of the catalogue', async () => {
    gateway.thrown = PlatformErrors.NOT_FOUND();
    await gateway.look(socket, {});
    expect(log.info.mock.calls).toMatchObject([
      [{ code: 'NOT_FOUND', event: 'look', actor: 'user 1' }, expect.any(String)],
    ]);
    expect(log.error).not.toHaveBeenCalled();
  });
});
