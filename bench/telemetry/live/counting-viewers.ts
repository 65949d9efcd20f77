import { WebSocket } from 'ws';
import type { Box } from './views.js';
import { Helper, isProgram, serve } from '../../support/helper.js';

export interface ViewerLogIn {
  readonly url: string;
  /** Without one it is a bare socket, which only listens. */
  readonly token?: string;
  readonly view?: Box;
}

type ViewersRequest =
  | { readonly kind: 'open'; readonly viewers: readonly ViewerLogIn[] }
  | { readonly kind: 'count'; readonly seconds: number };

const UPDATE = Buffer.from('"deviceId"');
/** engine.io and socket.io, spelled out: 0 opens, 2 asks for a sign of life, 40 joins, 42 is an event. */
const [OPENED, PING, PONG, JOIN, JOINED, EVENT] = ['0', '2', '3', '40', '40/live,', '42/live,'] as const;

/** Consoles that count the updates in what they get instead of reading them, the same for both servers, in a process of their own. */
export class CountingViewers {
  private readonly helper = Helper.start<ViewersRequest>(new URL(import.meta.url));

  async open(viewers: readonly ViewerLogIn[]): Promise<void> {
    await this.helper.ask({ kind: 'open', viewers });
  }

  count(seconds: number): Promise<{ updates: number; bytes: number; cpuSeconds: number }> {
    return this.helper.ask({ kind: 'count', seconds });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

let updates = 0;
let bytes = 0;

async function open({ url, token, view }: ViewerLogIn): Promise<void> {
  const address = token === undefined ? url : `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise<void>((done, fail) => {
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('a viewer was closed')));
    if (token === undefined) socket.once('open', done);
    socket.on('message', (data) => {
      const message = data as Buffer;
      const begin = message.toString('latin1', 0, EVENT.length);
      if (token === undefined || begin === EVENT) count(message);
      else if (begin === PING) socket.send(PONG);
      else if (begin.startsWith(OPENED)) socket.send(`${JOIN}/live,${JSON.stringify({ token })}`);
      else if (begin === JOINED) {
        socket.send(`${EVENT}${JSON.stringify(['view', { bbox: view, zoom: 9 }])}`);
        done();
      } else fail(new Error(`a viewer was told ${message.toString()}`));
    });
  });
}

function count(message: Buffer): void {
  bytes += message.length;
  for (let at = message.indexOf(UPDATE); at >= 0; at = message.indexOf(UPDATE, at + UPDATE.length)) updates += 1;
}

if (isProgram(import.meta.url))
  serve(async (asked) => {
    const request = asked as ViewersRequest;
    if (request.kind === 'open') {
      for (const viewer of request.viewers) await open(viewer);
      return undefined;
    }
    [updates, bytes] = [0, 0];
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await new Promise((done) => setTimeout(done, request.seconds * 1_000));
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { updates: updates / seconds, bytes: bytes / seconds, cpuSeconds: (user + system) / 1_000_000 / seconds };
  });
