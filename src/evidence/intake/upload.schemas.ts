import { z } from 'zod';
import { entryNameFault, Id, inputFaults, isKeepableInstant, text } from '../../platform/index.js';
import { EVIDENCE_KINDS } from '../evidence.codes.js';
import { EvidenceErrors } from '../evidence.errors.js';

const Sha256 = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/, { error: 'must be 64 hex digits' })
  .transform((hex) => hex.toLowerCase());

export const CollectorInput = z.union([
  Id.describe('A user'),
  z.strictObject({ name: text(100) }).describe('Somebody without an account'),
]);

/** The law counts collectors. */
function areDifferent(collectors: readonly z.output<typeof CollectorInput>[]): boolean {
  const keys = collectors.map((collector) => (typeof collector === 'string' ? collector : `name ${collector.name}`));
  return new Set(keys).size === keys.length;
}

/** With `/` between folders, below the card. */
const CardPath = text(1_000).refine((path) => !entryNameFault(path), { error: 'must lie on the card' });

/** Stays text, as the sender spelled it. */
const Acquired = z.iso
  .datetime({ offset: true })
  .refine((written) => isKeepableInstant(new Date(written)), { error: 'must lie in the years 1900 to 2999' });

/** The part `metadata` of an upload. */
export const UploadMetadata = z
  .strictObject({
    kind: z.enum(EVIDENCE_KINDS),
    caseId: Id.optional(),
    sha256: Sha256.optional().describe('Digest the sender computed; other bytes go to quarantine'),
    title: text(300).optional(),
    deviceId: Id.optional().describe('The device it was taken with'),
    collectors: z
      .array(CollectorInput)
      .max(20)
      .refine(areDifferent, { error: 'names somebody twice' })
      .describe('Those who collected it, each once')
      .optional(),
    acquiredAt: Acquired.optional().describe('Satellite pictures and orthophotos: when the ground looked like this'),
    intakeId: Id.optional().describe('The intake of a memory card that the file belongs to'),
    path: CardPath.optional().describe('Where the file lay on that card'),
  })
  .refine(({ intakeId, path }) => (intakeId === undefined) === (path === undefined), {
    error: 'a file of a card needs both intakeId and path',
  })
  .meta({ id: 'EvidenceUploadMetadata' });

export type UploadInput = z.output<typeof UploadMetadata>;

/** The whole form, for the documentation. */
export const UploadForm = z.object({
  file: z.string().meta({ format: 'binary' }),
  metadata: UploadMetadata,
});

/** @throws UPLOAD_METADATA_NOT_JSON, UPLOAD_METADATA_INVALID */
export function parseUploadMetadata(json: string): UploadInput {
  return checked(parseJson(json));
}

/** The same from texts by name; the list of collectors is JSON. @throws UPLOAD_METADATA_NOT_JSON, UPLOAD_METADATA_INVALID */
export function parseUploadFields({ collectors, ...fields }: Readonly<Record<string, string>>): UploadInput {
  return checked({ ...fields, ...(collectors !== undefined && { collectors: parseJson(collectors) }) });
}

function checked(metadata: unknown): UploadInput {
  const parsed = UploadMetadata.safeParse(metadata);
  if (!parsed.success) throw EvidenceErrors.UPLOAD_METADATA_INVALID({ errors: inputFaults(parsed.error.issues) });
  return parsed.data;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw EvidenceErrors.UPLOAD_METADATA_NOT_JSON({}, error);
  }
}
