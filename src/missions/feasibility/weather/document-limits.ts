import type { Config } from '../../../platform/index.js';
import type { DocumentLimits } from './document-weather.rules.js';

export function documentLimits(
  config: Pick<Config, 'SKYDOCKET_WEATHER_MAX_AGE_MINUTES' | 'SKYDOCKET_WEATHER_REACH_KM'>,
): DocumentLimits {
  return {
    maxAgeMs: config.SKYDOCKET_WEATHER_MAX_AGE_MINUTES * 60_000,
    reachMetres: config.SKYDOCKET_WEATHER_REACH_KM * 1_000,
  };
}
