import { z } from 'zod';
import { EVIDENCE_KINDS } from '../../evidence/index.js';
import { Id, InstantView } from '../../platform/index.js';
import { reason } from '../commands/payload-parts.js';
import { GUEST_STATES } from '../guests/guest.rules.js';
import { SESSION_ROLES } from '../sessions/session-roles.js';
import { AGENDA_STATES, CONCLUSION_STATES, STANCES } from './consultation.codes.js';
import { sha256Hex, versionNumber } from './consultation.payloads.js';

const AgendaItemView = z.object({
  itemId: Id,
  title: z.string(),
  presenter: z.string().nullable(),
  minutes: z.int().nullable(),
  state: z.enum(AGENDA_STATES),
  begunSeq: z.int().nullable(),
  endedSeq: z.int().nullable(),
});

const MaterialView = z.object({
  materialId: Id,
  agendaItemId: Id.nullable(),
  title: z.string(),
  evidenceId: Id.nullable(),
  kind: z.enum(EVIDENCE_KINDS).nullable(),
  sha256: z.string().nullable().describe('Of the item as it was when it was put before the consultation'),
  text: z.string().nullable(),
  addedSeq: z.int(),
});

const InvitedExpertView = z.object({
  expertId: Id,
  name: z.string(),
  organisation: z.string(),
  userId: Id.nullable(),
  guestId: Id.nullable(),
  guestState: z.enum(GUEST_STATES).nullable().describe('null: they take part as a person of the organ'),
  invitedSeq: z.int(),
});

const VoiceView = z.object({
  speakerId: Id,
  speakerKind: z.enum(['person', 'guest']),
  name: z.string(),
  organisation: z.string(),
  role: z.enum(SESSION_ROLES).nullable(),
  stance: z.enum(STANCES),
  reason: z.string().nullable(),
  seq: z.int(),
  at: InstantView,
});

const ConclusionView = z
  .object({
    conclusionId: Id,
    agendaItemId: Id.nullable(),
    state: z.enum(CONCLUSION_STATES),
    version: z.int(),
    sha256: z
      .string()
      .describe('SHA-256 of the canonical JSON of {sessionId, conclusionId, version, agendaItemId, text}, hex'),
    text: z.string(),
    draftedSeq: z.int(),
    settledSeq: z.int().nullable(),
    voices: z.array(VoiceView).describe('Answers to this wording'),
    earlier: z
      .array(z.object({ version: z.int(), sha256: z.string(), text: z.string(), draftedSeq: z.int() }))
      .describe('Wordings before it; what was answered to them counts no more'),
  })
  .meta({ id: 'ConsultationConclusion' });

export const ConsultationView = z
  .object({
    place: z.string().nullable(),
    agenda: z.array(AgendaItemView),
    materials: z.array(MaterialView),
    experts: z.array(InvitedExpertView),
    conclusions: z.array(ConclusionView),
  })
  .meta({ id: 'Consultation' });

/** What guests get of a consultation: neither ids nor digests of evidence, and of the answers their own. */
export const GuestConsultationView = z
  .object({
    place: z.string().nullable(),
    agenda: z.array(AgendaItemView.pick({ itemId: true, title: true, presenter: true, minutes: true, state: true })),
    materials: z.array(MaterialView.pick({ materialId: true, title: true, text: true, agendaItemId: true })),
    conclusions: z.array(
      ConclusionView.pick({
        conclusionId: true,
        agendaItemId: true,
        state: true,
        version: true,
        sha256: true,
        text: true,
      }).extend({ ownStance: z.enum(STANCES).nullable() }),
    ),
  })
  .meta({ id: 'GuestConsultation' });

const GuestWording = { cmdId: Id, conclusionId: Id, version: versionNumber, sha256: sha256Hex };

export const GuestAnswer = z
  .discriminatedUnion('stance', [
    z.strictObject({ ...GuestWording, stance: z.literal('signed') }),
    z.strictObject({ ...GuestWording, stance: z.literal('dissented'), reason }),
  ])
  .meta({ id: 'GuestAnswer' });
