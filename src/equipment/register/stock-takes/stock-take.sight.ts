import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor, Tx } from '../../../platform/index.js';
import { type FileSight, FileSights } from '../files/file-sights.js';
import { ScanRepository } from './counting/scan.repository.js';
import { StockTakeAccess } from './stock-take.access.js';

/** Whoever sees a stock-take sees the photos of its scans. */
@Injectable()
export class StockTakeSight implements FileSight, OnModuleInit {
  constructor(
    private readonly sights: FileSights,
    private readonly scans: ScanRepository,
    private readonly access: StockTakeAccess,
  ) {}

  onModuleInit(): void {
    this.sights.register(this);
  }

  async shows(tx: Tx, actor: Actor, fileId: string): Promise<boolean> {
    return this.access.seesAny(tx, actor, await this.scans.stockTakesShowing(tx, fileId));
  }
}
