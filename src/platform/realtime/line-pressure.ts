import type { Socket } from 'socket.io';

/** What a client may have waiting and still be told of what passes by. */
const MOST_WAITING = 2;
/** More than this for `STUCK_MS`, and the client does not keep up with facts either. */
const CROWDED = 64;
const STUCK_MS = 10_000;

/** What of a socket tells how its client keeps up. */
export type Line = Pick<Socket, 'connected' | 'conn'>;

/** False while what was sent before is still on its way: such a client is left out, and told more the next time. */
export function isLineFree(line: Line): boolean {
  return line.connected && line.conn.transport.writable && waitingOn(line) <= MOST_WAITING;
}

/** Watches for clients that do not read. What is kept for them would grow without end: they have to begin anew. */
export class StuckLines<L extends Line> {
  private crowdedSince = new Map<L, number>();

  /** Those of them that have had too much waiting for too long. */
  among(lines: Iterable<L>, now: Date): L[] {
    const crowded = [...lines].filter((line) => waitingOn(line) > CROWDED);
    this.crowdedSince = new Map(crowded.map((line) => [line, this.crowdedSince.get(line) ?? now.getTime()]));
    return crowded.filter((line) => now.getTime() - (this.crowdedSince.get(line) ?? 0) >= STUCK_MS);
  }
}

/** Ends the connection at once: whatever waits on it would never arrive. */
export function cutOff(socket: Socket): void {
  socket.emit('slow', { code: 'SLOW' });
  socket.conn.close(true);
}

/** Packets that engine.io keeps until the transport takes them; its types call the buffer private. */
function waitingOn({ conn }: Line): number {
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length;
}
