import type { z } from 'zod';
import { toLimitRowView } from '../../reference/index.js';
import { toAppliedCardView } from '../method-cards/method-card.schemas.js';
import type { Confirmation, RunOverride } from './confirmations/confirmation.entity.js';
import { toConfirmationView } from './confirmations/confirmation.schemas.js';
import type { Contest } from './runs/contest.rules.js';
import type { RapidTest, RapidTestPhoto } from './rapid-test.entity.js';
import type { ContestView, RapidTestDetail, RapidTestFeatures, RapidTestView } from './rapid-test.schemas.js';

/** A run with everything that hangs on it. */
export interface WholeRun {
  readonly run: RapidTest;
  readonly photos: readonly RapidTestPhoto[];
  readonly overrides: readonly RunOverride[];
  readonly confirmations: readonly Confirmation[];
  readonly contest: Contest;
}

export function toRapidTestView(run: RapidTest): z.input<typeof RapidTestView> {
  return { ...toProperties(run), position: run.position };
}

export function toRapidTestFeature(run: RapidTest): z.input<typeof RapidTestFeatures>['features'][number] {
  const { id, position } = run;
  const geometry = position && { type: 'Point' as const, coordinates: [position.lon, position.lat] };
  return { type: 'Feature', id, geometry, properties: toProperties(run) };
}

export function toRapidTestDetail(whole: WholeRun): z.input<typeof RapidTestDetail> {
  const { run, photos, overrides, confirmations, contest } = whole;
  const { card, controls, missing, ...details } = run.details;
  const { received, completedFields } = run;
  return {
    ...toRapidTestView(run),
    ...details,
    card: card && toAppliedCardView(card),
    controls: [...controls],
    missing: [...missing],
    photos: photos.map(({ fileId, subject }) => ({ fileId, subject })),
    received: received && { ...received, readings: [...received.readings] },
    completedFields: completedFields && [...completedFields],
    contest: toContestView(contest),
    overrides: overrides.map(({ opinion, reason, givenBy, givenByName, givenAt }) => ({
      opinion,
      reason,
      givenBy,
      givenByName,
      givenAt: givenAt.toISOString(),
    })),
    confirmations: confirmations.map(toConfirmationView),
  };
}

function toContestView({ toldAt, dueAt, ...contest }: Contest): z.input<typeof ContestView> {
  return { ...contest, toldAt: toldAt?.toISOString() ?? null, dueAt: dueAt?.toISOString() ?? null };
}

function toProperties(run: RapidTest): Omit<z.input<typeof RapidTestView>, 'position'> {
  const { position: _position, deliveryKey: _key, details: _details, limitId: _limitId, ...known } = run;
  const { received: _received, completedFields: _completedFields, ...rest } = known;
  const { limitRow, lotNumber, at, receivedAt, startedAt, toldAt, completedAt, ...same } = rest;
  return {
    ...same,
    readings: [...run.readings],
    flags: [...run.flags],
    lot: lotNumber,
    at: at.toISOString(),
    receivedAt: receivedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    toldAt: toldAt?.toISOString() ?? null,
    completedAt: completedAt?.toISOString() ?? null,
    limit: limitRow && toLimitRowView(limitRow),
  };
}
