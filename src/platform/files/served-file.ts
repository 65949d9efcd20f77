import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';

/** Bytes on their way to a reader. */
export interface ServedFile {
  readonly stream: Readable;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly fileName: string;
}

/** A file whose end is not known yet. */
export type StreamedFile = Pick<ServedFile, 'stream' | 'contentType' | 'fileName'>;

/** What was made in memory, as a file to serve. */
export function servedBytes(bytes: Buffer, contentType: string, fileName: string): ServedFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { stream: Readable.from([bytes]), contentType, sizeBytes: bytes.length, sha256, fileName };
}

/**
 * Sends a file as a download a browser never renders (decisions, 25): attachment, own type table, no sniffing,
 * and a sandbox for whoever opens it nevertheless.
 */
export function sendDownload(response: Response, file: ServedFile): StreamableFile {
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('ETag', `"${file.sha256}"`);
  // RFC 9530.
  response.setHeader('Repr-Digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
  return send(response, file, `attachment; ${fileNameParameters(file.fileName)}`);
}

/** Sends a file that is made while it is sent; where that fails, the transfer breaks off, so that no half passes for a whole. */
export function sendStream(response: Response, { stream, contentType, fileName }: StreamedFile): StreamableFile {
  response.setHeader('Cache-Control', 'private, no-store');
  setShields(response);
  const disposition = `attachment; ${fileNameParameters(fileName)}`;
  return new StreamableFile(stream, { type: contentType, disposition }).setErrorHandler(() => response.destroy());
}

/**
 * Sends a picture that we made ourselves, to be shown in a page. A browser may keep it for the one it was sent to: the
 * next to log in at the same desk asks again. One whose every showing counts is not kept at all.
 */
export function sendPicture(response: Response, file: ServedFile, keep: 'kept' | 'not kept' = 'kept'): StreamableFile {
  response.setHeader('Cache-Control', keep === 'kept' ? 'private, max-age=3600' : 'private, no-store');
  response.vary('Authorization');
  return send(response, file, 'inline');
}

function send(response: Response, { stream, contentType, sizeBytes }: ServedFile, disposition: string): StreamableFile {
  setShields(response);
  return new StreamableFile(stream, { type: contentType, length: sizeBytes, disposition });
}

function setShields(response: Response): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
}

/** The name in ASCII for old clients, and whole (RFC 6266, RFC 8187). */
export function fileNameParameters(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${ascii}"; filename*=UTF-8''${whole}`;
}
