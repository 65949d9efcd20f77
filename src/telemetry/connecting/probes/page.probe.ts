import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { WebSocket } from 'ws';
import type { Outcome } from '../connection-step.rules.js';
import { authority, MOST_BYTES, pinned, reasonOf, STEP_MS, type Target, within } from './target.js';

const PAGE = '/pilot';
/** Nobody else's page holds it. */
const MARK = '/pilot/page.js';
const OK = 200;
const LONGEST_LOCATION = 200;

/** The page that is typed into DJI Pilot 2. No redirection is followed. */
export async function tryPage(target: Target): Promise<Outcome> {
  const url = `${authority(target)}${PAGE}`;
  try {
    const answer = await within(STEP_MS, pageAt(target, url));
    const { status, location, body } = answer;
    if (status >= 300 && status < 400)
      return { code: 'PAGE_REDIRECTED', facts: { url, status, location: location.slice(0, LONGEST_LOCATION) } };
    if (status !== OK) return { code: 'PAGE_REFUSED', facts: { url, status } };
    return { code: body.includes(MARK) ? 'PAGE_SHOWN' : 'PAGE_FOREIGN', facts: { url } };
  } catch (error) {
    return { code: 'PAGE_SILENT', facts: { url, reason: reasonOf(error) } };
  }
}

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

function pageAt(target: Target, url: string): Promise<Answer> {
  const ask = target.scheme === 'https' ? requestTls : requestPlain;
  return new Promise((done, fail) => {
    const options = { agent: false, lookup: pinned(target), signal: AbortSignal.timeout(STEP_MS) };
    ask(url, options, (response) => void read(response).then(done, fail))
      .once('error', fail)
      .end();
  });
}

/** What is beyond the limit is not read. */
async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, MOST_BYTES - size));
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, location: response.headers.location ?? '', body };
}

/** The socket that Pilot opens beside the page. @param path with a token that opens it for one frame */
export async function trySocket(target: Target, path: string, expected: string): Promise<Outcome> {
  const url = `${authority(target).replace(/^http/, 'ws')}${path}`;
  const socket = new WebSocket(url, { handshakeTimeout: STEP_MS, maxPayload: MOST_BYTES, lookup: pinned(target) });
  try {
    return await within(STEP_MS, outcomeOf(socket, expected));
  } catch (error) {
    return { code: 'SOCKET_SILENT', facts: { reason: reasonOf(error) } };
  } finally {
    socket.on('error', () => undefined).terminate();
  }
}

function outcomeOf(socket: WebSocket, expected: string): Promise<Outcome> {
  return new Promise((done, fail) => {
    socket.once('unexpected-response', (_, { statusCode: status = 0 }: IncomingMessage) =>
      done({ code: 'SOCKET_NOT_UPGRADED', facts: { status } }),
    );
    socket.once('message', (bytes: Buffer) =>
      done(
        bytes.toString('utf8') === expected
          ? { code: 'SOCKET_OPENS' }
          : { code: 'SOCKET_SILENT', facts: { reason: 'another frame' } },
      ),
    );
    socket.once('close', (code: number) => done({ code: 'SOCKET_SILENT', facts: { reason: String(code) } }));
    socket.once('error', fail);
  });
}
