import { Injectable } from '@nestjs/common';
import { ItemRepository } from './counting/item.repository.js';
import { ScanRepository } from './counting/scan.repository.js';
import { StockTakeRepository } from './stock-take.repository.js';

/** The three places of SQL of a stock-take. */
@Injectable()
export class StockTakeRepositories {
  constructor(
    readonly stockTakes: StockTakeRepository,
    readonly items: ItemRepository,
    readonly scans: ScanRepository,
  ) {}
}
