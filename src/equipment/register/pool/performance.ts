import { z } from 'zod';
import { text } from '../../../platform/index.js';

const figure = (least: number, most: number, says: string) => z.number().min(least).max(most).nullable().describe(says);

const Figures = z.object({
  maxFlightMinutes: figure(1, 1_440, 'Longest time in the air on one set of batteries, without wind'),
  batteriesPerFlight: z.int().min(1).max(12).nullable().describe('Batteries that one flight needs at once'),
  cruiseMetresPerSecond: figure(0.1, 100, 'Speed at which it flies farthest'),
  maxMetresPerSecond: figure(0.1, 150, 'Highest horizontal speed'),
  maxFlightMetres: figure(10, 1_000_000, 'Longest way on one set of batteries, without wind'),
  linkMetres: figure(10, 1_000_000, 'How far the control link reaches under the rules of China'),
  maxWindMetresPerSecond: figure(0.1, 60, 'Wind that it withstands'),
  minCelsius: figure(-80, 60, 'Coldest air it is made for'),
  maxCelsius: figure(-40, 100, 'Hottest air it is made for'),
  ceilingMetres: figure(1, 20_000, 'Highest flight above sea level'),
  fliesInRain: z.boolean().nullable().describe('Whether it is made for rain'),
});

const Source = text(300).describe('Where the figures were read');

/** What an aircraft can do and stand: figures that hold for every model of its kind; null: not known. */
export const PerformanceView = Figures.extend({ source: Source }).meta({ id: 'KindPerformance' });
export type Performance = z.output<typeof PerformanceView>;

/** As somebody enters it: what is left out is not known. */
export const PerformanceInput = z
  .strictObject({ ...Figures.partial().shape, source: Source })
  .refine(({ minCelsius, maxCelsius }) => minCelsius == null || maxCelsius == null || minCelsius < maxCelsius, {
    error: 'the coldest air is not colder than the hottest',
    path: ['minCelsius'],
  })
  .transform((figures): Performance => ({ ...UNKNOWN, ...figures }))
  .meta({ id: 'KindPerformanceInput' });

const UNKNOWN: Omit<Performance, 'source'> = {
  maxFlightMinutes: null,
  batteriesPerFlight: null,
  cruiseMetresPerSecond: null,
  maxMetresPerSecond: null,
  maxFlightMetres: null,
  linkMetres: null,
  maxWindMetresPerSecond: null,
  minCelsius: null,
  maxCelsius: null,
  ceilingMetres: null,
  fliesInRain: null,
};

/** The figures somebody read, and null for the others. */
export function performanceOf(known: Partial<Performance> & Pick<Performance, 'source'>): Performance {
  return { ...UNKNOWN, ...known };
}
