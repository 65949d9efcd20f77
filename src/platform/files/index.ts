import { Global, Module } from '@nestjs/common';
import { UploadReceiver } from './upload.receiver.js';

export { safeFileName } from './file-name.js';
export type { FileName } from './file-name.js';
export { HEAD_BYTES, recogniseMediaType } from './media-type.rules.js';
export { ACTIVE_MEDIA_TYPES, extensionOf, servedContentType, UNRECOGNISED } from './media-types.js';
export { sendDownload, sendPicture, sendStream, servedBytes } from './served-file.js';
export type { ServedFile, StreamedFile } from './served-file.js';
export { uploadKeyOf } from './upload-key.js';
export { UploadErrors } from './upload.errors.js';
export { readHead, readTail, UploadReceiver } from './upload.receiver.js';
export type { ReceivedFile, ReceivedUpload, UploadRules } from './upload.receiver.js';

/** Codes that every route with an upload should be ready to answer. */
export const UPLOAD_ERRORS = [
  'UPLOAD_NOT_MULTIPART',
  'UPLOAD_MALFORMED',
  'UPLOAD_PART_MISSING',
  'UPLOAD_PART_UNEXPECTED',
  'UPLOAD_TOO_LARGE',
  'UPLOAD_DISK_FULL',
] as const;

/** Files on their way in and out. */
@Global()
@Module({ providers: [UploadReceiver], exports: [UploadReceiver] })
export class FilesModule {}
