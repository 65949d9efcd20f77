import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CaseCourse, CasesService, type CaseSummary } from '../../cases/index.js';
import { CaseEvidenceFacts } from '../../evidence/index.js';
import { type Actor, decodeCursor, encodeCursor, PlatformErrors, type Tx, UnitOfWork } from '../../platform/index.js';
import { CaseFieldwork, type Fieldwork } from './case-fieldwork.js';
import type { CaseMapView, TimelinePage, TimelineQuery } from './case-overview.schemas.js';
import { featureOf, flightFeatures, type MapFeature } from './map-feature.rules.js';
import { keyOf, merged, type Moment, type MomentCursor } from './moment.rules.js';

const MOST_POINTS = 5_000;

/** A case on one map and along one line of time, as far as the reader may see each thing. */
@Injectable()
export class CaseOverview {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cases: CasesService,
    private readonly course: CaseCourse,
    private readonly evidence: CaseEvidenceFacts,
    private readonly fieldwork: CaseFieldwork,
  ) {}

  /** @throws NOT_FOUND */
  async map(actor: Actor, caseId: string): Promise<z.input<typeof CaseMapView>> {
    return this.unitOfWork.read(async (tx) => {
      const file = await this.cases.requireVisible(tx, actor, caseId);
      const points = await this.evidence.points(tx, actor, caseId, MOST_POINTS + 1);
      const work = await this.fieldwork.of(tx, actor, caseId);
      const features = [...placeOf(file), ...points.slice(0, MOST_POINTS).map(featureOf), ...featuresOf(work)];
      return { type: 'FeatureCollection', features, complete: points.length <= MOST_POINTS && work.complete };
    });
  }

  /** Newest first. @throws NOT_FOUND, CURSOR_INVALID */
  async timeline(
    actor: Actor,
    caseId: string,
    { limit, cursor }: z.output<typeof TimelineQuery>,
  ): Promise<z.input<typeof TimelinePage>> {
    const before = cursor === undefined ? undefined : cursorOf(cursor);
    return this.unitOfWork.read(async (tx) => {
      const file = await this.cases.requireVisible(tx, actor, caseId);
      const happenings = await this.evidence.happenings(tx, actor, caseId, { before, limit: limit + 1 });
      const work = await this.fieldwork.of(tx, actor, caseId);
      const own = happenings.map(({ at, ...moment }) => ({ ...moment, at: at.toISOString() }));
      const moments = merged([own, await this.courseOf(tx, file), momentsOf(work)], before, limit + 1);
      const items = moments.slice(0, limit);
      const last = items.at(-1);
      const nextCursor = moments.length > limit && last ? encodeCursor([last.at, keyOf(last)]) : null;
      return { items, nextCursor, complete: work.complete };
    });
  }

  private async courseOf(tx: Tx, { id, title, openedAt }: CaseSummary): Promise<Moment[]> {
    const opened: Moment = { at: openedAt.toISOString(), kind: 'opened', id, evidenceId: null, name: title };
    const changes = await this.course.changesOf(tx, id);
    return [
      opened,
      ...changes.map(({ changedAt, id: changeId, from, to }) => ({
        at: changedAt,
        kind: 'stage_changed' as const,
        id: changeId,
        evidenceId: null,
        name: `${from} → ${to}`,
      })),
    ];
  }
}

/** @throws CURSOR_INVALID */
function cursorOf(cursor: string): MomentCursor {
  const [at, key] = decodeCursor(cursor, 2);
  const instant = new Date(String(at));
  if (Number.isNaN(instant.getTime())) throw PlatformErrors.CURSOR_INVALID();
  return { at: instant.toISOString(), key: String(key) };
}

function placeOf({ id, title, stage, openedAt, place }: CaseSummary): MapFeature[] {
  return place ? [featureOf({ kind: 'case', id, ...place, at: openedAt, name: title, state: stage })] : [];
}

function featuresOf({ flights, runs }: Fieldwork): MapFeature[] {
  const tested = runs.flatMap(({ id, position, at, item, verdict }) =>
    position ? [featureOf({ kind: 'rapid_test', id, ...position, at, name: item, state: verdict })] : [],
  );
  return [...flights.flatMap(flightFeatures), ...tested];
}

function momentsOf({ flights, runs }: Fieldwork): Moment[] {
  return [
    ...flights.map(({ id, during, state }) => ({
      at: during.from.toISOString(),
      kind: 'flight' as const,
      id,
      evidenceId: null,
      name: state,
    })),
    ...runs.map(({ id, at, item }) => ({
      at: at.toISOString(),
      kind: 'rapid_test' as const,
      id,
      evidenceId: null,
      name: item,
    })),
  ];
}
