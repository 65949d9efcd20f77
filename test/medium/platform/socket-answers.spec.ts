import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BadRequestException,
  type CanActivate,
  type NestInterceptor,
  type PipeTransform,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { EMPTY, NEVER, type Observable, of, throwError } from 'rxjs';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { PlatformErrors, Realtime, setSocketPermissionRule, SocketEvent } from '../../../src/platform/index.js';
import { TestDatabase } from '../../support/database.js';
import { TestPlatform } from '../../support/platform.js';

class SaysNo implements CanActivate {
  canActivate = (): boolean => false;
}
class Throws implements CanActivate, PipeTransform, NestInterceptor {
  constructor(private readonly thrown: Error) {}
  canActivate = (): boolean => this.transform();
  transform = (): never => {
    throw this.thrown;
  };
  intercept = (): Observable<never> => this.transform();
}
class Gives implements NestInterceptor {
  constructor(private readonly stream: Observable<unknown>) {}
  intercept = (): Observable<unknown> => this.stream;
}

const anything = z.unknown();
const event = (name: string) => ({ event: name, permission: 'x', schema: anything });

@WebSocketGateway({ namespace: 'probe' })
class ProbeGateway {
  carriedOut = 0;

  @SocketEvent(event('count'))
  count(): Promise<object> {
    this.carriedOut += 1;
    return Promise.resolve({ carriedOut: this.carriedOut });
  }

  @UseGuards(new SaysNo())
  @SocketEvent(event('guarded'))
  guarded(): Promise<object> {
    return this.count();
  }

  @UseGuards(new Throws(PlatformErrors.NOT_FOUND()))
  @SocketEvent(event('guard throws'))
  guardThrows(): Promise<object> {
    return this.count();
  }

  @UsePipes(new Throws(new BadRequestException()))
  @SocketEvent(event('pipe throws'))
  pipeThrows(): Promise<object> {
    return this.count();
  }

  @UseInterceptors(new Throws(PlatformErrors.RATE_LIMITED()))
  @SocketEvent(event('interceptor throws'))
  interceptorThrows(): Promise<object> {
    return this.count();
  }

  @UseInterceptors(new Gives(throwError(() => PlatformErrors.CONFLICT())))
  @SocketEvent(event('stream fails'))
  streamFails(): Promise<object> {
    return this.count();
  }

  @UseInterceptors(new Gives(EMPTY))
  @SocketEvent(event('stream is empty'))
  streamIsEmpty(): Promise<object> {
    return this.count();
  }

  @SocketEvent(event('throws'))
  throws(): Promise<object> {
    return Promise.reject(new Error('secret of the house'));
  }

  @SubscribeMessage('bare throws')
  bareThrows(): never {
    throw new Error('secret of the house');
  }

  @SubscribeMessage('bare says nothing')
  bareSaysNothing(): Observable<unknown> {
    return EMPTY;
  }

  @SubscribeMessage('bare says much')
  bareSaysMuch(): Observable<unknown> {
    return of({ ok: true, first: true }, { ok: true, first: false });
  }

  @SubscribeMessage('bare never ends')
  bareNeverEnds(): Observable<unknown> {
    return NEVER;
  }
}

interface Ack {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly retryable: boolean; readonly message: string };
}

describe('the caller of a socket event', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let socket: Socket;
  const uninvited: unknown[] = [];
  beforeAll(async () => {
    database = await TestDatabase.create();
    platform = await TestPlatform.start({ database, providers: [ProbeGateway], sockets: true });
    const actor = { kind: 'user', id: 'somebody', name: 'Somebody', snapshot: {} } as const;
    const session = { actor, pass: 'log-in', expiresAt: new Date(Date.now() + 3_600_000) };
    platform.get(Realtime).authenticateWith(() => Promise.resolve(session));
    setSocketPermissionRule(() => true);
    await platform.nest.listen(0, '127.0.0.1');
    socket = io(`${await platform.nest.getUrl()}/probe`, { transports: ['websocket'], auth: { token: 'x' } });
    socket.onAny((name: string) => uninvited.push(name));
    await new Promise<void>((done, fail) => socket.once('connect', done).once('connect_error', fail));
  });
  afterAll(async () => {
    socket?.disconnect();
    await platform?.stop();
    await database?.drop();
  });

  const ask = (name: string, ...values: unknown[]): Promise<Ack> =>
    socket.timeout(5_000).emitWithAck(name, ...values) as Promise<Ack>;

  it.each([
    ['a guard that says no', 'guarded', 'FORBIDDEN', false],
    ['a guard that throws', 'guard throws', 'NOT_FOUND', false],
    ['a pipe that throws', 'pipe throws', 'VALIDATION_FAILED', false],
    ['an interceptor that throws', 'interceptor throws', 'RATE_LIMITED', true],
    ['an interceptor whose stream fails', 'stream fails', 'CONFLICT', true],
    ['an interceptor that gives nothing', 'stream is empty', 'INTERNAL', false],
    ['a handler that fails', 'throws', 'INTERNAL', false],
    ['a bare handler that throws', 'bare throws', 'INTERNAL', false],
    ['a bare handler that says nothing', 'bare says nothing', 'INTERNAL', false],
    ['nobody who knows the event', 'never heard of', 'UNKNOWN_EVENT', false],
  ])('is told by %s', async (_, name, code, retryable) => {
    const answer = await ask(name, {});
    expect(answer).toMatchObject({ ok: false, error: { code, retryable } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(platform.get(ProbeGateway).carriedOut).toBe(0);
  });

  it('is answered once, and by nothing but the answer', async () => {
    expect(await ask('bare says much')).toEqual({ ok: true, first: true });
    expect(uninvited).toEqual(['exception']);
  });

  it('may do without an answer, whatever becomes of the event', async () => {
    for (const name of ['guarded', 'pipe throws', 'stream fails', 'throws', 'bare throws', 'never heard of', 'auth'])
      socket.emit(name, {});
    socket.emit('bare never ends');
    expect(await ask('count')).toEqual({ ok: true, carriedOut: 1 });
    socket.emit('count', {});
    expect(await ask('count')).toEqual({ ok: true, carriedOut: 3 });
  });
});
