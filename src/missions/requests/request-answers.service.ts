import { Injectable } from '@nestjs/common';
import { asUser } from '../../identity/index.js';
import type { Actor } from '../../platform/index.js';
import { type Detail, RequestDesk } from './request-desk.service.js';
import { passedBy, stepOfRefusal } from './request.rules.js';

/** What a technical department answers. */
@Injectable()
export class RequestAnswers {
  constructor(private readonly desk: RequestDesk) {}

  /** Of several departments that accept at once one has it. @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_TAKEN, ASSISTANCE_STATE_CONFLICT */
  async accept(actor: Actor, id: string, reason?: string): Detail {
    return this.desk.take(actor, id, {
      right: 'assistance.answer',
      step: 'accept',
      reason,
      prepare: async () => ({ takenUnitId: asUser(actor).unitId }),
    });
  }

  /** Of several units that could take it, all have to say so. @throws as `accept` */
  async decline(actor: Actor, id: string, reason: string): Detail {
    const { sight } = this.desk.reader;
    return this.desk.take(actor, id, {
      right: 'assistance.answer',
      step: ({ request, steps }) => stepOfRefusal(steps, sight.askedUnits(request), asUser(actor).unitId),
      reason,
      follow: async (tx, { request, steps }, taken) => {
        if (taken.step === 'pass') await this.desk.record.passedOn(tx, request, taken, passedBy(steps));
      },
    });
  }

  /** Back to the asker for more detail; who had taken it lets go of it. @throws as `accept` */
  async returnForDetail(actor: Actor, id: string, reason: string): Detail {
    return this.desk.take(actor, id, {
      right: 'assistance.answer',
      step: 'return',
      reason,
      prepare: async () => ({ takenUnitId: null }),
    });
  }
}
