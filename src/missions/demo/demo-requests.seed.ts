import { Injectable } from '@nestjs/common';
import { type CaseSummary, DEMO_CASE } from '../../cases/index.js';
import type { Person } from '../../identity/index.js';
import { DemonstrationSeed, newId, type Tx } from '../../platform/index.js';
import { Flight } from '../flights/flight.entity.js';
import { RapidTest } from '../rapid-tests/rapid-test.entity.js';
import { AssistanceRequest, type AssistanceOutcome, type AssistanceStep } from '../requests/request.entity.js';
import { RequestRepository } from '../requests/request.repository.js';
import { REQUEST_TABLE, type RequestState } from '../requests/request.rules.js';
import { Sample } from '../samples/sample.entity.js';
import { CANGZHOU, DemoMissionGround } from './demo-mission.ground.js';
import { DEMO_REQUESTS, type DemoActor, type DemoRequest, type DemoStep } from './demo-requests.data.js';

/** Requests for assistance, each as far as its steps led it. */
@Injectable()
export class DemoRequestsSeed {
  constructor(
    private readonly ground: DemoMissionGround,
    private readonly requests: RequestRepository,
  ) {}

  @DemonstrationSeed(43)
  async seed(tx: Tx): Promise<void> {
    if ((await tx.repository(AssistanceRequest).count()) > 0) return;
    const file = await this.ground.case(tx);
    const asker = await this.ground.own(tx, 'case_handler');
    for (const demo of DEMO_REQUESTS) await this.ask(tx, demo, file, asker);
  }

  private async ask(tx: Tx, demo: DemoRequest, { id: caseId }: CaseSummary, asker: Person): Promise<void> {
    const id = newId();
    const steps = await this.stepsOf(tx, id, demo.steps);
    const [first, last] = [steps[0], steps.at(-1)];
    if (!first || !last) throw new Error('a request begins with being asked');
    await this.requests.insert(tx, {
      id,
      caseId,
      kind: demo.kind,
      place: DEMO_CASE.place,
      placeName: demo.placeName,
      purpose: demo.purpose,
      dueAt: this.ground.hour(demo.dueHour),
      askedBy: asker.id,
      askingUnitId: asker.unitId,
      addressedUnitId: demo.toOwnDesk ? asker.unitId : null,
      takenUnitId: steps.find(({ step }) => step === 'accept')?.unitId ?? null,
      state: last.toState,
      report: demo.report ?? null,
      overdueToldAt: null,
      createdAt: first.at,
      updatedAt: last.at,
    });
    for (const step of steps) await this.requests.addStep(tx, step);
    if (demo.crew) await this.assign(tx, { ...demo, crew: demo.crew }, { id, caseId, state: last.toState });
    if (last.toState === 'closed') await this.requests.addOutcomes(tx, await this.outcomesOf(tx, id, caseId));
  }

  private async stepsOf(tx: Tx, requestId: string, demos: readonly DemoStep[]): Promise<AssistanceStep[]> {
    const steps: AssistanceStep[] = [];
    for (const { step, by, hour, reason = null } of demos) {
      const fromState: RequestState | null = steps.at(-1)?.toState ?? null;
      const row = REQUEST_TABLE.find((one) => one.step === step && one.from === fromState);
      if (!row) throw new Error(`${step} does not follow ${fromState ?? 'nothing'}`);
      const { id: actorId, displayName: actorName, unitId } = await this.person(tx, by);
      const taken = { requestId, step, fromState, toState: row.to, reason };
      steps.push({ ...taken, id: newId(), actorId, actorName, unitId, at: this.ground.hour(hour) });
    }
    return steps;
  }

  private person(tx: Tx, [unit, role]: DemoActor): Promise<Person> {
    return unit === 'own' ? this.ground.own(tx, role) : this.ground.pool.person(tx, CANGZHOU, role);
  }

  private async assign(
    tx: Tx,
    { crew, purpose, steps }: DemoRequest & { readonly crew: NonNullable<DemoRequest['crew']> },
    { id, caseId, state }: Pick<AssistanceRequest, 'id' | 'caseId' | 'state'>,
  ): Promise<void> {
    const person = await this.ground.own(tx, crew.role);
    const during = { from: this.ground.hour(crew.fromHour), to: this.ground.hour(crew.toHour) };
    const bookingId = await this.ground.pool.bookCrew(tx, {
      person: await this.ground.own(tx, 'commander'),
      people: [{ person, capacity: crew.capacity }],
      during,
      purpose,
      caseId,
      state: state === 'closed' ? 'cancelled' : 'reserved',
    });
    const assigned = steps.findLast(({ step }) => step === 'assign' || step === 'reassign');
    const at = this.ground.hour(assigned?.hour ?? 0);
    await this.requests.assign(tx, id, at, [{ bookingId, during, userIds: [person.id] }]);
  }

  private async outcomesOf(tx: Tx, requestId: string, caseId: string): Promise<AssistanceOutcome[]> {
    const idsOf = async (kind: typeof Flight | typeof RapidTest | typeof Sample): Promise<string[]> =>
      (await tx.repository<{ id: string; caseId: string | null }>(kind).findBy({ caseId })).map(({ id }) => id);
    const found = [
      ...(await idsOf(Flight)).map((subjectId) => ({ kind: 'flight' as const, subjectId })),
      ...(await idsOf(RapidTest)).map((subjectId) => ({ kind: 'rapid_test' as const, subjectId })),
      ...(await idsOf(Sample)).map((subjectId) => ({ kind: 'sample' as const, subjectId })),
    ];
    return found.map((one) => ({ ...one, requestId }));
  }
}
