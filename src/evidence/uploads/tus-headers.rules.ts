import type { IncomingHttpHeaders } from 'node:http';
import type { AppError } from '../../platform/index.js';
import { EvidenceErrors } from '../evidence.errors.js';
import { parseUploadFields, type UploadInput } from '../intake/upload.schemas.js';
import { TusErrors } from './tus.errors.js';

export const TUS_RESUMABLE = '1.0.0';
const CHUNK_TYPE = 'application/offset+octet-stream';

/** What an upload is announced as. */
export interface AnnouncedUpload {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly input: UploadInput;
}

/** What clients add by themselves about the file; nothing is taken from it. */
const OF_THE_CLIENT: readonly string[] = ['filename', 'name', 'filetype', 'type', 'relativePath'];

/** The first header of the protocol that is missing or wrong. [tus 1.0.0, core protocol] */
export function headerFault(method: string, headers: IncomingHttpHeaders): AppError | undefined {
  if (headers['tus-resumable'] !== TUS_RESUMABLE) return TusErrors.TUS_VERSION();
  const wrong = (header: string): AppError => TusErrors.TUS_HEADER_INVALID({ header });
  if (method === 'POST') {
    if (headers['upload-concat'] !== undefined) return wrong('Upload-Concat');
    if (!isCount(headers['upload-length'])) return wrong('Upload-Length');
  }
  if (method === 'PATCH') {
    if (!isCount(headers['upload-offset'])) return wrong('Upload-Offset');
    if (headers['content-type'] !== CHUNK_TYPE) return wrong('Content-Type');
    if (headers['upload-length'] !== undefined) return wrong('Upload-Length');
  }
  return undefined;
}

/** @throws TUS_HEADER_INVALID, UPLOAD_METADATA_INVALID, EVIDENCE_EMPTY */
export function announcementIn(headers: IncomingHttpHeaders): AnnouncedUpload {
  const fields = metadataIn(String(headers['upload-metadata'] ?? ''));
  const fileName = fields.get('filename') ?? fields.get('name') ?? '';
  const named = [...fields].filter(([name]) => !OF_THE_CLIENT.includes(name));
  const input = parseUploadFields(Object.fromEntries(named));
  const sizeBytes = Number(headers['upload-length']);
  if (sizeBytes === 0) throw EvidenceErrors.EVIDENCE_EMPTY();
  return { fileName, sizeBytes, input };
}

/** `key base64, key base64`, each key once. */
function metadataIn(header: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const pair of header.split(',')) {
    const [key = '', value = '', ...more] = pair.trim().split(/ +/);
    const isWhole = /^[\x21-\x7e]+$/.test(key) && /^[\d+/A-Za-z]*={0,2}$/.test(value) && value.length % 4 === 0;
    if (!isWhole || more.length > 0 || fields.has(key))
      throw TusErrors.TUS_HEADER_INVALID({ header: 'Upload-Metadata' });
    fields.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return fields;
}

function isCount(value: string | string[] | undefined): boolean {
  return typeof value === 'string' && /^(0|[1-9]\d{0,15})$/.test(value) && Number.isSafeInteger(Number(value));
}
