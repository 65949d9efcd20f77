import { Injectable } from '@nestjs/common';
import type { Position } from '../geo/index.js';
import type { AccessScope } from '../identity/index.js';
import type { Tx } from '../platform/index.js';
import { FlightRepository } from './flights/flight.repository.js';
import { type FlightSummary, toFlightSummary } from './missions.service.js';
import type { RapidTest } from './rapid-tests/rapid-test.entity.js';
import { RapidTestRepository } from './rapid-tests/rapid-test.repository.js';
import type { RapidTestVerdict } from './rapid-tests/run.codes.js';

/** A run as other features see it: what was measured, and what makes it usable. */
export interface RapidTestSummary {
  readonly id: string;
  readonly caseId: string | null;
  readonly at: Date;
  readonly position: Position | null;
  readonly deviceId: string;
  readonly item: string;
  readonly verdict: RapidTestVerdict;
  /** Code of the method card; null: none was applied. */
  readonly method: string | null;
  /** The standard whose limit was applied. */
  readonly standard: string | null;
  readonly calibration: 'valid' | 'lapsed' | 'unknown';
}

/** What was flown and measured for a case. The scope is the reader's, by the permission of each kind. */
@Injectable()
export class CaseMissions {
  constructor(
    private readonly flights: FlightRepository,
    private readonly runs: RapidTestRepository,
  ) {}

  /** Newest first. */
  async flightsOf(tx: Tx, caseId: string, scope: AccessScope, limit: number): Promise<FlightSummary[]> {
    const found = await this.flights.list(tx, { scope: { ...scope, draftUnitIds: [] }, caseId, limit });
    return found.filter(({ flight }) => flight.state !== 'draft').map(toFlightSummary);
  }

  /** Newest first. */
  async rapidTestsOf(tx: Tx, caseId: string, scope: AccessScope, limit: number): Promise<RapidTestSummary[]> {
    return (await this.runs.list(tx, { scope, caseId, limit })).map(toRapidTestSummary);
  }

  /** Without asking who wants to know. */
  async rapidTest(tx: Tx, id: string): Promise<RapidTestSummary | undefined> {
    const run = await this.runs.find(tx, id);
    return run ? toRapidTestSummary(run) : undefined;
  }
}

function toRapidTestSummary(run: RapidTest): RapidTestSummary {
  const { id, caseId, at, position, deviceId, item, verdict, details, limitRow } = run;
  return {
    id,
    caseId,
    at,
    position,
    deviceId,
    item,
    verdict,
    method: details.card?.methodCode ?? null,
    standard: limitRow?.standard ?? null,
    calibration: details.calibration?.state ?? 'unknown',
  };
}
