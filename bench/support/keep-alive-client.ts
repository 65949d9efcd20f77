import { Agent, request } from 'node:http';

export interface TimedAnswer {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

class IdleClosed extends Error {}

/** An HTTP client that costs the machine as little as it can: connections stay open, bodies are not parsed. */
export class KeepAliveClient {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    private readonly token: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /**
   * A connection that the service closed because nothing came is opened anew: nobody had read the request.
   * @param path below /api/v1
   */
  async send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<TimedAnswer> {
    try {
      return await this.attempt(method, path, body);
    } catch (error) {
      if (error instanceof IdleClosed) return this.attempt(method, path, body);
      throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private attempt(method: 'GET' | 'POST', path: string, body?: unknown): Promise<TimedAnswer> {
    const startedAt = performance.now();
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    return new Promise((done, fail) => {
      const sent = request(
        `${this.url}/api/v1${path}`,
        {
          method,
          agent: this.agent,
          headers: {
            authorization: `Bearer ${this.token}`,
            ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () =>
            done({
              status: response.statusCode ?? 0,
              body: Buffer.concat(chunks).toString(),
              ms: performance.now() - startedAt,
            }),
          );
        },
      );
      sent.on('error', (error: NodeJS.ErrnoException) => {
        fail(sent.reusedSocket && error.code === 'ECONNRESET' ? new IdleClosed() : error);
      });
      sent.end(payload);
    });
  }
}
