import type { WatchState } from './conformance.rules.js';
import { type FlyingState, STRAYING } from './conformance.types.js';
import type { FlightAlert } from './flight-alert.entity.js';

type KnownAlert = Pick<
  FlightAlert,
  'kind' | 'subjectId' | 'about' | 'beganAt' | 'worstMetres' | 'directionDegrees' | 'crossings'
>;

/** What a detector goes on from that remembers nothing of the flight but its open alerts. */
export function stateOf(state: FlyingState, alerts: readonly KnownAlert[], now: Date): WatchState {
  const open = alerts.map(({ kind, subjectId, about, beganAt, worstMetres, directionDegrees, crossings }) => ({
    kind,
    subjectId,
    about,
    beganAt,
    metres: worstMetres,
    directionDegrees,
    rightSince: null,
    crossings,
  }));
  return { state, astraySince: astraySinceOf(alerts, now), heardAt: now, heightAt: now, positionAt: now, open };
}

/** Who crossed the edge again has come back in between, and nobody wrote when: it is astray from now on. */
function astraySinceOf(alerts: readonly KnownAlert[], now: Date): Date | null {
  const astray = alerts.filter(({ kind }) => STRAYING.has(kind));
  if (astray.length === 0) return null;
  const since = astray.map(({ beganAt, crossings }) => (crossings > 1 ? now : beganAt).getTime());
  return new Date(Math.min(...since));
}
