import {
  StockTakeItem,
  StockTakeLoss,
  StockTakeScan,
  StockTakeScanFile,
  StockTakeSignature,
} from './counting/count.entity.js';
import { CountingController } from './counting/counting.controller.js';
import { CountingService } from './counting/counting.service.js';
import { EndingsService } from './conduct/endings.service.js';
import { ItemRepository } from './counting/item.repository.js';
import { LossesService } from './counting/losses.service.js';
import { ReportsService } from './report/reports.service.js';
import { ScanRepository } from './counting/scan.repository.js';
import { StockTakeReader } from './stock-take-reader.service.js';
import { StockTakeAccess } from './stock-take.access.js';
import { StockTake, StockTakeAssignee } from './stock-take.entity.js';
import { StockTakePlan } from './conduct/stock-take.plan.js';
import { StockTakeRepositories } from './stock-take.repositories.js';
import { StockTakeRepository } from './stock-take.repository.js';
import { StockTakeSeed } from './stock-take.seed.js';
import { StockTakeSight } from './stock-take.sight.js';
import { StockTakeTeller } from './conduct/stock-take.teller.js';
import { StockTakesController } from './conduct/stock-takes.controller.js';
import { StockTakesService } from './conduct/stock-takes.service.js';

export const STOCK_TAKE_ENTITIES = [
  StockTake,
  StockTakeAssignee,
  StockTakeItem,
  StockTakeLoss,
  StockTakeScan,
  StockTakeScanFile,
  StockTakeSignature,
];

export const STOCK_TAKE_CONTROLLERS = [StockTakesController, CountingController];

export const STOCK_TAKE_PROVIDERS = [
  CountingService,
  EndingsService,
  ItemRepository,
  LossesService,
  ReportsService,
  ScanRepository,
  StockTakeAccess,
  StockTakePlan,
  StockTakeReader,
  StockTakeRepositories,
  StockTakeRepository,
  StockTakeSeed,
  StockTakeSight,
  StockTakeTeller,
  StockTakesService,
];
