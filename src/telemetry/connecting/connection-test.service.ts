import { Injectable } from '@nestjs/common';
import { type Actor, AuditTrail, Clock, newId, PlatformErrors, UnitOfWork } from '../../platform/index.js';
import { TelemetryErrors } from '../telemetry.errors.js';
import { ConnectionSteps } from './connection-steps.js';
import { verdictOf } from './connection-step.rules.js';
import { ConnectionTestRepository, type ConnectionTestRow } from './connection-test.repository.js';
import type { TestView, TestWish } from './connection-test.schemas.js';

const WINDOW_MS = 300_000;
const MOST_IN_WINDOW = 10;
const CONNECTION = { kind: 'djiConnection', id: 'dji' };

/** Tries every step of connecting, as a controller would take it; one test at a time in an installation. */
@Injectable()
export class ConnectionTests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ConnectionTestRepository,
    private readonly steps: ConnectionSteps,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DJI_CONNECTION_CHANGED, DJI_TEST_RUNNING, RATE_LIMITED */
  async run(actor: Actor, wish: TestWish): Promise<TestView> {
    const begun = await this.begin(actor, wish);
    const steps = await this.steps.take(actor, wish);
    const ended = { endedAt: this.clock.now(), verdict: verdictOf(steps), steps };
    await this.unitOfWork.run(actor, (tx) => this.repository.end(tx, begun.id, ended));
    return testView({ ...begun, ...ended });
  }

  private async begin(actor: Actor, { version, local, pilotUrl }: TestWish): Promise<Begun> {
    return this.unitOfWork.run(actor, async (tx) => {
      const { version: present, brokerAddress } = await this.steps.settings();
      if (version !== undefined && version !== present)
        throw TelemetryErrors.DJI_CONNECTION_CHANGED({ version: present });
      const begun = { id: newId(), beganAt: this.clock.now(), connectionVersion: present, isLocal: local };
      if (!(await this.repository.begin(tx, actor, begun))) throw TelemetryErrors.DJI_TEST_RUNNING();
      const since = new Date(begun.beganAt.getTime() - WINDOW_MS);
      if ((await this.repository.begunSince(tx, since)) > MOST_IN_WINDOW) throw PlatformErrors.RATE_LIMITED();
      const details = { version: present, brokerAddress, pilotUrl: pilotUrl ?? null, local };
      await this.audit.record(tx, { action: 'telemetry.testDjiConnection', subject: CONNECTION, details });
      return { ...begun, actorId: actor.id, actorName: actor.name };
    });
  }
}

type Begun = Omit<ConnectionTestRow, 'endedAt' | 'verdict' | 'steps'>;
type Ended = Begun & Pick<ConnectionTestRow, 'endedAt' | 'verdict' | 'steps'>;

export function testView(row: Ended): TestView {
  const { id, beganAt, endedAt, actorId, actorName, connectionVersion, isLocal, verdict, steps } = row;
  return {
    id,
    beganAt: beganAt.toISOString(),
    endedAt: (endedAt ?? beganAt).toISOString(),
    by: { id: actorId, name: actorName },
    connectionVersion,
    local: isLocal,
    verdict: verdict ?? 'unknown',
    steps: (steps ?? []).map((step) => ({ ...step, facts: { ...step.facts } })),
  };
}
