import { Injectable } from '@nestjs/common';
import { AuditTrail, Outbox, type OutboxFact, type Tx } from '../platform/index.js';
import type {
  AssistanceFact,
  FlightFact,
  FlightHitFact,
  MissionEvents,
  PublicationFact,
  RapidTestFact,
  ConfirmationFact,
  OverrideFact,
  SampleFact,
  SampleHandOverFact,
  ToldFact,
  UnitWaylineFact,
  WaylineFact,
  WaylineReviewFact,
  ZoneFact,
} from './missions.events.js';

type MissionEvent = keyof typeof MissionEvents;

interface MissionEntry {
  /** Verb for the audit, such as `flight.plan`. */
  readonly action: string;
  readonly subject: {
    readonly kind: 'flight' | 'zone' | 'publication' | 'rapid_test' | 'sample' | 'assistance_request' | 'wayline';
    readonly id: string;
  };
  readonly details: Readonly<Record<string, unknown>>;
  readonly event: MissionEvent;
  /** What orders the event among others; the subject itself unless said otherwise. */
  readonly aggregate?: string;
  readonly fact:
    | AssistanceFact
    | FlightFact
    | FlightHitFact
    | PublicationFact
    | UnitWaylineFact
    | WaylineFact
    | WaylineReviewFact
    | ZoneFact
    | RapidTestFact
    | OverrideFact
    | ToldFact
    | ConfirmationFact
    | SampleFact
    | SampleHandOverFact;
}

/** Writes what happened for the auditors and for the other features, in the transaction in which it happens. */
@Injectable()
export class MissionJournal {
  constructor(
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
  ) {}

  /** @param further facts that follow from it, told after it in one go */
  async record(
    tx: Tx,
    { action, subject, details, event, aggregate, fact }: MissionEntry,
    further: readonly OutboxFact[] = [],
  ): Promise<void> {
    const payload = { ...fact };
    const own = { type: event, aggregate: aggregate ?? `${subject.kind}:${subject.id}`, payload };
    await this.audit.record(tx, { action, subject, details });
    await this.outbox.recordAll(tx, [own, ...further]);
  }
}
