import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { MAX_PACKET_BYTES } from '../../src/platform/index.js';

/** Somebody else's broker in the test's process: knows one log-in, keeps sessions while the line is cut. */
export class PlainBroker {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly aedes: Aedes,
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start({ username, password }: { username: string; password: string }): Promise<PlainBroker> {
    const aedes = await Aedes.createBroker({
      maximumPacketSize: MAX_PACKET_BYTES,
      authenticate: (_client, name, secret, done) => done(null, name === username && secret?.toString() === password),
    });
    const server = createServer((socket) => aedes.handle(socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const broker = new PlainBroker(aedes, server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => {
      broker.sockets.add(socket);
      socket.once('close', () => broker.sockets.delete(socket));
    });
    return broker;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.aedes.close(() => done()));
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((done) => this.server.close(() => done()));
  }
}
