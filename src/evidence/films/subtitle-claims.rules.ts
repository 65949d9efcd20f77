import type { FirstSubtitle } from '../../telemetry/index.js';
import type { MetadataClaims, PositionClaim, TimeClaim } from '../metadata/claim.types.js';

const LOCAL_OFFSET_MINUTES = 480;

/**
 * What a file of subtitles says of the beginning of its film. Claims about the film, so none of them is taken for the place
 * and time of the file itself; a text that any editor changes, so never more than `medium`.
 */
export function withSubtitles(claims: MetadataClaims, first: FirstSubtitle | null): MetadataClaims {
  if (!first) return claims;
  const { at, written, zoneStated, position } = first;
  const isNull = position.lon === 0 && position.lat === 0;
  const place: PositionClaim = {
    source: 'subtitles',
    ...position,
    trust: 'medium',
    problem: isNull ? 'NULL_ISLAND' : null,
  };
  const time: TimeClaim = {
    source: 'subtitles',
    written,
    at: at.toISOString(),
    zone: zoneStated ? 'stated' : 'assumed',
    offsetMinutes: zoneStated ? null : LOCAL_OFFSET_MINUTES,
    trust: zoneStated ? 'medium' : 'low',
    problem: null,
  };
  return { ...claims, positions: [...claims.positions, place], times: [...claims.times, time] };
}
