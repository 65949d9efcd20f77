import type { Socket } from 'node:net';

export interface GateLimits {
  readonly messages: number;
  readonly bytes: number;
}

/**
 * Holds lines back while as much as can be borne waits for its commit: what is not read stays in the sockets, and TCP
 * tells the devices to wait. Lines go on once half of it is done, who waited longest first.
 */
export class ReadingGate {
  private messages = 0;
  private bytes = 0;
  private closed = false;
  private readonly heldBack = new Set<Socket>();

  constructor(private readonly limits: GateLimits) {}

  /** From now on the socket gives nothing while the gate is closed. */
  guard(socket: Socket): void {
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      if (!this.closed) return read(size);
      this.heldBack.add(socket);
      return null;
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
    if (this.closed && this.messages <= this.limits.messages / 2 && this.bytes <= this.limits.bytes / 2) this.reopen();
  }

  private reopen(): void {
    this.closed = false;
    for (const socket of this.heldBack) {
      if (this.closed) return;
      this.heldBack.delete(socket);
      socket.emit('readable');
    }
  }
}
