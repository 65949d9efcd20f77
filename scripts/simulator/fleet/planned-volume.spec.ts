import { describe, expect, it } from '@jest/globals';
import { contains } from '../../../src/geo/index.js';
import type { PathPoint } from '../flight-path.js';
import { SITE_KINDS, type SiteKind } from '../ground/site.js';
import { missionPath, roadsideOf } from './mission.js';
import { plannedVolume } from './planned-volume.js';

const HEIGHTS = [60, 80, 100];
const FLIGHTS = [1, 2];

function pathOf(kind: SiteKind, nth: number, heightMetres: number): PathPoint[] {
  const site = { kind, origin: { lon: 116.55, lat: 37.9 }, bearingDegrees: 70, seed: 3 };
  return missionPath(17, site, nth, { startAt: new Date(0), home: roadsideOf(site), heightMetres });
}

function outside(path: readonly PathPoint[], isStraying: boolean): PathPoint[] {
  const highestMetres = Math.max(...path.map(({ heightAboveTakeoffMetres }) => heightAboveTakeoffMetres));
  const flight = { sortie: 1, beginsInSeconds: 60, lastsSeconds: 600, path, highestMetres };
  const { geometry, lowerMetres, upperMetres } = plannedVolume(flight, isStraying);
  return path.filter(
    (point) =>
      !contains(geometry, point) ||
      point.heightAboveTakeoffMetres < lowerMetres ||
      point.heightAboveTakeoffMetres > upperMetres,
  );
}

describe.each(SITE_KINDS)('the plan of a flight over a site: %s', (kind) => {
  const paths = FLIGHTS.flatMap((nth) => HEIGHTS.map((height) => pathOf(kind, nth, height)));

  it('holds the whole of it', () => {
    expect(paths.map((path) => outside(path, false))).toEqual(paths.map(() => []));
  });

  it('is left by it over its whole survey where it is to stray', () => {
    for (const path of paths) {
      const survey = path.filter(({ phase }) => phase === 'survey');
      expect(survey.length).toBeGreaterThan(0);
      const left = new Set(outside(path, true));
      expect(survey.filter((point) => !left.has(point))).toEqual([]);
    }
  });
});
