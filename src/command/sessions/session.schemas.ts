import { z } from 'zod';
import { REACHABILITIES } from '../../identity/index.js';
import { Id, Instant, InstantView, PageQuery, pageOf, text } from '../../platform/index.js';
import { GuestView } from '../guests/guest.schemas.js';
import { PresenceView } from '../presence/presence.schemas.js';
import { JOIN_MODES, PARTICIPANT_STATES } from './participant.repository.js';
import { SightRequestView } from '../show/sight.schemas.js';
import { CAPABILITIES, SESSION_ROLES, TIERS_UPWARD } from './session-roles.js';
import { SESSION_KINDS, SESSION_STATES } from './session.rules.js';

export const SessionCreate = z
  .strictObject({
    caseId: Id,
    title: text(200),
    kind: z.enum(SESSION_KINDS),
    scheduledFor: Instant.optional().describe('When it is meant to begin: until `session.open` it is scheduled'),
  })
  .meta({ id: 'CommandSessionCreate' });

export const SessionQuery = PageQuery.extend({ caseId: Id.optional(), state: z.enum(SESSION_STATES).optional() });

export const SessionView = z
  .object({
    id: Id,
    caseId: Id,
    title: z.string(),
    kind: z.enum(SESSION_KINDS),
    unitId: Id,
    tier: z.enum(TIERS_UPWARD),
    state: z.enum(SESSION_STATES),
    commanderUserId: Id,
    offeredToUserId: Id.nullable().describe('To whom command is offered now'),
    offerExpiresAt: InstantView.nullable(),
    epoch: z.int().describe('Rises each time command passes; commands of authority carry it'),
    lastSeq: z.int().describe('Number of the last event'),
    scheduledFor: InstantView.nullable(),
    closedManifestSha256: z
      .string()
      .nullable()
      .describe('SHA-256 of the manifest in the event that closed it, hex; null while it is not closed'),
    createdAt: InstantView,
    updatedAt: InstantView,
  })
  .meta({ id: 'CommandSession' });

export const SessionPage = pageOf(SessionView);

const ParticipantView = z
  .object({
    userId: Id.nullable().describe('null: a whole unit is invited'),
    unitId: Id,
    name: z.string().nullable(),
    unitName: z.string(),
    tier: z.enum(TIERS_UPWARD),
    role: z.enum(SESSION_ROLES).nullable(),
    capabilities: z.array(z.enum(CAPABILITIES)).describe('What the role may do; none while they have not joined'),
    state: z.enum(PARTICIPANT_STATES),
    reachability: z
      .enum(REACHABILITIES)
      .nullable()
      .describe('By what they can be woken now; none: by nothing. null: a unit, or not in the session'),
    joinMode: z.enum(JOIN_MODES),
    joinedSeq: z.int().nullable(),
    leftSeq: z.int().nullable(),
  })
  .meta({ id: 'SessionParticipant' });

export const SessionDetail = SessionView.extend({
  participants: z.array(ParticipantView),
  presence: z.array(PresenceView).describe('Everyone who was ever seen on the line, also who only looked on'),
  guests: z.array(GuestView),
  recordEvidenceId: Id.nullable().describe(
    'The record of its last closing as an item of evidence; null until it is one',
  ),
  records: z
    .array(z.object({ closedSeq: z.int(), evidenceId: Id, sha256: z.string(), preservedAt: InstantView }))
    .describe('One for each time it was closed, the latest first'),
  sightRequests: z.array(SightRequestView).describe('Who is asked to show something, or shows it, now'),
}).meta({
  id: 'CommandSessionDetail',
});
