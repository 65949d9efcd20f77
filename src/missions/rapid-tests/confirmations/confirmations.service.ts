import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { EquipmentFiles } from '../../../equipment/index.js';
import { asUser } from '../../../identity/index.js';
import {
  type Actor,
  chinaDateOf,
  newId,
  PlatformErrors,
  type Tx,
  UnitOfWork,
  violates,
} from '../../../platform/index.js';
import { MissionErrors } from '../../missions.errors.js';
import { SampleRepository } from '../../samples/sample.repository.js';
import type { RapidTest } from '../rapid-test.entity.js';
import type { RapidTestDetail } from '../rapid-test.schemas.js';
import { ConfirmationDesk } from './confirmation-desk.service.js';
import type { Confirmation } from './confirmation.entity.js';
import { type ConfirmationState, mayEnd } from './confirmation.rules.js';
import type { ConfirmationEntry, ConfirmationResult, ConfirmationWithdrawal } from './confirmation.schemas.js';

type Detail = z.input<typeof RapidTestDetail>;

/** Which request of which run. */
export interface ConfirmationName {
  readonly runId: string;
  readonly id: string;
}

type Ending = Pick<Confirmation, 'state'> & Partial<Confirmation>;

const NOTHING_REPORTED = {
  reportNumber: null,
  reportedOn: null,
  value: null,
  unit: null,
  finding: null,
  reportFileId: null,
  endedBy: null,
  endedByName: null,
  endedAt: null,
  endingReason: null,
} as const;

/** A rapid test points somewhere; an accredited laboratory finds. */
@Injectable()
export class Confirmations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly desk: ConfirmationDesk,
    private readonly samples: SampleRepository,
    private readonly files: EquipmentFiles,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, CONFIRMATION_OPEN, CONFIRMATION_PORTION_FOREIGN, CONFIRMATION_DATE_WRONG */
  async request(actor: Actor, runId: string, entry: z.output<typeof ConfirmationEntry>): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) => {
      const run = await this.desk.reader.locked(tx, actor, 'rapidTest.judge', runId);
      await this.refuseRequest(tx, run, entry);
      const { id: requestedBy, name: requestedByName } = asUser(actor);
      const row: Confirmation = {
        ...NOTHING_REPORTED,
        ...entry,
        portionId: entry.portionId ?? null,
        dueOn: entry.dueOn ?? null,
        note: entry.note ?? null,
        id: newId(),
        rapidTestId: runId,
        state: 'requested',
        requestedBy,
        requestedByName,
        requestedAt: this.desk.now(),
      };
      await this.insert(tx, row);
      await this.desk.tell(tx, run, row);
      return this.desk.reader.detail(tx, run);
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, CONFIRMATION_ENDED, CONFIRMATION_DATE_WRONG, FILE_UNKNOWN */
  async report(actor: Actor, name: ConfirmationName, result: z.output<typeof ConfirmationResult>): Promise<Detail> {
    const { reportFileId, value, unit, ...told } = result;
    return this.end(actor, name, 'reported', async (tx, row) => {
      const isLate = told.reportedOn > chinaDateOf(this.desk.now());
      if (isLate || told.reportedOn < chinaDateOf(row.requestedAt))
        throw MissionErrors.CONFIRMATION_DATE_WRONG({ date: told.reportedOn });
      if (reportFileId) await this.files.requireOwn(tx, actor, [reportFileId]);
      const measured = { value: value ?? null, unit: unit ?? null };
      return { state: 'reported', ...told, ...measured, reportFileId: reportFileId ?? null };
    });
  }

  /** @throws NOT_FOUND, FORBIDDEN, CONFIRMATION_ENDED */
  async withdraw(
    actor: Actor,
    name: ConfirmationName,
    { reason }: z.output<typeof ConfirmationWithdrawal>,
  ): Promise<Detail> {
    return this.end(actor, name, 'withdrawn', () => Promise.resolve({ state: 'withdrawn', endingReason: reason }));
  }

  private async refuseRequest(
    tx: Tx,
    run: RapidTest,
    { portionId, dueOn }: z.output<typeof ConfirmationEntry>,
  ): Promise<void> {
    if (dueOn !== undefined && dueOn < chinaDateOf(this.desk.now()))
      throw MissionErrors.CONFIRMATION_DATE_WRONG({ date: dueOn });
    if (portionId === undefined) return;
    const portion = await this.samples.findPortion(tx, portionId);
    if (portion === null || portion.sampleId !== run.sampleId) throw MissionErrors.CONFIRMATION_PORTION_FOREIGN();
  }

  private async insert(tx: Tx, row: Confirmation): Promise<void> {
    const open = (await this.desk.confirmations.of(tx, row.rapidTestId)).find(({ state }) => state === 'requested');
    if (open) throw MissionErrors.CONFIRMATION_OPEN({ laboratory: open.laboratory });
    try {
      await this.desk.confirmations.add(tx, row);
    } catch (error) {
      throw violates(error, 'rapid_test_confirmation_open_key') ? MissionErrors.CONFIRMATION_OPEN({}, error) : error;
    }
  }

  /** The run is locked, so one of two endings comes first and the other is told so. */
  private async end(
    actor: Actor,
    { runId, id }: ConfirmationName,
    to: ConfirmationState,
    ending: (tx: Tx, row: Confirmation) => Promise<Ending>,
  ): Promise<Detail> {
    return this.unitOfWork.run(actor, async (tx) => {
      const run = await this.desk.reader.locked(tx, actor, 'rapidTest.judge', runId);
      const row = (await this.desk.confirmations.of(tx, runId)).find((one) => one.id === id);
      if (!row) throw PlatformErrors.NOT_FOUND();
      if (!mayEnd(row.state, to)) throw MissionErrors.CONFIRMATION_ENDED({ state: row.state });
      const { id: endedBy, name: endedByName } = asUser(actor);
      const ended = Object.assign(row, await ending(tx, row), { endedBy, endedByName, endedAt: this.desk.now() });
      await this.desk.confirmations.save(tx, ended);
      await this.desk.tell(tx, run, ended);
      return this.desk.reader.detail(tx, run);
    });
  }
}
