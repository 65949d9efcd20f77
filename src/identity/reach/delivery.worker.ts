import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  CONFIG,
  type Config,
  type JobLease,
  OnGivenUp,
  OnJob,
  SYSTEM,
  UnitOfWork,
} from '../../platform/index.js';
import { noticeText } from '../notices/notice-catalogue.js';
import { Carriers, type Letter } from './carriers.js';
import type { DeliveryFault } from './reach.codes.js';
import { type Delivery, ReachRepository } from './reach.repository.js';
import { isFinal, WORTH_SENDING_MS } from './reach.rules.js';
import { DELIVER } from './alerts.service.js';

/** Sends what was queued, trying again as long as it is worth it. Sent twice it has the same id. */
@Injectable()
export class DeliveryWorker {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ReachRepository,
    private readonly carriers: Carriers,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @OnJob(DELIVER.message)
  async deliverMessage(job: Record<string, unknown>, lease: JobLease): Promise<void> {
    await this.deliver(job, lease);
  }

  @OnJob(DELIVER.email)
  async deliverMail(job: Record<string, unknown>, lease: JobLease): Promise<void> {
    await this.deliver(job, lease);
  }

  @OnGivenUp(DELIVER.message)
  async giveUpMessage(job: Record<string, unknown>): Promise<void> {
    await this.giveUp(job);
  }

  @OnGivenUp(DELIVER.email)
  async giveUpMail(job: Record<string, unknown>): Promise<void> {
    await this.giveUp(job);
  }

  private async deliver({ deliveryId }: Record<string, unknown>, lease: JobLease): Promise<void> {
    const id = String(deliveryId);
    const delivery = await this.unitOfWork.read((tx) => this.repository.find(tx, id));
    if (delivery?.state !== 'queued') return;
    const { fault, isTry } = await this.send(delivery);
    const state = !fault ? 'sent' : isFinal(fault) ? 'failed' : 'queued';
    await this.unitOfWork.run(SYSTEM, async (tx) => {
      await lease.hold(tx);
      await this.repository.note(tx, id, { state, isTry, ...(fault && { fault }) }, this.clock.now());
    });
    if (state === 'queued') throw new Error(`delivery ${id}: ${fault}`);
  }

  private async giveUp({ deliveryId }: Record<string, unknown>): Promise<void> {
    await this.unitOfWork.run(SYSTEM, (tx) =>
      this.repository.note(
        tx,
        String(deliveryId),
        { state: 'failed', fault: 'GIVEN_UP', isTry: false },
        this.clock.now(),
      ),
    );
  }

  /** To where the person is reached by now. */
  private async send(delivery: Delivery): Promise<{ fault?: DeliveryFault | undefined; isTry: boolean }> {
    const { id, userId, channel, code, queuedAt } = delivery;
    const now = this.clock.now();
    const expiresAt = new Date(queuedAt.getTime() + WORTH_SENDING_MS);
    if (now > expiresAt) return { fault: 'TOO_LATE', isTry: false };
    const [contact] = await this.unitOfWork.read((tx) => this.repository.contactsOf(tx, [userId]));
    const to = channel === 'message' ? contact?.mobile : contact?.email;
    if (!to) return { fault: 'NO_CONTACT', isTry: false };
    const letter: Letter = { id, to, code, ...noticeText(code), link: this.linkTo(delivery), expiresAt };
    return { fault: await this.carriers.send(channel, letter, now), isTry: true };
  }

  private linkTo({ subjectKind, subjectId }: Delivery): string | undefined {
    const base = this.config.SKYDOCKET_PUBLIC_URL;
    return base && new URL(`?open=${subjectKind}:${encodeURIComponent(subjectId)}`, base).href;
  }
}
