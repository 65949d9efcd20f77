import { BarcodeBatch } from '../barcodes/barcode-batch.service.js';
import { BarcodeRepository } from '../barcodes/barcode.repository.js';
import { BarcodesController } from '../barcodes/barcodes.controller.js';
import { ScannedDevices } from '../barcodes/scanned-devices.service.js';
import { BarcodesService } from '../barcodes/barcodes.service.js';
import { DeviceBarcode } from '../barcodes/device-barcode.entity.js';
import { BundleItems } from '../bundles/bundle-items.service.js';
import { BundleOrders } from '../bundles/bundle-orders.service.js';
import { BookingBundle, Bundle, BundleItem } from '../bundles/bundle.entity.js';
import { BundleRepository } from '../bundles/bundle.repository.js';
import { BundlesController } from '../bundles/bundles.controller.js';
import { BundlesService } from '../bundles/bundles.service.js';
import { BundleSeed } from '../../demo/bundle.seed.js';
import { DeviceDocument } from '../documents/device-document.entity.js';
import { DocumentReader } from '../documents/document-reader.service.js';
import { DocumentRepository } from '../documents/document.repository.js';
import { DocumentsController } from '../documents/documents.controller.js';
import { DocumentsService } from '../documents/documents.service.js';
import { Counters } from '../parts/counters.service.js';
import { DeviceCounter, DevicePart } from '../parts/device-part.entity.js';
import { PartRepository } from '../parts/part.repository.js';
import { PartsController } from '../parts/parts.controller.js';
import { PartsService } from '../parts/parts.service.js';
import { ToldUsage } from '../parts/told-usage.service.js';
import { DeviceBatch } from './device-batch.service.js';
import { DeviceChanges } from './device-changes.service.js';
import { DeviceKeeper } from './device-keeper.js';
import { DeviceLocker } from './device-locker.js';
import { DeviceRegistrar } from './device-registrar.service.js';
import { DeviceStates } from './device-states.service.js';
import { KindCorrectionsController } from './kind-corrections.controller.js';
import { KindCorrections } from './kind-corrections.service.js';
import { KindRepository } from './kind.repository.js';
import { KindsController } from './kinds.controller.js';
import { KindsService } from './kinds.service.js';
import { RegisterController } from './register.controller.js';
import { RegisterRepository } from './register.repository.js';
import { RegisterService } from './register.service.js';

export const REGISTRY_ENTITIES = [
  DeviceDocument,
  DevicePart,
  DeviceCounter,
  Bundle,
  BundleItem,
  BookingBundle,
  DeviceBarcode,
];

export const REGISTRY_CONTROLLERS = [
  // Its by-code/… stands before what answers at devices/:id/….
  BarcodesController,
  KindsController,
  RegisterController,
  KindCorrectionsController,
  DocumentsController,
  PartsController,
  BundlesController,
];

const BARCODES = [BarcodeBatch, BarcodeRepository, BarcodesService, ScannedDevices];

const DOCUMENTS = [DocumentRepository, DocumentsService, DocumentReader];

const PARTS = [PartRepository, PartsService, Counters, ToldUsage];

const BUNDLES = [BundleRepository, BundleItems, BundleOrders, BundlesService, BundleSeed];

export const REGISTRY_PROVIDERS = [
  KindRepository,
  KindsService,
  KindCorrections,
  RegisterRepository,
  DeviceLocker,
  DeviceKeeper,
  DeviceRegistrar,
  DeviceBatch,
  DeviceChanges,
  DeviceStates,
  RegisterService,
  ...BARCODES,
  ...DOCUMENTS,
  ...PARTS,
  ...BUNDLES,
];
