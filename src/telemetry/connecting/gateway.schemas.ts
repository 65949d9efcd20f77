import { z } from 'zod';
import { Id, InstantView, PageQuery, pageOf } from '../../platform/index.js';
import { GATEWAY_STATES } from './contact.rules.js';

export const WordsView = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Words' });

export const GatewayListQuery = PageQuery;

const Gateway = z
  .object({
    deviceId: Id,
    assetCode: z.string(),
    serial: z.string().nullable(),
    kindCode: z.string(),
    unit: z.object({ id: Id, name: z.string() }).describe('Whose it is'),
    state: z.enum(GATEWAY_STATES),
    explanation: WordsView,
    since: InstantView.nullable().describe('Since when it stands so, as far as it is known'),
    signedInAt: InstantView.nullable().describe('When the pilot page was last given a line for it'),
    connectedAt: InstantView.nullable().describe('When our own broker last let it in; an external one does not tell'),
    topologyAnsweredAt: InstantView.nullable(),
    heardAt: InstantView.nullable().describe('When its last frame came'),
    clockAheadMs: z.number().nullable().describe('How far its clock was ahead of ours at that frame, its way included'),
    lastRefusal: z
      .object({
        at: InstantView,
        reason: z.string().describe('Reason of the broker, or code of the quarantine'),
        explanation: WordsView,
        detail: z.string().nullable(),
        packet: z.string().nullable().describe('The beginning of what was refused, without its secrets'),
      })
      .nullable(),
  })
  .describe('A controller or dock, and how far it came on its way in')
  .meta({ id: 'GatewayStanding' });

export const GatewayPage = pageOf(Gateway).meta({ id: 'GatewayPage' });

export type GatewayQuery = z.output<typeof GatewayListQuery>;
export type GatewayView = z.input<typeof Gateway>;
