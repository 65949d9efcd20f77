import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AccessService, asUser, UnitTree } from '../../identity/index.js';
import { type Actor, chinaInstant, servedSheet, type ServedFile, UnitOfWork } from '../../platform/index.js';
import type { CountGroup } from './count.codes.js';
import { CountRepository } from './count.repository.js';
import { rowsOf } from './count.rules.js';
import type { CommandCounts, CountFileQuery, CountQuery } from './count.schemas.js';
import { countSheet } from './count.sheet.js';

type Counts = z.output<typeof CommandCounts>;

const TIER_NAMES: Readonly<Record<string, string>> = {
  county: '县级 county',
  city: '市级 city',
  province: '省级 province',
};

/** What the service is judged by, of a unit and the units below it. */
@Injectable()
export class CommandCountsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly counts: CountRepository,
    private readonly units: UnitTree,
    private readonly access: AccessService,
  ) {}

  /** @throws NOT_FOUND for a unit that is neither the reader's nor below it */
  async of(actor: Actor, { from, to, unit, by }: z.output<typeof CountQuery>): Promise<Counts> {
    const unitId = unit ?? asUser(actor).unitId;
    this.access.require(actor, 'session.read', [{ id: unitId, unitIds: [unitId] }]);
    const counted = this.units.subtree(unitId).map((id) => ({ id, tier: this.units.find(id)?.tier ?? '' }));
    const during = { from: chinaInstant(from, '00:00'), to: chinaInstant(to, '00:00') };
    const [sessions, orders] = await this.unitOfWork.read(
      async (tx) =>
        [
          await this.counts.sessions(tx, by, during, counted),
          await this.counts.orders(tx, by, during, counted),
        ] as const,
    );
    const { total, rows } = rowsOf(sessions, orders, (key) => this.nameOf(by, key));
    return { from, to, zone: 'Asia/Shanghai', unitId, unitName: this.units.find(unitId)?.name ?? '', by, total, rows };
  }

  async file(actor: Actor, { f, ...query }: z.output<typeof CountFileQuery>): Promise<ServedFile> {
    const counts = await this.of(actor, query);
    return servedSheet(f, countSheet(counts), `command-counts-${counts.from}-${counts.to}-${counts.by}.${f}`);
  }

  private nameOf(by: CountGroup, key: string): string {
    if (by === 'unit') return this.units.find(key)?.name ?? '';
    return by === 'tier' ? (TIER_NAMES[key] ?? key) : key;
  }
}
