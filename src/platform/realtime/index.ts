import { Global, Module } from '@nestjs/common';
import { Realtime } from './realtime.js';

export { Realtime } from './realtime.js';
export type { SocketAuthenticator } from './realtime.js';
export { declaredSocketEvents } from './socket-events.js';
export type { DeclaredSocketEvent } from './socket-events.js';
export { SocketAdapter } from './socket.adapter.js';
export {
  MESSAGE_LIMIT_BYTES,
  refusalOf,
  sessionOf,
  setSocketPermissionRule,
  SOCKET_EVENT,
  SocketEvent,
} from './socket-event.js';
export type { SocketEventOptions, SocketRefusal, SocketSession } from './socket-event.js';

@Global()
@Module({ providers: [Realtime], exports: [Realtime] })
export class RealtimeModule {}
