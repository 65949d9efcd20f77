import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Real stores give a thousand; three make a short list cross a page. */
const PAGE = 3;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer | string;
}

/** The part of S3 that the store of originals uses, in memory: one bucket, path style, checksums verified. */
export class FakeS3 {
  readonly objects = new Map<string, Buffer>();
  /** While true every request is answered as by a store in trouble. */
  away = false;

  private constructor(
    private readonly server: Server,
    private readonly bucket: string,
  ) {}

  static async start(bucket: string): Promise<FakeS3> {
    const server = createServer();
    const store = new FakeS3(server, bucket);
    server.on('request', (request, response) => {
      store
        .answer(request)
        .catch(() => fault(500, 'InternalError'))
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        .catch(() => response.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return store;
  }

  addressOf(bucket: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://test-key:test%2Fsecret@127.0.0.1:${port}/${bucket}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://store');
    const [bucket = '', ...rest] = decodeURIComponent(url.pathname).slice(1).split('/');
    const body = await bodyOf(request);
    if (this.away) return fault(503, 'ServiceUnavailable');
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=test-key/'))
      return fault(403, 'AccessDenied');
    if (bucket !== this.bucket) return fault(404, 'NoSuchBucket');
    const key = rest.join('/');
    if (key) return this.object(request, key, body);
    return request.method === 'GET' ? this.list(url.searchParams) : { status: 200 };
  }

  private object(request: IncomingMessage, key: string, body: Buffer): Answer {
    if (request.method === 'PUT') return this.put(request, key, body);
    if (request.method === 'DELETE') {
      this.objects.delete(key);
      return { status: 204 };
    }
    const object = this.objects.get(key);
    if (!object) return fault(404, 'NoSuchKey');
    if (request.method === 'HEAD')
      return { status: 200, headers: { 'content-length': object.length, 'last-modified': new Date().toUTCString() } };
    return request.headers.range ? part(object, request.headers.range) : { status: 200, body: object };
  }

  private put(request: IncomingMessage, key: string, sent: Buffer): Answer {
    const chunked = request.headers['x-amz-content-sha256']?.toString().startsWith('STREAMING-') ?? false;
    const { bytes, trailers } = chunked ? unchunked(sent) : { bytes: sent, trailers: new Map<string, string>() };
    const checksum = request.headers['x-amz-checksum-sha256'] ?? trailers.get('x-amz-checksum-sha256');
    if (checksum !== createHash('sha256').update(bytes).digest('base64')) return fault(400, 'BadDigest');
    this.objects.set(key, bytes);
    return { status: 200, headers: { etag: '"1"' } };
  }

  private list(query: URLSearchParams): Answer {
    if (query.get('list-type') !== '2') return fault(400, 'InvalidArgument');
    const after = query.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
      .sort((a, b) => (a < b ? -1 : 1));
    const shown = keys.slice(0, PAGE);
    const contents = shown.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    const more = keys.length > PAGE;
    const next = more ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : '';
    return xml(200, `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Takes the `aws-chunked` framing off: `<hex length>[;signature]\r\n<bytes>\r\n … 0\r\n<trailers>\r\n`. */
function unchunked(sent: Buffer): { bytes: Buffer; trailers: Map<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = sent.indexOf('\r\n', at);
    const length = parseInt(sent.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2;
    if (!(length > 0)) break;
    chunks.push(sent.subarray(at, at + length));
    at += length + 2;
  }
  const trailers = sent
    .toString('latin1', at)
    .split('\r\n')
    .map((line) => line.split(':'))
    .filter(([name, value]) => name && value)
    .map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim()] as const);
  return { bytes: Buffer.concat(chunks), trailers: new Map(trailers) };
}

function part(object: Buffer, range: string): Answer {
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  const [start, end] = [Number(from), Math.min(to ? Number(to) : Infinity, object.length - 1)];
  if (!from || start > end) return fault(416, 'InvalidRange');
  const headers = { 'content-range': `bytes ${start}-${end}/${object.length}` };
  return { status: 206, headers, body: object.subarray(start, end + 1) };
}

function fault(status: number, code: string): Answer {
  return xml(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}

function xml(status: number, content: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>${content}`,
  };
}
