import { z } from 'zod';
import { Id, InstantView } from '../../platform/index.js';
import { DjiConnectionView } from '../gateways/dji-connection.schemas.js';
import { STEP_CODES, STEPS } from './connection-step.rules.js';
import { WordsView } from './gateway.schemas.js';
import { STEP_STATES } from './step.words.js';

/** Pilot appends its own paths. */
const PLAIN_ORIGIN = /^https?:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?\/?$/;

export const ConnectionTestRequest = z
  .strictObject({
    version: z.int().min(0).optional().describe('The version of the settings one has seen; another one is not tested'),
    pilotUrl: z
      .string()
      .max(300)
      .regex(PLAIN_ORIGIN, { error: 'https://host:port or http://host:port, without user and path' })
      .optional()
      .describe('What is typed into DJI Pilot 2, without path; the public address of the installation where left out'),
    local: z
      .boolean()
      .default(false)
      .describe(
        'A trial on one machine: addresses of this machine are no fault, and only ports of this service are asked',
      ),
  })
  .meta({ id: 'ConnectionTestRequest' });

const StepView = z
  .object({
    step: z.enum(STEPS),
    state: z.enum(STEP_STATES),
    code: z.enum(STEP_CODES),
    explanation: WordsView,
    advice: WordsView.nullable(),
    facts: z.record(z.string(), z.unknown()).describe('What was found, by the names in the texts and more'),
  })
  .meta({ id: 'ConnectionStep' });

export const ConnectionTestView = z
  .object({
    id: Id,
    beganAt: InstantView,
    endedAt: InstantView,
    by: z.object({ id: Id, name: z.string() }),
    connectionVersion: z.int().describe('Which version of the settings was tested; 0: none'),
    local: z.boolean(),
    verdict: z.enum(['ok', 'failed', 'unknown']).describe('The worst of the steps'),
    steps: z.array(StepView).describe('In the order in which a controller takes them'),
  })
  .meta({ id: 'ConnectionTest' });

export const DjiConnectionOverview = DjiConnectionView.extend({
  brokerSchemes: z.array(z.string()).describe('What DJI Pilot 2 takes for the broker; it has none for TLS'),
  pilotUrl: z.string().nullable().describe('What is typed into DJI Pilot 2; null while no public address is set'),
  testRunning: z.boolean(),
  lastTest: ConnectionTestView.nullable(),
}).meta({ id: 'DjiConnectionOverview' });

export type TestWish = z.output<typeof ConnectionTestRequest>;
export type TestView = z.input<typeof ConnectionTestView>;
export type OverviewView = z.input<typeof DjiConnectionOverview>;
