import { WebSocket } from 'ws';

/** engine.io and socket.io, spelled out: 0 opens, 2 asks for a sign of life, 40 joins, 42 is an event, 43 its answer. */
const [OPENED, PING, PONG, JOIN] = ['0', '2', '3', '40/command,'] as const;
const EVENT = '42/command,';
const ANSWER = '43/command,';
const TOLD = '42/command,["ev",';

export interface LogIn {
  readonly url: string;
  readonly token: string;
}

/** A socket of a session on bare ws: what it is told is counted and not parsed, so that it costs as little as it can. */
export class RawSocket {
  private readonly waiting = new Map<number, (answer: unknown) => void>();
  private asked = 0;

  private constructor(
    private readonly socket: WebSocket,
    private readonly onTold: (message: Buffer) => void,
  ) {}

  static async open({ url, token }: LogIn, onTold: (message: Buffer) => void): Promise<RawSocket> {
    const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false });
    const raw = new RawSocket(socket, onTold);
    await new Promise<void>((done, fail) => {
      socket.once('error', fail);
      socket.once('close', () => fail(new Error('a socket was closed')));
      socket.on('message', (data) => {
        const message = data as Buffer;
        const begin = message.toString('latin1', 0, TOLD.length);
        if (begin === TOLD) raw.onTold(message);
        else if (begin.startsWith(ANSWER)) raw.take(message.toString('utf8', ANSWER.length));
        else if (begin === PING) socket.send(PONG);
        else if (begin.startsWith(OPENED)) socket.send(`${JOIN}${JSON.stringify({ token })}`);
        else if (begin.startsWith(JOIN)) done();
        else if (!begin.startsWith(EVENT)) fail(new Error(`a socket was told ${message.toString()}`));
      });
    });
    return raw;
  }

  async ask<Answer>(event: string, body: object): Promise<Answer> {
    this.asked += 1;
    const id = this.asked;
    return new Promise<Answer>((done) => {
      this.waiting.set(id, (answer) => done(answer as Answer));
      this.socket.send(`${EVENT}${id}${JSON.stringify([event, body])}`);
    });
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.close();
  }

  private take(text: string): void {
    const begin = text.indexOf('[');
    const id = Number(text.slice(0, begin));
    const [answer] = JSON.parse(text.slice(begin)) as [unknown];
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}

/** The number of an event, without parsing it. */
export function seqOf(message: Buffer): number {
  const at = message.indexOf('"seq":') + '"seq":'.length;
  return Number.parseInt(message.toString('latin1', at, at + 12), 10);
}
