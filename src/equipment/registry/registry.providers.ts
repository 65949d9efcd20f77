import { DeviceDocument } from '../documents/device-document.entity.js';
import { DocumentReader } from '../documents/document-reader.service.js';
import { DocumentRepository } from '../documents/document.repository.js';
import { DocumentsController } from '../documents/documents.controller.js';
import { DocumentsService } from '../documents/documents.service.js';
import { DeviceChanges } from './device-changes.service.js';
import { DeviceKeeper } from './device-keeper.js';
import { DeviceLocker } from './device-locker.js';
import { DeviceRegistrar } from './device-registrar.service.js';
import { DeviceStates } from './device-states.service.js';
import { KindRepository } from './kind.repository.js';
import { KindsController } from './kinds.controller.js';
import { KindsService } from './kinds.service.js';
import { RegisterController } from './register.controller.js';
import { RegisterRepository } from './register.repository.js';
import { RegisterService } from './register.service.js';

export const REGISTRY_ENTITIES = [DeviceDocument];

export const REGISTRY_CONTROLLERS = [KindsController, RegisterController, DocumentsController];

const DOCUMENTS = [DocumentRepository, DocumentsService, DocumentReader];

export const REGISTRY_PROVIDERS = [
  KindRepository,
  KindsService,
  RegisterRepository,
  DeviceLocker,
  DeviceKeeper,
  DeviceRegistrar,
  DeviceChanges,
  DeviceStates,
  RegisterService,
  ...DOCUMENTS,
];
