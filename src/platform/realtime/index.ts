import { Global, Module } from '@nestjs/common';
import { Realtime } from './realtime.js';

export { EventPace } from './event-pace.rules.js';
export { cutOff, isLineFree, StuckLines } from './line-pressure.js';
export { MOST_SOCKETS_OF_A_USER, Realtime } from './realtime.js';
export type { SocketAuthenticator } from './realtime.js';
export { declaredSocketEvents } from './socket-events.js';
export type { DeclaredSocketEvent } from './socket-events.js';
export { MOST_EVENTS_PER_SECOND, SocketAdapter } from './socket.adapter.js';
export { MESSAGE_LIMIT_BYTES, sessionOf, setSocketPermissionRule, SOCKET_EVENT, SocketEvent } from './socket-event.js';
export type { SocketEventOptions, SocketSession } from './socket-event.js';
export { refusalOf } from './socket-refusal.js';
export type { SocketRefusal } from './socket-refusal.js';

@Global()
@Module({ providers: [Realtime], exports: [Realtime] })
export class RealtimeModule {}
