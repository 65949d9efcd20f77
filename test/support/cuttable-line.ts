import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP line to `target` that a test can cut and mend. */
export class CuttableLine {
  private readonly sockets = new Set<Socket>();
  private mute = false;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: { host: string; port: number }): Promise<CuttableLine> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const line = new CuttableLine(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => line.join(near, connect(target)));
    return line;
  }

  /** As when the other side is restarted: connections end, new ones are refused. */
  async cut(): Promise<void> {
    const closed = new Promise<void>((done) => this.server.close(() => done()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  async mend(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(this.port, '127.0.0.1', done));
  }

  /** As when the other side loses its power: connections stay, and nothing comes any more. */
  silence(): void {
    this.mute = true;
  }

  private join(near: Socket, far: Socket): void {
    this.mute = false;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk) => this.mute || to.write(chunk));
      from.on('error', () => undefined);
      from.once('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
