import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { asUser, UnitTree } from '../../identity/index.js';
import { type Actor, Clock, newId, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { MissionErrors } from '../missions.errors.js';
import { RequestReader } from './request-reader.service.js';
import type { AssistanceRequest, AssistanceStep } from './request.entity.js';
import { RequestRecord } from './request.record.js';
import { type HeldRequest, RequestRepository } from './request.repository.js';
import { type RequestStep, stateAfter } from './request.rules.js';
import type { AssistanceDetail } from './request.schemas.js';
import type { RequestRight } from './request.sight.js';

export type Detail = Promise<z.input<typeof AssistanceDetail>>;

/** What a step may write on the request besides its state. */
export type RequestChange = Partial<
  Pick<AssistanceRequest, 'place' | 'placeName' | 'purpose' | 'dueAt' | 'takenUnitId' | 'report' | 'overdueToldAt'>
>;

/** A step somebody takes with a request. */
export interface StepWish {
  readonly right: RequestRight;
  readonly step: RequestStep | ((held: HeldRequest) => RequestStep);
  readonly reason?: string | undefined;
  /** Does what belongs to the step, or refuses it by throwing; gives what changes besides the state. */
  readonly prepare?: (tx: Tx, held: HeldRequest) => Promise<RequestChange>;
  readonly follow?: (tx: Tx, held: HeldRequest, taken: AssistanceStep) => Promise<void>;
}

/** Takes steps with requests under the lock of their row: of two that exclude each other the second meets the first. */
@Injectable()
export class RequestDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    readonly requests: RequestRepository,
    readonly record: RequestRecord,
    readonly reader: RequestReader,
    private readonly units: UnitTree,
    readonly clock: Clock,
  ) {}

  /** @throws NOT_FOUND, FORBIDDEN, ASSISTANCE_STATE_CONFLICT, ASSISTANCE_TAKEN, and what the step's preparation throws */
  async take(actor: Actor, id: string, wish: StepWish): Detail {
    return this.unitOfWork.run(actor, async (tx) => {
      const held = await this.requests.lock(tx, id);
      if (!held) throw PlatformErrors.NOT_FOUND();
      this.reader.sight.require(actor, wish.right, held);
      const { request } = held;
      const step = typeof wish.step === 'string' ? wish.step : wish.step(held);
      const toState = this.stateAfter(actor, step, request, wish.right);
      const change = (await wish.prepare?.(tx, held)) ?? {};
      const taken = this.stepOf(actor, { step, reason: wish.reason, fromState: request.state, toState }, id);
      await this.requests.update(tx, id, { ...change, state: toState, updatedAt: taken.at });
      return this.conclude(tx, id, taken, wish.follow);
    });
  }

  /** Puts a new request on the list, with its first step. */
  async open(tx: Tx, actor: Actor, request: AssistanceRequest): Detail {
    await this.requests.insert(tx, request);
    const taken = this.stepOf(actor, { step: 'ask', fromState: null, toState: 'asked' }, request.id);
    return this.conclude(tx, request.id, taken);
  }

  private async conclude(tx: Tx, id: string, taken: AssistanceStep, follow?: StepWish['follow']): Detail {
    await this.requests.addStep(tx, taken);
    const held = await this.requests.find(tx, id);
    if (!held) throw PlatformErrors.NOT_FOUND();
    await this.record.stepTaken(tx, held, taken);
    await follow?.(tx, held, taken);
    return this.reader.detail(tx, held);
  }

  private stateAfter(actor: Actor, step: RequestStep, request: AssistanceRequest, right: RequestRight) {
    const { state, takenUnitId } = request;
    if (right === 'assistance.answer' && takenUnitId !== null && takenUnitId !== asUser(actor).unitId) {
      const unitName = this.units.find(takenUnitId)?.name ?? '';
      throw MissionErrors.ASSISTANCE_TAKEN({ unitId: takenUnitId, unitName });
    }
    const toState = stateAfter(step, state);
    if (!toState) throw MissionErrors.ASSISTANCE_STATE_CONFLICT({ state, step });
    return toState;
  }

  private stepOf(
    actor: Actor,
    {
      reason,
      ...step
    }: Pick<AssistanceStep, 'step' | 'fromState' | 'toState'> & { readonly reason?: string | undefined },
    requestId: string,
  ): AssistanceStep {
    return {
      ...step,
      id: newId(),
      requestId,
      reason: reason ?? null,
      actorId: actor.id,
      actorName: actor.name,
      unitId: asUser(actor).unitId,
      at: this.clock.now(),
    };
  }
}
