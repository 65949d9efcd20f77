import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import { guestWire } from '../guests/guest.rules.js';
import { tiersFrom } from '../sessions/session-roles.js';
import { onWire, personOf, type SessionEvent } from './session-event.js';
import type { EventScope, Viewer } from './visibility.rules.js';

const PREFIX = 'session:';

/** Rooms of one session: everyone in it, and within it by tier, unit and person, for events not meant for all. */
const rooms = {
  all: (sessionId: string) => `${PREFIX}${sessionId}`,
  tier: (sessionId: string, tier: string) => `${sessionId}/tier:${tier}`,
  unit: (sessionId: string, unitId: string) => `${sessionId}/unit:${unitId}`,
  user: (sessionId: string, userId: string) => `${sessionId}/user:${userId}`,
};

const roomsOf = (sessionId: string, { userId, unitId, tier }: Viewer): string[] => [
  rooms.all(sessionId),
  rooms.tier(sessionId, tier),
  rooms.unit(sessionId, unitId),
  rooms.user(sessionId, userId),
];

/** A socket and the sessions it is in. */
export interface Occupancy {
  readonly socket: Socket;
  readonly sessionIds: readonly string[];
}

/** Tells the sockets of a session what was committed. What is lost here is found again by heartbeat and `sync`. */
@Injectable()
export class EventFeed {
  private namespace: Namespace | undefined;
  /** Guests have a namespace of their own: nothing of the others' rooms can reach them. */
  private guests: Namespace | undefined;

  attach(namespace: Namespace): void {
    this.namespace = namespace;
  }

  attachGuests(namespace: Namespace): void {
    this.guests = namespace;
  }

  async enterAsGuest(socket: Socket, sessionId: string): Promise<void> {
    await socket.join(rooms.all(sessionId));
  }

  async enter(socket: Socket, sessionId: string, viewer: Viewer): Promise<void> {
    await socket.join(roomsOf(sessionId, viewer));
  }

  isIn(socket: Socket, sessionId: string): boolean {
    return socket.rooms.has(rooms.all(sessionId));
  }

  /** Takes a socket out and says so. */
  async expel(socket: Socket, sessionId: string, code: string): Promise<void> {
    const left = [...socket.rooms].filter((room) => room === rooms.all(sessionId) || room.startsWith(`${sessionId}/`));
    for (const room of left) await socket.leave(room);
    socket.emit('left', { sessionId, code });
  }

  /** To each what they may read, to the others of the session the tombstone. */
  publish(event: SessionEvent): void {
    const { sessionId, seq, scope, actor } = event;
    const everyone = rooms.all(sessionId);
    this.guests?.to(everyone).emit('ev', guestWire(event));
    if (scope.kind === 'ALL') {
      this.namespace?.to(everyone).emit('ev', onWire(event));
      return;
    }
    const author = personOf(actor);
    const readers = [...readersOf(sessionId, scope), ...(author ? [rooms.user(sessionId, author.userId)] : [])];
    this.namespace?.to(readers).emit('ev', onWire(event));
    this.namespace?.to(everyone).except(readers).emit('ev', { sessionId, seq, redacted: true });
  }

  /** Sessions that sockets of this instance are in. */
  sessions(): string[] {
    const all = [this.namespace, this.guests].flatMap((namespace) => [...(namespace?.adapter.rooms.keys() ?? [])]);
    return [...new Set(all)].filter((room) => room.startsWith(PREFIX)).map((room) => room.slice(PREFIX.length));
  }

  /** The sockets of this instance. */
  occupancy(): Occupancy[] {
    return [...(this.namespace?.sockets.values() ?? [])].map((socket) => ({
      socket,
      sessionIds: [...socket.rooms].filter((room) => room.startsWith(PREFIX)).map((room) => room.slice(PREFIX.length)),
    }));
  }

  /** To this instance's sockets alone: each instance tells its own. Nothing is lost with it but the moment. */
  showPresence(sessionId: string, items: readonly object[]): void {
    this.namespace?.local.volatile.to(rooms.all(sessionId)).emit('presence', { sessionId, items });
  }

  /** To this instance's sockets alone: each instance has a heart of its own. */
  beat(sessionId: string, heartbeat: object): void {
    for (const namespace of [this.namespace, this.guests])
      namespace?.local.to(rooms.all(sessionId)).emit('hb', heartbeat);
  }
}

function readersOf(sessionId: string, scope: Exclude<EventScope, { kind: 'ALL' }>): string[] {
  if (scope.kind === 'ORG') return [rooms.unit(sessionId, scope.unitId)];
  const people = (scope.userIds ?? []).map((userId) => rooms.user(sessionId, userId));
  if (scope.kind === 'DIRECT') return people;
  return [...tiersFrom(scope.tier).map((tier) => rooms.tier(sessionId, tier)), ...people];
}
