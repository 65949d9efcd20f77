import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CasesService } from '../../cases/index.js';
import { AccessService } from '../../identity/index.js';
import {
  type Actor,
  Clock,
  idInCursor,
  keysetPage,
  newId,
  PlatformErrors,
  type Tx,
  UnitOfWork,
} from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import type { RapidTest } from './rapid-test.entity.js';
import { type HeldInstrument, RapidTestRecorder, type RunDraft, type RunTarget } from './rapid-test.recorder.js';
import { RapidTestRepository } from './rapid-test.repository.js';
import {
  type RapidTestEntry,
  type RapidTestList,
  type RapidTestQuery,
  type RapidTestView,
  toRapidTestFeature,
  toRapidTestView,
} from './rapid-test.schemas.js';

type Entry = z.output<typeof RapidTestEntry>;

/** A phone's clock may run ahead of ours by this much before a reading counts as one from the future. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Rapid tests as people see and enter them. */
@Injectable()
export class RapidTestsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: RapidTestRepository,
    private readonly recorder: RapidTestRecorder,
    private readonly access: AccessService,
    private readonly cases: CasesService,
    private readonly clock: Clock,
  ) {}

  /** The runs of the own unit, of units below it, and of cases the actor is a member of, newest first. */
  async list(actor: Actor, query: z.output<typeof RapidTestQuery>): Promise<z.input<typeof RapidTestList>> {
    const { limit, cursor, f, ...filter } = query;
    const before = idInCursor(cursor);
    const scope = this.access.scope(actor, 'rapidTest.read');
    const found = await this.unitOfWork.read((tx) =>
      this.runs.list(tx, { ...filter, scope, before, limit: limit + 1 }),
    );
    const key = ({ id }: RapidTest): [string] => [id];
    if (f === 'json') {
      const { items, nextCursor } = keysetPage(found, limit, key, toRapidTestView);
      return { items: [...items], nextCursor };
    }
    const { items, nextCursor } = keysetPage(found, limit, key, toRapidTestFeature);
    return { type: 'FeatureCollection', features: [...items], nextCursor };
  }

  /** @throws NOT_FOUND */
  async get(actor: Actor, id: string): Promise<z.input<typeof RapidTestView>> {
    const run = await this.unitOfWork.read((tx) => this.runs.find(tx, id));
    if (!run) throw PlatformErrors.NOT_FOUND();
    this.access.require(actor, 'rapidTest.read', [{ id, unitIds: [run.unitId], caseId: run.caseId }]);
    return toRapidTestView(run);
  }

  /**
   * Keeps what a person read from a display.
   * @throws RAPID_TEST_IN_THE_FUTURE, RAPID_TEST_DEVICE_UNKNOWN, NOT_FOUND, FORBIDDEN
   */
  async enter(actor: Actor, entry: Entry): Promise<z.input<typeof RapidTestView>> {
    const receivedAt = this.clock.now();
    if (entry.at.getTime() > receivedAt.getTime() + CLOCK_TOLERANCE_MS) throw MissionErrors.RAPID_TEST_IN_THE_FUTURE();
    return this.unitOfWork.run(actor, async (tx) => {
      const held = await this.recorder.instrument(tx, entry.deviceId, entry.at);
      this.requireInstrument(actor, held);
      if (entry.caseId && entry.caseId !== held.custody?.caseId) await this.requireCase(tx, actor, entry.caseId);
      const { run } = await this.recorder.record(tx, held, toDraft(actor, entry, receivedAt));
      return toRapidTestView(run);
    });
  }

  /** The reading belongs to whoever holds the instrument: a case of one's own gives no right to speak for others. */
  private requireInstrument(actor: Actor, { device, custody }: HeldInstrument): void {
    const unitIds = [custody?.holderUnitId ?? device.unitId];
    this.access.require(actor, 'rapidTest.record', [{ id: device.id, unitIds, caseId: custody?.caseId }]);
  }

  /** Seeing a case is not enough to write into it. */
  private async requireCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
    const { unitId } = await this.cases.requireVisible(tx, actor, caseId);
    this.access.require(actor, 'rapidTest.record', [{ id: caseId, unitIds: [unitId], caseId }]);
  }
}

function toDraft(actor: Actor, { deviceId: _deviceId, caseId, target, ...reading }: Entry, receivedAt: Date): RunDraft {
  return {
    reading,
    receivedAt,
    origin: 'manual',
    deliveryKey: Buffer.from(newId()),
    operatorId: actor.id,
    caseId,
    target: target && toTarget(target),
  };
}

function toTarget({ source, ...place }: NonNullable<Entry['target']>): RunTarget {
  return { source, place };
}
