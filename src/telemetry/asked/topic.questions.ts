import { Injectable } from '@nestjs/common';
import { type DeviceSummary } from '../../equipment/index.js';
import { DEVICE_TOPICS, INTAKE_TOPICS, type Principal } from '../../platform/index.js';
import { DeviceBrokerPolicy } from '../devices/broker.policy.js';
import { CredentialCheck } from '../devices/credential.check.js';
import { DeviceDirectory } from '../devices/device.directory.js';
import { type AskedTopic, isRetained } from './asked.schemas.js';
import { ClientIds } from './client-ids.js';
import { IntakeLogIn } from './intake.log-in.js';
import { isShapedAs } from './topic.shapes.rules.js';

/**
 * Whether somebody whom the broker let in may send on a topic or hear it. The embedded broker passes on nothing that a
 * device sends; one of its own does, so the kind of topic counts here beside whose it is.
 */
@Injectable()
export class TopicQuestions {
  constructor(
    private readonly policy: DeviceBrokerPolicy,
    private readonly directory: DeviceDirectory,
    private readonly credentials: CredentialCheck,
    private readonly intake: IntakeLogIn,
    private readonly clientIds: ClientIds,
  ) {}

  async allows(asked: AskedTopic): Promise<boolean> {
    if (this.intake.isNamed(asked.username)) return this.intake.allows(asked);
    const device = await this.directory.byName(asked.username);
    if (!device || !(await this.isStillIn(device, asked.clientid))) return false;
    const principal: Principal = { kind: 'device', id: device.id, username: device.assetCode };
    return asked.action === 'subscribe' ? this.mayHear(principal, asked) : this.maySay(principal, asked);
  }

  /** The broker keeps a line open whose secret has ended: from then on it carries nothing. */
  private async isStillIn(device: DeviceSummary, clientId: string): Promise<boolean> {
    if (this.policy.isLockedOut(device.id) || !(await this.credentials.holdsAny(device))) return false;
    return !this.intake.owns(clientId) && this.clientIds.claim(clientId, device.id);
  }

  private async mayHear(principal: Principal, { topic }: AskedTopic): Promise<boolean> {
    return (await this.policy.maySubscribe(principal, topic)) && isShapedAs(DEVICE_TOPICS, topic);
  }

  /** Nothing of a name that nobody has registered: the message would not say that it was unknown when it was sent. */
  private async maySay(principal: Principal, asked: AskedTopic): Promise<boolean> {
    const rule = await this.policy.mayPublish(principal, asked.topic);
    return rule === 'own' && isShapedAs(INTAKE_TOPICS, asked.topic) && !isRetained(asked);
  }
}
