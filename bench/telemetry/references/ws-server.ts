import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { Helper, isProgram, serve } from '../../support/helper.js';

type WsRequest =
  | { readonly kind: 'listen'; readonly quarters: readonly (readonly string[])[] }
  | { readonly kind: 'send'; readonly seconds: number };

/** A viewer so far behind is waited for. */
const MOST_BUFFERED_BYTES = 1_000_000;
/** Updates between two looks at who is behind. */
const AT_A_TIME = 40;

/** Bare `ws` that sends each update as a message to each viewer of its quarter, as fast as they take it. */
export class BareWs {
  private readonly helper = Helper.start<WsRequest>(new URL(import.meta.url));

  /** @param quarters the updates of each of the four views, written beforehand */
  async listen(quarters: readonly (readonly string[])[]): Promise<{ url: string }> {
    return this.helper.ask({ kind: 'listen', quarters });
  }

  async send(seconds: number): Promise<void> {
    await this.helper.ask({ kind: 'send', seconds });
  }

  stop(): Promise<void> {
    return this.helper.stop();
  }
}

const viewers: WebSocket[][] = [[], [], [], []];
let quarters: readonly (readonly string[])[] = [];

async function listen(): Promise<{ url: string }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  let joined = 0;
  server.on('connection', (viewer) => viewers[joined++ % viewers.length]?.push(viewer));
  await new Promise<void>((done) => server.once('listening', done));
  const address = server.address();
  return { url: `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

async function send(seconds: number): Promise<void> {
  const endsAt = performance.now() + seconds * 1_000;
  for (let turn = 0; performance.now() < endsAt; turn += AT_A_TIME) {
    for (const [quarter, updates] of quarters.entries())
      for (let index = turn; index < turn + AT_A_TIME; index += 1) {
        const update = updates[index % updates.length] ?? '';
        for (const viewer of viewers[quarter] ?? []) viewer.send(update);
      }
    await new Promise((done) => setImmediate(done));
    while (viewers.some((group) => group.some(({ bufferedAmount }) => bufferedAmount > MOST_BUFFERED_BYTES)))
      await pause(1);
  }
}

if (isProgram(import.meta.url))
  serve(async (asked) => {
    const request = asked as WsRequest;
    if (request.kind === 'send') return send(request.seconds);
    quarters = request.quarters;
    return listen();
  });
