import { mkdtemp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../config/index.js';
import { AppError } from '../errors/index.js';
import { createLogger } from '../logging/index.js';
import { digestBytes } from '../storage/index.js';
import { type ReceivedUpload, UploadReceiver, type UploadRules } from './upload.receiver.js';

/** On a disk that somebody else is filling: free at the first look, full at the second. */
class FillingDisk extends UploadReceiver {
  private looks = 0;

  protected override async freeBytes(): Promise<number> {
    this.looks += 1;
    return this.looks === 1 ? Number.MAX_SAFE_INTEGER : 0;
  }
}

let folder: string;
let server: Server;
let url: string;
const receivers = new Map<string, UploadReceiver>();
const METADATA = { texts: ['metadata'] };
const RULES = new Map<string, UploadRules>([
  ['/', METADATA],
  ['/full', METADATA],
  ['/alone', {}],
  ['/small', { limitMegabytes: 0.5 }],
]);
const outcomes: { upload?: ReceivedUpload; error?: unknown }[] = [];

async function receive(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const receiver = receivers.get(request.url ?? '');
  if (!receiver) throw new Error('no such receiver');
  try {
    const upload = await receiver.receive(request, RULES.get(request.url ?? ''));
    outcomes.push({ upload });
    return { status: 200, body: {} };
  } catch (error) {
    outcomes.push({ error });
    return error instanceof AppError
      ? { status: error.entry.status, body: { code: error.code, ...error.details } }
      : { status: 500, body: String(error) };
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'receiver-'));
  const config = loadConfig({ SKYDOCKET_UPLOAD_LIMIT_MB: '1', SKYDOCKET_FREE_DISK_FLOOR_MB: '0' });
  const [silent, full] = [createLogger('silent'), { ...config, SKYDOCKET_FREE_DISK_FLOOR_MB: 1e9 }];
  for (const path of ['/', '/alone', '/small']) receivers.set(path, new UploadReceiver(folder, config, silent));
  receivers.set('/full', new UploadReceiver(folder, full, silent));
  const filling = { ...config, SKYDOCKET_UPLOAD_LIMIT_MB: 32, SKYDOCKET_FREE_DISK_FLOOR_MB: 1 };
  receivers.set('/filling', new FillingDisk(folder, filling, silent));
  for (const receiver of receivers.values()) await receiver.onModuleInit();
  server = createServer((request, response) => {
    void receive(request).then(({ status, body }) => response.writeHead(status).end(JSON.stringify(body)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true });
});

const left = (): Promise<string[]> => readdir(join(folder, 'uploads'));

function form(parts: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, name === 'file' ? '../照片 1.jpg' : 'blob');
  }
  return data;
}

async function post(
  body: FormData | string,
  path = '/',
  headers?: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url + path, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
}

const bytes = Buffer.alloc(700_000, 'evidence ');

describe('an upload', () => {
  it('is digested while it streams, whatever the order and form of its parts', async () => {
    for (const metadata of ['{"kind":"photo"}', new Blob(['{"kind":"photo"}'], { type: 'application/json' })]) {
      expect(await post(form({ metadata, file: new Blob([bytes]) }))).toEqual({ status: 200, body: {} });
      const upload = outcomes.at(-1)?.upload;
      expect(upload?.texts).toEqual(new Map([['metadata', '{"kind":"photo"}']]));
      expect(upload).toMatchObject({
        fileName: '../照片 1.jpg',
        digests: digestBytes(bytes),
      });
      expect(upload?.head.equals(bytes.subarray(0, 4096))).toBe(true);
      expect((await readFile(upload?.path ?? '')).equals(bytes)).toBe(true);
      await receivers.get('/')?.discard(upload?.path ?? '');
    }
    await post(form({ file: new Blob([bytes]), metadata: '{}' }));
    const last = outcomes.at(-1)?.upload;
    expect(last?.digests.sizeBytes).toBe(bytes.length);
    await receivers.get('/')?.discard(last?.path ?? '');
    expect(await left()).toEqual([]);
  });

  const text = (length: number): Blob => new Blob([Buffer.alloc(length, 'x')]);
  it.each([
    ['without a file', () => form({ metadata: '{}' }), 400, { code: 'UPLOAD_PART_MISSING', part: 'file' }],
    ['without metadata', () => form({ file: text(10) }), 400, { code: 'UPLOAD_PART_MISSING', part: 'metadata' }],
    [
      'with a strange part',
      () => form({ file: text(10), other: 'x' }),
      400,
      { code: 'UPLOAD_PART_UNEXPECTED', part: 'other' },
    ],
    [
      'with a strange file',
      () => form({ file: text(10), more: text(9) }),
      400,
      { code: 'UPLOAD_PART_UNEXPECTED', part: 'more' },
    ],
    [
      'with long metadata',
      () => form({ file: text(10), metadata: 'x'.repeat(70_000) }),
      400,
      { code: 'UPLOAD_PART_UNEXPECTED' },
    ],
    [
      'with a long metadata file',
      () => form({ metadata: text(70_000), file: text(9) }),
      400,
      { code: 'UPLOAD_PART_UNEXPECTED' },
    ],
    [
      'a byte too large',
      () => form({ file: text(1_048_577), metadata: '{}' }),
      413,
      { code: 'UPLOAD_TOO_LARGE', limitMegabytes: 1 },
    ],
    [
      'announced far too large',
      () => form({ file: text(3_000_000), metadata: '{}' }),
      413,
      { code: 'UPLOAD_TOO_LARGE' },
    ],
  ])('%s is refused and leaves nothing', async (_, body, status, answer) => {
    expect(await post(body())).toMatchObject({ status, body: answer });
    expect(await left()).toEqual([]);
  });

  it('may be exactly as large as allowed', async () => {
    expect((await post(form({ file: text(1_048_576), metadata: '{}' }))).status).toBe(200);
    await receivers.get('/')?.discard(outcomes.at(-1)?.upload?.path ?? '');
  });

  it.each([
    ['application/json', '{}', 415, 'UPLOAD_NOT_MULTIPART'],
    ['multipart/form-data; boundary=', 'x', 400, 'UPLOAD_MALFORMED'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
      400,
      'UPLOAD_MALFORMED',
    ],
    ['multipart/form-data; boundary=b', 'rubbish', 400, 'UPLOAD_MALFORMED'],
  ])('of type %s with %j is refused', async (contentType, body, status, code) => {
    expect(await post(body, '/', { 'content-type': contentType })).toMatchObject({ status, body: { code } });
    expect(await left()).toEqual([]);
  });

  it('of a form without texts is the file alone', async () => {
    expect((await post(form({ file: text(10) }), '/alone')).status).toBe(200);
    expect(outcomes.at(-1)?.upload?.texts.size).toBe(0);
    await receivers.get('/alone')?.discard(outcomes.at(-1)?.upload?.path ?? '');
    expect(await post(form({ file: text(10), metadata: '{}' }), '/alone')).toMatchObject({
      status: 400,
      body: { code: 'UPLOAD_PART_UNEXPECTED', part: 'metadata' },
    });
    expect(await left()).toEqual([]);
  });

  it('is held to the smaller limit of its route', async () => {
    expect((await post(form({ file: text(524_288) }), '/small')).status).toBe(200);
    await receivers.get('/small')?.discard(outcomes.at(-1)?.upload?.path ?? '');
    expect(await post(form({ file: text(524_289) }), '/small')).toMatchObject({
      status: 413,
      body: { code: 'UPLOAD_TOO_LARGE', limitMegabytes: 0.5 },
    });
    expect(await left()).toEqual([]);
  });

  it.each([
    ['with two parts metadata', '{}', 400, 'UPLOAD_PART_UNEXPECTED'],
    ['with long metadata', 'x'.repeat(70_000), 400, 'UPLOAD_PART_UNEXPECTED'],
  ])('%s that comes in pieces is answered, and leaves nothing', async (_, metadata, status, code) => {
    const part = (disposition: string, body: string): string =>
      `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${body}\r\n`;
    const pieces = [
      part('name="metadata"', metadata),
      part('name="metadata"', metadata),
      part('name="file"; filename="a"', 'hello'),
      '--b--\r\n',
    ];
    const answer = await new Promise<{ status: number | undefined; body: string }>((done, fail) => {
      const headers = { 'content-type': 'multipart/form-data; boundary=b' };
      const sending = httpRequest(url, { method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
      });
      sending.on('error', fail);
      const send = (): void => {
        const piece = pieces.shift();
        if (piece === undefined) sending.end();
        else sending.write(piece, () => setTimeout(send, 20));
      };
      send();
    });
    expect(answer).toMatchObject({ status, body: expect.stringContaining(code) });
    expect(await left()).toEqual([]);
  });

  it('is refused where the disk is near its floor', async () => {
    expect(await post(form({ file: text(10), metadata: '{}' }), '/full')).toMatchObject({
      status: 507,
      body: { code: 'UPLOAD_DISK_FULL' },
    });
  });

  it('is ended where the disk reaches its floor while it arrives', async () => {
    expect(await post(form({ file: text(20_000_000), metadata: '{}' }), '/filling')).toMatchObject({
      status: 507,
      body: { code: 'UPLOAD_DISK_FULL' },
    });
    expect(await left()).toEqual([]);
  });

  it('that breaks off leaves nothing', async () => {
    const before = outcomes.length;
    await new Promise<void>((done) => {
      const sending = httpRequest(url, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      });
      sending.on('error', () => done());
      sending.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n');
      sending.write(Buffer.alloc(200_000));
      setTimeout(() => sending.destroy(), 150);
    });
    while (outcomes.length === before) await new Promise((done) => setTimeout(done, 10));
    expect(outcomes.at(-1)?.error).toMatchObject({ code: 'UPLOAD_BROKEN_OFF' });
    expect(await left()).toEqual([]);
  });

  it('ends too when everything announced had arrived and the connection went before it was read', async () => {
    const before = outcomes.length;
    const start = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n';
    const body = Buffer.concat([Buffer.from(start), Buffer.alloc(300_000), Buffer.from('\r\n--b--\r\n')]);
    const head = [
      'POST /alone HTTP/1.1',
      'host: x',
      'content-type: multipart/form-data; boundary=b',
      // What comes beyond it is no request, and closes the connection at once.
      `content-length: ${body.length - 50}`,
    ];
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
    const until = Date.now() + 3_000;
    while (outcomes.length === before && Date.now() < until) await new Promise((done) => setTimeout(done, 10));
    socket.destroy();
    const [{ error } = {}] = outcomes.slice(before);
    // Or the form has no end, where all of it was read before the connection went.
    expect(['UPLOAD_BROKEN_OFF', 'UPLOAD_MALFORMED']).toContain((error as AppError | undefined)?.code);
    expect(await left()).toEqual([]);
  });
});

describe('at the start', () => {
  it('what a dead process left is removed, a fresh file is not', async () => {
    const uploads = join(folder, 'uploads');
    await mkdir(uploads, { recursive: true });
    for (const name of ['old.part', 'fresh.part']) await writeFile(join(uploads, name), 'x');
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(uploads, 'old.part'), hoursAgo, hoursAgo);
    await receivers.get('/')?.onModuleInit();
    expect(await left()).toEqual(['fresh.part']);
    await rm(join(uploads, 'fresh.part'));
  });
});
