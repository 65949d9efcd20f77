import { Injectable } from '@nestjs/common';
import { Notices, type Recipients, type Role, UnitTree } from '../../identity/index.js';
import { chinaTimeOf, type Tx } from '../../platform/index.js';
import { MissionJournal } from '../mission.journal.js';
import { MissionEvents } from '../missions.events.js';
import type { AssistanceRequest, AssistanceStep } from './request.entity.js';
import { RequestNotices } from './request.notices.js';
import type { HeldRequest } from './request.repository.js';
import type { RequestStep } from './request.rules.js';
import { RequestSight } from './request.sight.js';

/** Who speaks for a technical department. */
const DESK: readonly Role[] = ['equipment_manager', 'commander'];

/** What the asker hears of; the other steps are the asker's own, or told apart. */
const TOLD_TO_ASKER = {
  pass: 'ASSISTANCE_PASSED',
  accept: 'ASSISTANCE_ACCEPTED',
  decline: 'ASSISTANCE_DECLINED',
  return: 'ASSISTANCE_RETURNED',
  assign: 'ASSISTANCE_ARRANGED',
  reassign: 'ASSISTANCE_ARRANGED',
  start: 'ASSISTANCE_UNDER_WAY',
  close: 'ASSISTANCE_CLOSED',
  not_done: 'ASSISTANCE_NOT_DONE',
} as const satisfies Partial<Record<RequestStep, keyof typeof RequestNotices>>;

/** What the department hears of. */
const TOLD_TO_DESK = {
  ask: 'ASSISTANCE_ASKED',
  amend: 'ASSISTANCE_AMENDED',
  withdraw: 'ASSISTANCE_WITHDRAWN',
} as const satisfies Partial<Record<RequestStep, keyof typeof RequestNotices>>;

interface Told {
  readonly code: keyof typeof RequestNotices;
  /** Who speaks. */
  readonly unitId: string;
  readonly reason?: string | null;
  /** Tells occasions apart: a step, or a deadline. */
  readonly occasion: string;
}

/** Writes down what happened to a request and tells those whom it concerns, in the transaction that does it. */
@Injectable()
export class RequestRecord {
  constructor(
    private readonly journal: MissionJournal,
    private readonly notices: Notices,
    private readonly units: UnitTree,
    private readonly sight: RequestSight,
  ) {}

  async stepTaken(tx: Tx, { request, assigneeIds }: HeldRequest, taken: AssistanceStep): Promise<void> {
    const { id: occasion, step, reason, unitId, fromState, toState } = taken;
    await this.journal.record(tx, {
      action: `assistance.${step}`,
      subject: { kind: 'assistance_request', id: request.id },
      details: { from: fromState, to: toState, reason, caseId: request.caseId },
      event: MissionEvents['missions.assistance_moved'],
      fact: { ...factOf(request), step },
    });
    if (isIn(TOLD_TO_ASKER, step))
      await this.tell(
        tx,
        request,
        { userIds: [request.askedBy] },
        { code: TOLD_TO_ASKER[step], unitId, reason, occasion },
      );
    if (!isIn(TOLD_TO_DESK, step)) return;
    const told = { code: TOLD_TO_DESK[step], unitId, reason, occasion };
    await this.tellDesk(tx, request, this.deskOf(request), told);
    if (step === 'withdraw') await this.tell(tx, request, { userIds: assigneeIds }, told);
  }

  /** The next unit upward that has not passed it on. */
  async passedOn(
    tx: Tx,
    request: AssistanceRequest,
    taken: AssistanceStep,
    passedIds: readonly string[],
  ): Promise<void> {
    const next = this.sight.askedUnits(request).find((id) => !passedIds.includes(id));
    const { unitId, reason, id: occasion } = taken;
    if (next) await this.tellDesk(tx, request, next, { code: 'ASSISTANCE_PASSED', unitId, reason, occasion });
  }

  async assigned(
    tx: Tx,
    request: AssistanceRequest,
    { unitId, id: occasion, reason }: AssistanceStep,
    { joined, released }: { readonly joined: readonly string[]; readonly released: readonly string[] },
  ): Promise<void> {
    await this.tell(tx, request, { userIds: joined }, { code: 'ASSISTANCE_ASSIGNED', unitId, occasion });
    await this.tell(tx, request, { userIds: released }, { code: 'ASSISTANCE_RELEASED', unitId, reason, occasion });
  }

  async overdue(tx: Tx, { request, assigneeIds }: HeldRequest): Promise<void> {
    const occasion = request.dueAt.toISOString();
    await this.journal.record(tx, {
      action: 'assistance.overdue',
      subject: { kind: 'assistance_request', id: request.id },
      details: { dueAt: occasion, state: request.state },
      event: MissionEvents['missions.assistance_overdue'],
      fact: factOf(request),
    });
    const told = { code: 'ASSISTANCE_OVERDUE', unitId: request.askingUnitId, occasion } as const;
    await this.tell(tx, request, { userIds: [request.askedBy, ...assigneeIds] }, told);
    await this.tellDesk(tx, request, this.deskOf(request), told);
  }

  /** Whose technical department it lies with: of several that could take it, the nearest. */
  private deskOf({ takenUnitId, addressedUnitId, askingUnitId }: AssistanceRequest): string {
    return takenUnitId ?? addressedUnitId ?? askingUnitId;
  }

  private async tellDesk(tx: Tx, request: AssistanceRequest, unitId: string, told: Told): Promise<void> {
    for (const role of DESK) await this.tell(tx, request, { role: { unitId, role } }, told);
  }

  private async tell(tx: Tx, request: AssistanceRequest, to: Recipients, told: Told): Promise<void> {
    const { code, unitId, reason, occasion } = told;
    const unit = this.units.find(unitId)?.name ?? '';
    await this.notices.tell(tx, {
      to,
      content: RequestNotices[code]({ unit, due: chinaTimeOf(request.dueAt), ...(reason && { reason }) }),
      subject: { kind: 'assistance_request', id: request.id },
      occasion,
    });
  }
}

function isIn<K extends string>(table: Readonly<Record<K, unknown>>, step: string): step is K {
  return Object.hasOwn(table, step);
}

function factOf(request: AssistanceRequest) {
  const { id: requestId, caseId, kind, askingUnitId, addressedUnitId, takenUnitId, state } = request;
  return { requestId, caseId, kind, askingUnitId, addressedUnitId, takenUnitId, state };
}
