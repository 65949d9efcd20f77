import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/index.js';
import { TaskTies } from '../tasks/task.ties.js';
import { deviceActor } from '../devices/device.actor.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import type { ServiceReply } from '../dialects/device-events.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';
import { ServiceCallRepository } from './service-call.repository.js';
import { isDecidedBy, stateAfter } from './service-call.rules.js';
import { ServiceJournal } from './service.journal.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Takes what devices answer to calls. */
@Injectable()
export class ServiceReplies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directory: DeviceDirectory,
    private readonly repository: ServiceCallRepository,
    private readonly journal: ServiceJournal,
    private readonly tasks: TaskTies,
  ) {}

  /** @returns why it answers nothing; undefined when it is committed, also when it came before */
  async take(reply: ServiceReply): Promise<QuarantineCode | undefined> {
    const gateway = await this.directory.byName(reply.serial);
    if (!gateway) return 'DEVICE_UNKNOWN';
    if (!UUID.test(reply.tid)) return 'REPLY_TO_NOTHING';
    return this.unitOfWork.run(deviceActor(gateway), async (tx) => {
      const call = await this.repository.lockByTid(tx, gateway.id, reply.tid);
      if (!call) return 'REPLY_TO_NOTHING' as const;
      const isDecided = isDecidedBy(call, reply);
      const state = isDecided ? stateAfter(reply) : call.state;
      await this.repository.replied(tx, call.id, reply, state);
      if (isDecided) await this.journal.settled(tx, call, state, reply.resultCode);
      await this.tasks.answered(tx, call, stateAfter(reply), reply.receivedAt);
      return undefined;
    });
  }
}
