import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type BookingWish, EquipmentService } from '../../equipment/index.js';
import type { Actor, Tx } from '../../platform/index.js';
import { type Detail, RequestDesk } from './request-desk.service.js';
import type { HeldRequest } from './request.repository.js';
import type { AssistanceAssign, AssistanceReassign } from './request.schemas.js';

/** Whom and what the department sends, booked in the same transaction. */
@Injectable()
export class RequestAssignments {
  constructor(
    private readonly desk: RequestDesk,
    private readonly equipment: EquipmentService,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT, and what `POST /bookings` answers, for the first booking that fails */
  async assign(actor: Actor, id: string, { bookings, reason }: z.output<typeof AssistanceAssign>): Detail {
    return this.send(actor, id, { step: 'assign', bookings, reason });
  }

  /** In place of all that was assigned; devices that are out stay out until they are handed back. @throws as `assign` */
  async reassign(actor: Actor, id: string, { bookings, reason }: z.output<typeof AssistanceReassign>): Detail {
    return this.send(actor, id, { step: 'reassign', bookings, reason });
  }

  private send(
    actor: Actor,
    id: string,
    {
      step,
      bookings,
      reason,
    }: { step: 'assign' | 'reassign'; bookings: readonly BookingWish[]; reason: string | undefined },
  ): Detail {
    return this.equipment.explained(() => {
      let before: readonly string[] = [];
      return this.desk.take(actor, id, {
        right: 'assistance.assign',
        step,
        reason,
        prepare: async (tx, held) => {
          before = held.assigneeIds;
          await this.book(tx, actor, held, bookings);
          return {};
        },
        follow: (tx, { request, assigneeIds }, taken) =>
          this.desk.record.assigned(tx, request, taken, {
            joined: assigneeIds.filter((userId) => !before.includes(userId)),
            released: before.filter((userId) => !assigneeIds.includes(userId)),
          }),
      });
    });
  }

  private async book(tx: Tx, actor: Actor, held: HeldRequest, wishes: readonly BookingWish[]): Promise<void> {
    const { id, caseId } = held.request;
    const present = held.assignments.map(({ bookingId }) => bookingId);
    const forCase = wishes.map((wish) => ({ ...wish, caseId }));
    const booked = await this.equipment.book(tx, actor, forCase, present);
    const now = this.desk.clock.now();
    await this.desk.requests.release(tx, id, now);
    await this.desk.requests.assign(
      tx,
      id,
      now,
      booked.map(({ id: bookingId, during, people }) => ({ bookingId, during, userIds: people.map((one) => one.id) })),
    );
  }
}
