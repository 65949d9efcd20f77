import { EvidenceUpload } from './evidence-upload.entity.js';
import { ResumableUploads } from './resumable-uploads.service.js';
import { TusDoor } from './tus.door.js';
import { UploadCleanup } from './upload.cleanup.js';
import { UploadFolder } from './upload.folder.js';
import { UploadOpening } from './upload-opening.service.js';
import { UploadRepository } from './upload.repository.js';
import { UploadsController } from './uploads.controller.js';

export const UPLOADS_ENTITIES = [EvidenceUpload] as const;
export const UPLOADS_CONTROLLERS = [UploadsController] as const;
export const UPLOADS_PROVIDERS = [
  ResumableUploads,
  TusDoor,
  UploadCleanup,
  UploadFolder,
  UploadOpening,
  UploadRepository,
] as const;
