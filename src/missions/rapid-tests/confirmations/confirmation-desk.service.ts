import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '../../../platform/index.js';
import { MissionJournal } from '../../mission.journal.js';
import { MissionEvents } from '../../missions.events.js';
import type { RapidTest } from '../rapid-test.entity.js';
import { RapidTestReader } from '../rapid-test.reader.js';
import { factOf } from '../runs/run-opinions.service.js';
import type { Confirmation } from './confirmation.entity.js';
import { ConfirmationRepository } from './confirmation.repository.js';

/** The run, its requests, and word of what becomes of them. */
@Injectable()
export class ConfirmationDesk {
  constructor(
    readonly reader: RapidTestReader,
    readonly confirmations: ConfirmationRepository,
    private readonly journal: MissionJournal,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  async tell(tx: Tx, run: RapidTest, row: Confirmation): Promise<void> {
    const { id: confirmationId, state, finding, laboratory, methodCode, reportNumber, endingReason } = row;
    await this.journal.record(tx, {
      action: `rapidTest.confirmation.${state}`,
      subject: { kind: 'rapid_test', id: run.id },
      details: { confirmationId, laboratory, methodCode, reportNumber, finding, endingReason },
      event: MissionEvents['missions.confirmation_changed'],
      aggregate: `device:${run.deviceId}`,
      fact: { ...factOf(run), confirmationId, state, finding },
    });
  }
}
