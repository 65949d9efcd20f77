import { Injectable } from '@nestjs/common';
import { EvidenceService } from '../../evidence/index.js';
import { PlatformErrors } from '../../platform/index.js';
import { DevicePhotos } from '../../telemetry/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Payload } from '../commands/command-types.js';
import { ShowCommands } from './show.commands.js';
import { SightRequestRepository } from './sight-request.repository.js';

/** *Take a photo now*: a person answers with an item of evidence, a drone is asked over the air. */
@Injectable()
export class PhotoCommands {
  constructor(
    private readonly show: ShowCommands,
    private readonly requests: SightRequestRepository,
    private readonly photos: DevicePhotos,
    private readonly evidence: EvidenceService,
  ) {}

  readonly handlers: Handlers<'photo.request' | 'photo.taken'> = {
    'photo.request': (context, payload) => this.request(context, payload),
    'photo.taken': (context, payload) => this.taken(context, payload),
  };

  private async request(context: CommandContext, payload: Payload<'photo.request'>): Promise<Effect> {
    const { tx, user } = context;
    if ('userId' in payload) {
      await this.show.requireJoined(context, payload.userId);
      await this.show.ask(context, 'photo', { id: payload.requestId, holderUserId: payload.userId, deviceId: null });
      return {};
    }
    const { requestId, deviceId, payloadIndex } = payload;
    const callId = await this.photos.take(tx, user, deviceId, payloadIndex);
    await this.show.ask(context, 'photo', { id: requestId, holderUserId: null, deviceId });
    return { facts: { callId } };
  }

  private async taken(context: CommandContext, { requestId, evidenceId }: Payload<'photo.taken'>): Promise<Effect> {
    const { tx, session, user, seq, now } = context;
    const request = await this.show.find(context, 'photo', requestId);
    if (request.holderUserId !== user.id) throw PlatformErrors.FORBIDDEN();
    if (request.state !== 'asked') throw CommandErrors.BAD_STATE({ subject: 'request', state: request.state });
    const [item] = await this.evidence.requireVisible(tx, user, [evidenceId]);
    if (item?.kind !== 'photo') throw CommandErrors.NOT_A_PHOTO();
    const ofCase = await this.evidence.attachedTo(tx, session.caseId, [evidenceId]);
    if (!ofCase.has(evidenceId)) throw CommandErrors.EVIDENCE_OF_ANOTHER_CASE();
    const asked = { requestId, askedBy: request.askedBy, askedAt: request.askedAt.toISOString() };
    await this.evidence.link(tx, evidenceId, 'session', session.id, { seq, ...asked });
    await this.requests.save(tx, { ...request, state: 'taken', evidenceId }, now);
    return { facts: { kind: item.kind, sha256: item.sha256 } };
  }
}
