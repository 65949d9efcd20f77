import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { PlatformErrors } from '../errors/index.js';
import { refuse, type SocketRefusal } from './socket-refusal.js';

/**
 * What a guard, a pipe or an interceptor refuses is answered with its code. Nest by itself would emit `exception` and call
 * no ack, so that the client would send again what was refused.
 */
@Catch()
export class SocketRefusalFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const [socket, , answer, event] = host.getArgs<[Socket, unknown, (refusal: SocketRefusal) => void, string]>();
    // Nest throws it for a guard that says no.
    answer(refuse(socket, event, thrown instanceof WsException ? PlatformErrors.FORBIDDEN({}, thrown) : thrown));
  }
}
