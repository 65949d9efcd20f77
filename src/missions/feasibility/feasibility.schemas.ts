import { z } from 'zod';
import { InstantView, PeriodView, periodView, PositionView } from '../../platform/index.js';
import { FEASIBILITY_ITEMS, FEASIBILITY_REASONS, FEASIBILITY_UNITS, type Finding, VERDICTS, worst } from './finding.js';
import { REASON_TEXTS } from './finding.texts.js';
import { BATTERY_COUNTS, SORTIE_ASSUMPTIONS, SORTIE_BASES, type SortiePlan } from './sortie.rules.js';
import {
  WEATHER_BASES,
  WEATHER_SOURCES,
  WEATHER_STATES,
  type WeatherAnswer,
  type WeatherReading,
} from './weather/weather.js';
import type { WeatherFinding } from './weather/weather.rules.js';

const ReadingView = z.object({
  source: z.enum(WEATHER_SOURCES),
  name: z.string(),
  basis: z.enum(WEATHER_BASES),
  during: PeriodView,
  saidAt: InstantView.describe('When it was measured or issued'),
  distanceMetres: z.number().describe('From the place of the flight'),
});

const FindingView = z.object({
  item: z.enum(FEASIBILITY_ITEMS),
  verdict: z.enum(VERDICTS),
  reason: z.enum(FEASIBILITY_REASONS),
  value: z.number().nullable(),
  limit: z.number().nullable().describe('Of the kind, cut by the reserve where one applies'),
  unit: z.enum(FEASIBILITY_UNITS),
  zh: z.string(),
  en: z.string(),
  reading: ReadingView.nullable().describe('Who said the value; null: no weather, or nobody'),
});

const SortiesView = z.object({
  plannedMinutes: z.number(),
  basis: z.enum(SORTIE_BASES).describe('period: no wayline says how long it takes, so all of it counts'),
  usableMinutes: z
    .number()
    .nullable()
    .describe('Of one set of batteries, worn and cold as they are, before the reserve'),
  reserve: z.number(),
  healthPercent: z.number().nullable().describe('Of the weakest battery at hand'),
  coldShare: z.number().nullable().describe('Taken from the time in the air by cold'),
  sorties: z.int().nullable(),
  batteriesPerFlight: z.int(),
  batteriesNeeded: z.int().nullable(),
  batteriesAtHand: z.int().nullable(),
  counted: z.enum(BATTERY_COUNTS).describe('registered: one by one; stated: a number in the register'),
  batteries: z.array(
    z.object({
      assetCode: z.string(),
      cycleCount: z.int().nullable(),
      healthPercent: z.int().nullable(),
    }),
  ),
  assumed: z.array(z.enum(SORTIE_ASSUMPTIONS)),
});

/** Whether a flight can be flown well. It warns and refuses nothing; what is not known is never a go. */
export const FeasibilityView = z
  .object({
    judgedAt: InstantView,
    verdict: z.enum(VERDICTS).describe('The worst of the findings'),
    findings: z.array(FindingView),
    unknown: z.array(z.enum(FEASIBILITY_ITEMS)).describe('What could not be judged'),
    figuresFrom: z.string().nullable().describe('Where the figures of the kind were read; null: it has none'),
    sorties: SortiesView,
    furthestMetres: z.number().nullable().describe('From take-off to the farthest point; null: no take-off point'),
    place: PositionView.describe('Whose weather was asked for'),
    weather: z.array(
      z.object({ source: z.enum(WEATHER_SOURCES), state: z.enum(WEATHER_STATES), detail: z.string().nullable() }),
    ),
  })
  .meta({ id: 'Feasibility' });
export type StoredFeasibility = z.input<typeof FeasibilityView>;

export interface Study {
  readonly at: Date;
  readonly place: { readonly lon: number; readonly lat: number };
  readonly findings: readonly (Finding | WeatherFinding)[];
  readonly figuresFrom: string | null;
  readonly sorties: SortiePlan;
  readonly furthestMetres: number | null;
  readonly answers: readonly WeatherAnswer[];
}

export function toStoredFeasibility(study: Study): StoredFeasibility {
  const { at, place, findings, figuresFrom, sorties, furthestMetres, answers } = study;
  return {
    judgedAt: at.toISOString(),
    verdict: worst(findings.map(({ verdict }) => verdict)),
    findings: findings.map(toFinding),
    unknown: findings.filter(({ verdict }) => verdict === 'unknown').map(({ item }) => item),
    figuresFrom,
    sorties: {
      ...sorties,
      usableMinutes: rounded(sorties.usableMinutes),
      plannedMinutes: rounded(sorties.plannedMinutes) ?? 0,
      batteries: sorties.batteries.map((battery) => ({ ...battery })),
      assumed: [...sorties.assumed],
    },
    furthestMetres: rounded(furthestMetres),
    place: { lon: place.lon, lat: place.lat },
    weather: answers.map(({ source, state, detail }) => ({ source, state, detail })),
  };
}

function toFinding(finding: Finding | WeatherFinding): StoredFeasibility['findings'][number] {
  const { item, verdict, reason, unit } = finding;
  const { zh, en } = REASON_TEXTS[reason];
  const reading = 'reading' in finding && finding.reading ? toReading(finding.reading) : null;
  return { item, verdict, reason, value: rounded(finding.value), limit: rounded(finding.limit), unit, zh, en, reading };
}

function toReading({ source, name, basis, during, saidAt, distanceMetres }: WeatherReading) {
  const metres = Math.round(distanceMetres);
  return { source, name, basis, during: periodView(during), saidAt: saidAt.toISOString(), distanceMetres: metres };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
