import { KitRecord } from '../kits/kit-record.service.js';
import { KitRepository } from '../kits/kit.repository.js';
import { KitsController } from '../kits/kits.controller.js';
import { KitsService } from '../kits/kits.service.js';
import { Allocations } from './allocations.service.js';
import { LotLedger } from './lot-ledger.service.js';
import { LotRecord } from './lot-record.service.js';
import { LotStockRepository } from './lot-stock.repository.js';
import { LotStock } from './lot-stock.service.js';
import { LotWatchRepository } from './lot-watch.repository.js';
import { LotWatch } from './lot-watch.service.js';
import { BookingLot, KitKind, KitMinimum, Lot, LotMovement } from './lot.entity.js';
import { LotRepository } from './lot.repository.js';
import { LotsController } from './lots.controller.js';
import { LotsService } from './lots.service.js';

export const LOT_ENTITIES = [KitKind, KitMinimum, Lot, BookingLot, LotMovement];

export const LOT_CONTROLLERS = [KitsController, LotsController];

export const LOT_PROVIDERS = [
  KitRecord,
  KitRepository,
  KitsService,
  Allocations,
  LotLedger,
  LotRecord,
  LotRepository,
  LotsService,
  LotStock,
  LotStockRepository,
  LotWatch,
  LotWatchRepository,
];
