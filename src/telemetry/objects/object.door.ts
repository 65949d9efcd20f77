import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import {
  completedXml,
  faultXml,
  initiatedXml,
  LOGGER,
  locationXml,
  type Logger,
  newId,
  partsXml,
  readCall,
  readNamedParts,
  type S3Call,
  S3Fault,
  type WireRequest,
} from '../../platform/index.js';
import { ObjectBody } from './object.body.js';
import { type Caller, ObjectGrants } from './object-grants.service.js';
import { ObjectIntake } from './object-intake.service.js';
import { BUCKET, isBelow, isTrial, REGION, STORE_PATH } from './object-key.rules.js';
import { ObjectShelf } from './object-shelf.service.js';
import { ObjectUploads } from './object-uploads.service.js';

const MOST_AT_ONCE = 64;
const MOST_AT_ONCE_EACH = 8;
/** Ten thousand parts, each in about 150 bytes. */
const LARGEST_LIST_BYTES = 2 * 1024 * 1024;
/** How long the rest of a refused body may go on coming, so that its sender gets to read the answer. */
const DRAIN_MS = 2_000;

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: string;
}
type KeyedCall = Extract<S3Call, { key: string }>;

/** Where devices upload: the few calls of S3 that they and stock clients make. Everything else is refused in its words. */
@Injectable()
export class ObjectDoor {
  private readonly running = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly grants: ObjectGrants,
    private readonly intake: ObjectIntake,
    private readonly uploads: ObjectUploads,
    private readonly shelf: ObjectShelf,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param target as it stands on the wire: it is what was signed */
  async serve(request: IncomingMessage, response: ServerResponse, target: string): Promise<void> {
    const requestId = newId();
    response.setHeader('x-amz-request-id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    try {
      const answer = await this.answer({ method: request.method ?? '', target, headers: request.headers }, request);
      send(response, answer);
    } catch (error) {
      this.refuse(request, response, { error, target, requestId });
    }
  }

  private async answer(wire: WireRequest, request: IncomingMessage): Promise<Answer> {
    const caller = await this.grants.prove(wire);
    const call = readCall(wire, `${STORE_PATH}/`, BUCKET);
    if (!('key' in call)) return bucketAnswer(call);
    if (!isBelow(call.key, caller.grant.prefix))
      throw new S3Fault('AccessDenied', 'This credential is good for another prefix');
    return this.counted(caller, () => this.carryOut(caller, call, request));
  }

  private async carryOut(caller: Caller, call: KeyedCall, request: IncomingMessage): Promise<Answer> {
    const { key } = call;
    if (isTrial(key)) return this.tryOut(caller, call, request);
    if (call.kind === 'put' || call.kind === 'put_part') return this.store(caller, call, request);
    if (call.kind === 'head') return this.head(key);
    if (call.kind === 'initiate') return { xml: initiatedXml(BUCKET, key, await this.uploads.begin(caller, key)) };
    if (call.kind === 'complete') return this.complete(caller, call, request);
    const { uploadId } = call;
    if (call.kind === 'abort') {
      await this.uploads.abort(caller, key, uploadId);
      return { status: 204 };
    }
    const { marker, limit } = call;
    const page = await this.uploads.list(key, uploadId, marker, limit);
    return { xml: partsXml({ bucket: BUCKET, key, uploadId, marker, limit, ...page }) };
  }

  private async store(
    caller: Caller,
    call: Extract<S3Call, { kind: 'put' | 'put_part' }>,
    request: IncomingMessage,
  ): Promise<Answer> {
    const body = new ObjectBody(request, caller);
    const etag =
      call.kind === 'put'
        ? (await this.intake.put(caller, call.key, body)).md5
        : await this.uploads.putPart(caller, call, body);
    return { headers: { ETag: `"${etag}"`, ...body.confirmed() } };
  }

  private async tryOut(caller: Caller, { kind }: KeyedCall, request: IncomingMessage): Promise<Answer> {
    if (kind !== 'put') throw new S3Fault('AccessDenied', 'This credential only tries the way');
    return { headers: { ETag: `"${await this.intake.tryOut(new ObjectBody(request, caller))}"` } };
  }

  private async head(key: string): Promise<Answer> {
    const object = await this.shelf.newest(key);
    if (!object) throw new S3Fault('NoSuchKey', 'There is no such object');
    const { etag, sizeBytes, lastPutAt } = object;
    return {
      headers: { ETag: `"${etag}"`, 'Content-Length': String(sizeBytes), 'Last-Modified': lastPutAt.toUTCString() },
    };
  }

  private async complete(
    caller: Caller,
    { key, uploadId }: { readonly key: string; readonly uploadId: string },
    request: IncomingMessage,
  ): Promise<Answer> {
    const parts = readNamedParts(await this.textOf(caller, request));
    if (!parts) throw new S3Fault('MalformedXML', 'The list of parts cannot be read');
    const { etag } = await this.uploads.complete(caller, key, uploadId, parts);
    return { xml: completedXml(`${STORE_PATH}/${BUCKET}/${key}`, BUCKET, key, etag) };
  }

  private async textOf(caller: Caller, request: IncomingMessage): Promise<string> {
    const body = new ObjectBody(request, caller);
    if (body.announcedBytes() > LARGEST_LIST_BYTES) throw new S3Fault('MalformedXML', 'The list of parts is too long');
    const pieces: Buffer[] = [];
    for await (const bytes of body.bytes()) pieces.push(bytes);
    return Buffer.concat(pieces).toString('utf8');
  }

  /** Bounded, in all and for each credential: a controller uploads a few files at once, not hundreds. */
  private async counted<T>({ grant: { accessKey } }: Caller, work: () => Promise<T>): Promise<T> {
    const own = this.running.get(accessKey) ?? 0;
    if (this.total >= MOST_AT_ONCE || own >= MOST_AT_ONCE_EACH)
      throw new S3Fault('SlowDown', 'Too many requests at once');
    this.total += 1;
    this.running.set(accessKey, own + 1);
    try {
      return await work();
    } finally {
      this.total -= 1;
      const left = (this.running.get(accessKey) ?? 1) - 1;
      if (left > 0) this.running.set(accessKey, left);
      else this.running.delete(accessKey);
    }
  }

  private refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { error, target, requestId }: { readonly error: unknown; readonly target: string; readonly requestId: string },
  ): void {
    const fault = error instanceof S3Fault ? error : new S3Fault('InternalError', 'An internal error', error);
    const { code, status, message } = fault;
    const path = target.split('?', 1)[0] ?? '';
    const level = status >= 500 && code !== 'SlowDown' ? 'error' : 'info';
    this.logger[level]({ code, path, requestId, ...(level === 'error' && { err: fault.cause ?? error }) }, message);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    // What is left of the body is not wanted: the line ends with the answer, after a while in any case.
    if (!request.complete) {
      response.setHeader('Connection', 'close');
      request.on('error', () => undefined).resume();
      setTimeout(() => request.destroy(), DRAIN_MS).unref();
    }
    send(response, request.method === 'HEAD' ? { status } : { status, xml: faultXml(fault, path, requestId) });
  }
}

function bucketAnswer({ kind }: Exclude<S3Call, KeyedCall>): Answer {
  return kind === 'bucket_location' ? { xml: locationXml(REGION) } : { headers: { 'x-amz-bucket-region': REGION } };
}

function send(response: ServerResponse, { status = 200, headers = {}, xml }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (xml !== undefined) response.setHeader('Content-Type', 'application/xml');
  response.end(xml);
}
