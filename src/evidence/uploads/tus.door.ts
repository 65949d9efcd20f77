import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Server, type ServerOptions } from '@tus/server';
import { type Actor, AppError, newId, PlatformErrors, UploadErrors } from '../../platform/index.js';
import type { EvidenceUpload } from './evidence-upload.entity.js';
import { ResumableUploads } from './resumable-uploads.service.js';
import { TusErrors } from './tus.errors.js';
import { announcementIn, headerFault, TUS_RESUMABLE } from './tus-headers.rules.js';
import { UploadFolder } from './upload.folder.js';
import { UploadOpening } from './upload-opening.service.js';

export const UPLOADS_PATH = '/api/v1/uploads';

type Incoming = Parameters<NonNullable<ServerOptions['onIncomingRequest']>>[0];

/** The protocol of resumable uploads over our rules: who may begin one, whose it is, and what its end means. */
@Injectable()
export class TusDoor {
  private readonly server: Server;
  private readonly callers = new WeakMap<IncomingMessage, Actor>();

  constructor(
    private readonly uploads: ResumableUploads,
    private readonly opening: UploadOpening,
    private readonly folder: UploadFolder,
  ) {
    this.server = new Server({
      path: UPLOADS_PATH,
      datastore: folder.store,
      relativeLocation: true,
      disableTerminationForFinishedUploads: true,
      // Other origins are nobody's concern here: the console comes from this service.
      allowedOrigins: [],
      namingFunction: (incoming) => this.name(incoming),
      onUploadFinish: (incoming, { id }) => this.finish(incoming, id),
      onResponseError: (incoming, error) => {
        throw isCut(incoming) ? UploadErrors.UPLOAD_BROKEN_OFF({}, error) : refusalFor(error);
      },
    });
  }

  /** @throws TUS_…, and whatever refuses an upload before it begins */
  async create(actor: Actor, request: IncomingMessage, response: ServerResponse): Promise<void> {
    requireProtocol(request, response);
    announcementIn(request.headers);
    await expiring(response, this.uploads.expiry(), () => this.serve(actor, request, response));
  }

  /** @throws NOT_FOUND, TUS_…, and why the whole file was refused */
  async head(actor: Actor, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = await this.ownOf(actor, id, request, response);
    if (upload.state === 'open')
      return expiring(response, upload.expiresAt, () => this.serve(actor, request, response));
    response.setHeader('Upload-Length', String(upload.sizeBytes));
    tellEnd(response, upload, 200);
  }

  /** @throws NOT_FOUND, TUS_…, and why the whole file was refused */
  async append(actor: Actor, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const upload = await this.ownOf(actor, id, request, response);
    if (upload.state === 'open') return this.lengthen(actor, id, request, response);
    if (request.headers['upload-offset'] !== String(upload.sizeBytes)) throw TusErrors.TUS_OFFSET_CONFLICT();
    tellEnd(response, upload, 204);
  }

  /** @throws NOT_FOUND, TUS_…, UPLOAD_FINISHED */
  async terminate(actor: Actor, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { state, sizeBytes } = await this.uploads.find(actor, id);
    requireProtocol(request, response);
    if (state !== 'open' || (await this.folder.sizeOf(id)) === sizeBytes) throw TusErrors.UPLOAD_FINISHED();
    await this.serve(actor, request, response);
    await this.uploads.forget(actor, id);
  }

  /** What the protocol lets everybody ask. */
  async options(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.server.handle(request, response);
  }

  private async ownOf(
    actor: Actor,
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<EvidenceUpload> {
    await this.uploads.find(actor, id);
    requireProtocol(request, response);
    return this.uploads.standing(actor, id);
  }

  /** The time to go on with it begins anew with each piece, and once more where that took long. */
  private async lengthen(actor: Actor, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isNext = request.headers['upload-offset'] === String(await this.folder.sizeOf(id));
    if (!isNext) return this.serve(actor, request, response);
    const until = await this.uploads.prolong(id);
    await expiring(response, until, () => this.serve(actor, request, response));
    await this.uploads.prolong(id);
  }

  private async serve(actor: Actor, request: IncomingMessage, response: ServerResponse): Promise<void> {
    requireProtocol(request, response);
    this.callers.set(request, actor);
    await this.server.handle(request, response);
  }

  private async name(incoming: Incoming): Promise<string> {
    const { actor, request } = this.callerOf(incoming);
    return this.opening.begin(actor, announcementIn(request.headers));
  }

  private async finish(incoming: Incoming, id: string): Promise<{ headers: Record<string, string> }> {
    const { actor } = this.callerOf(incoming);
    const itemId = await this.uploads.finish(actor, await this.uploads.find(actor, id));
    return { headers: { 'Evidence-Id': itemId } };
  }

  private callerOf(incoming: Incoming): { actor: Actor; request: IncomingMessage } {
    const request = incoming.runtime?.node?.req as IncomingMessage | undefined;
    const actor = request && this.callers.get(request);
    if (!actor) throw new Error(`a request ${newId()} came to the uploads without its caller`);
    return { actor, request };
  }
}

/** @throws TUS_VERSION, TUS_HEADER_INVALID */
function requireProtocol({ method = '', headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Tus-Resumable', TUS_RESUMABLE);
  const fault = headerFault(method, headers);
  if (!fault) return;
  if (fault.code === 'TUS_VERSION') response.setHeader('Tus-Version', TUS_RESUMABLE);
  throw fault;
}

/** Says until when the upload is remembered; of what is refused nothing is. [tus 1.0.0, expiration] */
async function expiring(response: ServerResponse, until: Date, work: () => Promise<void>): Promise<void> {
  response.setHeader('Upload-Expires', until.toUTCString());
  try {
    await work();
  } catch (error) {
    if (!response.headersSent) response.removeHeader('Upload-Expires');
    throw error;
  }
}

function tellEnd(response: ServerResponse, { sizeBytes, itemId }: EvidenceUpload, status: 200 | 204): void {
  response.statusCode = status;
  response.setHeader('Upload-Offset', String(sizeBytes));
  response.setHeader('Evidence-Id', itemId ?? '');
  response.end();
}

/** The sender has gone before all of the piece was read: what failed then is no fault of ours. */
function isCut({ runtime }: Incoming): boolean {
  const request = runtime?.node?.req as IncomingMessage | undefined;
  return request?.destroyed === true && !request.complete;
}

/** The protocol's own refusals under our codes. */
const REFUSALS = new Map<number, () => AppError>([
  [404, () => PlatformErrors.NOT_FOUND()],
  [409, () => TusErrors.TUS_OFFSET_CONFLICT()],
  [410, () => TusErrors.UPLOAD_EXPIRED()],
  [413, () => TusErrors.TUS_HEADER_INVALID({ header: 'Content-Length' })],
]);

function refusalFor(error: Error | { readonly status_code: number; readonly body: string }): Error {
  if (error instanceof Error) return error;
  const { status_code: status, body } = error;
  if (body.includes('aborted')) return UploadErrors.UPLOAD_BROKEN_OFF();
  if (body.includes('acquire lock')) return TusErrors.TUS_BUSY();
  return REFUSALS.get(status)?.() ?? new Error(`resumable upload: ${status} ${body.trim()}`);
}
