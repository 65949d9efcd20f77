import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Message {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The site's gateway to SMS, on a free loopback port: it answers with the statuses it is given, then with 202. */
export class MessageGateway {
  readonly messages: Message[] = [];
  readonly statuses: number[] = [];
  /** Where it sends callers on to, with a status of redirection. */
  location: string | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MessageGateway> {
    const server = createServer();
    const gateway = new MessageGateway(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        gateway.messages.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
        response.writeHead(gateway.statuses.shift() ?? 202, gateway.location ? { location: gateway.location } : {});
        response.end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/send`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
