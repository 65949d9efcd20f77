import { StockTakeItem, StockTakeLoss, StockTakeScan, StockTakeScanFile, StockTakeSignature } from './count.entity.js';
import { CountingController } from './counting.controller.js';
import { CountingService } from './counting.service.js';
import { EndingsService } from './endings.service.js';
import { ItemRepository } from './item.repository.js';
import { LossesService } from './losses.service.js';
import { ReportsService } from './reports.service.js';
import { ScanRepository } from './scan.repository.js';
import { StockTakeReader } from './stock-take-reader.service.js';
import { StockTakeAccess } from './stock-take.access.js';
import { StockTake, StockTakeAssignee } from './stock-take.entity.js';
import { StockTakePlan } from './stock-take.plan.js';
import { StockTakeRepositories } from './stock-take.repositories.js';
import { StockTakeRepository } from './stock-take.repository.js';
import { StockTakeSeed } from './stock-take.seed.js';
import { StockTakeSight } from './stock-take.sight.js';
import { StockTakeTeller } from './stock-take.teller.js';
import { StockTakesController } from './stock-takes.controller.js';
import { StockTakesService } from './stock-takes.service.js';

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
