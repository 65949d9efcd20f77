import { Injectable } from '@nestjs/common';
import { EvidenceService, HandedIn, type Receipt } from '../../evidence/index.js';
import type { UserActor } from '../../identity/index.js';
import { CommandErrors } from '../command.errors.js';
import type { CommandContext, Effect, Handlers } from '../commands/command-context.js';
import type { Command, Payload } from '../commands/command-types.js';
import { EventRepository } from '../events/event.repository.js';
import { type Ground, PromotionGround } from './promotion-ground.js';
import { ShowCommands } from './show.commands.js';
import { StillDesk } from './still-desk.js';
import type { Still } from './still-shelf.js';

interface Prepared {
  readonly receipt: Receipt;
  readonly still: Still;
}

/** Makes a still evidence: durable before it is answered, item and event in one transaction. */
@Injectable()
export class StillPromotion {
  private readonly prepared = new WeakMap<Payload<'still.promote'>, Prepared>();

  constructor(
    private readonly desk: StillDesk,
    private readonly handedIn: HandedIn,
    private readonly ground: PromotionGround,
    private readonly show: ShowCommands,
    private readonly events: EventRepository,
    private readonly evidence: EvidenceService,
  ) {}

  readonly handlers: Handlers<'still.promote'> = {
    'still.promote': (context, payload) => this.promote(context, payload),
  };

  /** Before the transaction, which must not wait for a disk: brings in the bytes, for those who may bring in evidence. */
  async prepare(user: UserActor, command: Extract<Command, { type: 'still.promote' }>): Promise<void> {
    const { sessionId, payload } = command;
    const still = await this.desk.stillFor(user, sessionId, payload);
    const ground = still && (await this.ground.of(command, still));
    if (!ground) return;
    const at = still.at.toISOString();
    const receipt = await this.handedIn.prepare(
      user,
      { bytes: still.bytes, fileName: `still-${at.replaceAll(/[^0-9A-Z]/g, '')}.jpg` },
      {
        kind: 'photo',
        caseId: ground.caseId,
        title: titleOf(ground, user.name, at),
        collectors: [still.holderUserId],
      },
    );
    this.prepared.set(payload, { receipt, still });
  }

  /** @throws NOT_FOUND, NO_STILL, ALREADY_PROMOTED */
  private async promote(context: CommandContext, payload: Payload<'still.promote'>): Promise<Effect> {
    const { tx, session } = context;
    await this.show.requireShowing(context, payload.requestId);
    const prepared = this.prepared.get(payload);
    if (!prepared) throw CommandErrors.NO_STILL();
    const { receipt, still } = prepared;
    const promotedSeq = await this.events.stillOf(tx, session.id, receipt.arrival.digests.sha256);
    if (promotedSeq !== undefined) throw CommandErrors.ALREADY_PROMOTED({ promotedSeq });
    const { id: evidenceId, sha256 } = await this.handedIn.enter(tx, receipt);
    const shown = { requestId: payload.requestId, holderUserId: still.holderUserId, takenAt: still.at.toISOString() };
    await this.evidence.link(tx, evidenceId, 'session', session.id, { seq: context.seq, ...shown });
    return { facts: { evidenceId, sha256, holderUserId: still.holderUserId, takenAt: shown.takenAt } };
  }
}

/** What it is, who held the phone and who made it evidence: the picture itself says nothing of that. */
function titleOf({ sessionTitle, holderName }: Ground, promoter: string, at: string): string {
  const what = `实时画面截图（${sessionTitle.slice(0, 60)}） still of a live view`;
  return `${what}；持机 held by ${holderName.slice(0, 60)}；提取 promoted by ${promoter.slice(0, 60)}；${at}`;
}
