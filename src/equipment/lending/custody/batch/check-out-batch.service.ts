import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser } from '../../../../identity/index.js';
import { type Actor, AppError, type Tx, UnitOfWork } from '../../../../platform/index.js';
import { Conflicts, isTaken } from '../../bookings/conflicts.service.js';
import { PeriodTaken } from '../../bookings/period-taken.js';
import { EquipmentErrors } from '../../../equipment.errors.js';
import { CustodyReader } from '../custody-reader.service.js';
import { Departures } from '../departures.service.js';
import { Handovers } from '../handovers.service.js';
import { type Attempted, attempted } from './attempted.js';
import type { CheckOutBatch, CheckOutBatchDone } from './check-out-batch.schemas.js';

type Input = z.output<typeof CheckOutBatch>;
type Done = z.input<typeof CheckOutBatchDone>;
type CheckOut = Done['items'][number]['checkOut'];

interface Line {
  readonly code: string;
  readonly outcome: Attempted<CheckOut>;
}

/** Undoes the transaction; what each line came to is told afterwards. */
class LinesRefused extends Error {
  override readonly name = 'LinesRefused';
  constructor(readonly lines: readonly Line[]) {
    super('not every line of the batch can be checked out');
  }
}

/** Many devices leave at once, scanned one after the other: all of them or none, with a result for each line. */
@Injectable()
export class CheckOutBatches {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly departures: Departures,
    private readonly handovers: Handovers,
    private readonly conflicts: Conflicts,
    private readonly reader: CustodyReader,
  ) {}

  /** @throws BATCH_REFUSED with `lines`; NOT_FOUND for a booking that is none of the actor's business */
  async checkOut(actor: Actor, input: Input): Promise<Done> {
    this.reader.rights.requireForOwnUnit(actor, 'custody.checkOut');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.unitOfWork.run(actor, (tx) => this.leave(tx, actor, input));
      } catch (error) {
        if (!(error instanceof LinesRefused)) throw error;
        const taken = error.lines.some(({ outcome }) => !outcome.ok && isTaken(outcome.error));
        if (taken && attempt === 1 && (await this.conflicts.makeWay())) continue;
        throw EquipmentErrors.BATCH_REFUSED({ lines: await this.told(error.lines) }, error);
      }
    }
  }

  private async leave(tx: Tx, actor: Actor, input: Input): Promise<Done> {
    const deviceIds = await this.lockAll(tx, actor, input);
    const lines: Line[] = [];
    for (const [nth, code] of input.codes.entries()) {
      const deviceId = deviceIds[nth];
      const again = deviceId !== undefined && deviceIds.indexOf(deviceId) < nth;
      const outcome = await attempted(tx, async () => {
        if (again) throw EquipmentErrors.DEVICE_NAMED_TWICE({ deviceId });
        return this.departures.depart(tx, actor, lineOf(input, code));
      });
      lines.push({ code, outcome });
    }
    const items = lines.flatMap(({ code, outcome }) => (outcome.ok ? [{ code, checkOut: outcome.value }] : []));
    if (items.length < lines.length) throw new LinesRefused(lines);
    return { items };
  }

  /**
   * Every device before any booking, every booking before any lot, each in the order of ids: two batches that share
   * some of them wait for each other in a line, never in a circle. Gives the device of each code.
   */
  private async lockAll(tx: Tx, actor: Actor, { codes, bookingId }: Input): Promise<(string | undefined)[]> {
    const deviceIds = await this.handovers.lockAll(tx, codes);
    const found = deviceIds.filter((id) => id !== undefined);
    if (bookingId !== undefined) {
      await this.departures.requireBooking(tx, actor, bookingId);
      return deviceIds;
    }
    const waiting = await this.handovers.waitingBookings(tx, found, asUser(actor).unitId);
    for (const id of [...new Set(waiting)].toSorted()) await this.handovers.requireBooking(tx, id);
    return deviceIds;
  }

  private async told(lines: readonly Line[]) {
    const told: Record<string, unknown>[] = [];
    for (const { code, outcome } of lines) {
      told.push(outcome.ok ? { code, ok: true } : { code, ok: false, error: await this.refusalOf(outcome.error) });
    }
    return told;
  }

  private async refusalOf(error: AppError | PeriodTaken): Promise<Record<string, unknown>> {
    if (error instanceof AppError) return { ...error.details, code: error.code };
    return { ...(await this.conflicts.explanationOf(error.wanted)), code: 'BOOKING_CONFLICT' };
  }
}

function lineOf({ bookingId, condition, signatures, checklists, position }: Input, assetCode: string) {
  return { assetCode, bookingId, condition, signatures, checklist: checklists?.[assetCode], position };
}
