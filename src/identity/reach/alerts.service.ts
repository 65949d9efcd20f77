import { Injectable } from '@nestjs/common';
import { Clock, Jobs, newId, type Tx } from '../../platform/index.js';
import type { NoticeContent } from '../notices/notice-catalogue.js';
import { Notices } from '../notices/notices.service.js';
import { Carriers } from './carriers.js';
import type { OutwardChannel, ReachChannel } from './reach.codes.js';
import { ReachRepository } from './reach.repository.js';
import { routeOf } from './reach.rules.js';

/** A queue for each channel: a mail server that does not answer holds up no message. */
export const DELIVER = { message: 'reach.message', email: 'reach.email' } as const satisfies Record<
  OutwardChannel,
  string
>;

/** Something that people are to be woken for. */
export interface Alert {
  readonly userIds: readonly string[];
  readonly channel: ReachChannel;
  /** Its words leave the service as they are: they may have no places to fill, and name no case. */
  readonly content: NoticeContent;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Tells occasions of one code about one subject apart. */
  readonly occasion: string;
}

/** Tells people something where they are: in the console, and outside it where they can be reached there. */
@Injectable()
export class Alerts {
  constructor(
    private readonly notices: Notices,
    private readonly repository: ReachRepository,
    private readonly carriers: Carriers,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** By which channel outside the console each would be told; those who are not in the answer, by none. */
  async routes(tx: Tx, userIds: readonly string[], wanted: ReachChannel): Promise<ReadonlyMap<string, OutwardChannel>> {
    const routes = new Map<string, OutwardChannel>();
    if (wanted === 'in_page' || userIds.length === 0) return routes;
    for (const contact of await this.repository.contactsOf(tx, userIds)) {
      const route = routeOf(wanted, contact, this.carriers.carried);
      if (route) routes.set(contact.userId, route);
    }
    return routes;
  }

  /** In the transaction that makes it true; once of an occasion, however often this is called. */
  async tell(tx: Tx, { userIds, channel, content, subject, occasion }: Alert): Promise<void> {
    if (Object.keys(content.params).length > 0) throw new Error(`${content.code} has places to fill: it may not leave`);
    await this.notices.tell(tx, { to: { userIds }, content, subject, occasion });
    if (channel === 'in_page') return;
    const routes = await this.routes(tx, userIds, channel);
    for (const userId of new Set(userIds)) {
      const route = routes.get(userId);
      const id = newId();
      const now = this.clock.now();
      const isNew = await this.repository.add(tx, {
        id,
        userId,
        channel: route ?? channel,
        code: content.code,
        subjectKind: subject.kind,
        subjectId: subject.id,
        occasion: `${subject.id} ${occasion}`,
        state: route ? 'queued' : 'unreachable',
        tries: 0,
        lastFault: route ? null : 'NO_CONTACT',
        queuedAt: now,
        endedAt: route ? null : now,
      });
      if (route && isNew) await this.jobs.enqueue(tx, DELIVER[route], { deliveryId: id });
    }
  }
}
