import { type Performance, performanceOf } from '../register/pool/performance.js';

const PUBLISHED = '厂家公布参数，使用前按机型说明书核对';

/**
 * What makers publish, as far as it was found confirmed; the rest stays unknown. A Mavic 3 flies on one battery, the
 * Matrice 30, 300 and 350 on a left and a right one.
 */
const MAVIC_3 = performanceOf({
  source: PUBLISHED,
  maxFlightMinutes: 45,
  batteriesPerFlight: 1,
  maxWindMetresPerSecond: 12,
  minCelsius: -10,
  maxCelsius: 40,
  ceilingMetres: 6_000,
});

export const DEMO_PERFORMANCE: Readonly<Record<string, Performance>> = {
  'mavic-3t': MAVIC_3,
  'mavic-3e': MAVIC_3,
  'matrice-30t': performanceOf({
    source: PUBLISHED,
    maxFlightMinutes: 41,
    batteriesPerFlight: 2,
    maxMetresPerSecond: 23,
    ceilingMetres: 5_000,
    fliesInRain: true,
  }),
  'matrice-350': performanceOf({
    source: PUBLISHED,
    maxFlightMinutes: 55,
    batteriesPerFlight: 2,
    minCelsius: -20,
    maxCelsius: 50,
    fliesInRain: true,
  }),
  'matrice-300': performanceOf({
    source: PUBLISHED,
    maxFlightMinutes: 55,
    batteriesPerFlight: 2,
    fliesInRain: true,
  }),
  'matrice-4': performanceOf({ source: PUBLISHED, batteriesPerFlight: 1, maxWindMetresPerSecond: 12 }),
};
