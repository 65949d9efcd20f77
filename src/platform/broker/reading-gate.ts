import type { Socket } from 'node:net';

export interface GateLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** What a line may give in its turn at least: a property frame of a DJI aircraft is about 1.4 KB. */
const LEAST_SHARE_BYTES = 2_048;

/**
 * Holds lines back while as much as can be borne waits for its commit: what is not read stays in the sockets, and TCP
 * tells the devices to wait. Lines go on once half of it is done, who waited longest first, and until nearly all of it is
 * done each gives only its share: a line that is far behind does not keep the others.
 */
export class ReadingGate {
  private messages = 0;
  private bytes = 0;
  private closed = false;
  /** Undefined while a line may give all it has. */
  private shareBytes: number | undefined;
  private readonly heldBack = new Set<Socket>();
  private turning = false;

  constructor(private readonly limits: GateLimits) {}

  /** From now on the socket gives nothing while the gate is closed, and its share when it has just been. */
  guard(socket: Socket): void {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      if (this.closed) {
        this.heldBack.add(socket);
        return null;
      }
      if (this.shareBytes === undefined || socket.readableLength <= this.shareBytes || socket.destroyed)
        return read(size);
      const share: unknown = read(this.shareBytes);
      this.heldBack.add(socket);
      this.turnSoon();
      return share;
    };
    socket.once('close', () => this.heldBack.delete(socket));
  }

  /** A message waits from now on. */
  take(bytes: number): void {
    this.messages += 1;
    this.bytes += bytes;
    if (this.messages >= this.limits.messages || this.bytes >= this.limits.bytes) this.closed = true;
  }

  /** A message that was taken waits no more. */
  settle(bytes: number): void {
    this.messages -= 1;
    this.bytes -= bytes;
    if (this.closed && this.isBelow(1 / 2)) {
      this.closed = false;
      this.shareBytes = Math.max(LEAST_SHARE_BYTES, Math.floor(this.limits.bytes / 2 / this.heldBack.size));
      this.turn();
    }
    if (this.isBelow(1 / 8)) this.shareBytes = undefined;
  }

  /** Nobody else asks a line that has given its share for the rest. */
  private turnSoon(): void {
    if (this.turning) return;
    this.turning = true;
    setImmediate(() => {
      this.turning = false;
      this.turn();
    });
  }

  /** A line that gives only its share is held back again, behind all others. */
  private turn(): void {
    for (const socket of this.heldBack) {
      if (this.closed) return;
      this.heldBack.delete(socket);
      socket.emit('readable');
    }
  }

  private isBelow(part: number): boolean {
    return this.messages <= this.limits.messages * part && this.bytes <= this.limits.bytes * part;
  }
}
