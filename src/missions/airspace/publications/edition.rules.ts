import { createHash } from 'node:crypto';
import { boundingBox } from '../../../geo/index.js';
import type { AirspaceZone } from '../zones/airspace-zone.entity.js';
import { hullOf } from '../deconfliction/applicability.rules.js';
import type { ZoneDraft } from '../zone-file/zone-draft.js';
import type { AirspacePublication } from './airspace-publication.entity.js';

/** A zone of the edition in force. */
export type ZoneInForce = Pick<AirspaceZone, 'id' | 'code' | 'originId' | 'version' | 'digest'>;

/** What an edition does to the zones of its publication. */
export interface EditionChange {
  readonly added: readonly ZoneDraft[];
  readonly changed: readonly { readonly draft: ZoneDraft; readonly before: ZoneInForce }[];
  readonly ended: readonly ZoneInForce[];
  readonly unchanged: number;
}

/** Zones are the same by their code; the same zone with the same digest stays as it is. */
export function editionChange(
  drafts: readonly ZoneDraft[],
  inForce: readonly ZoneInForce[],
  publication: Pick<AirspacePublication, 'authority'>,
): EditionChange {
  const before = new Map(inForce.map((zone) => [zone.code, zone]));
  const change = { added: [] as ZoneDraft[], changed: [] as EditionChange['changed'][number][], unchanged: 0 };
  for (const draft of drafts) {
    const zone = before.get(draft.code);
    before.delete(draft.code);
    if (zone === undefined) change.added.push(draft);
    else if (zone.digest === digestOf(draft, publication)) change.unchanged += 1;
    else change.changed.push({ draft, before: zone });
  }
  return { ...change, ended: [...before.values()] };
}

/** Of everything a publication says about a zone, whatever the order in which it says it. */
export function digestOf(draft: ZoneDraft, { authority }: Pick<AirspacePublication, 'authority'>): string {
  const { code, name, rule, geometry, band, vertical, applicability, contact, notes } = draft;
  const said = { code, name, rule, geometry, band, vertical, applicability, contact, notes: [...notes].sort() };
  const whole = inOrder({ ...said, authority: draft.authority ?? authority });
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
}

/** Whether both do the same to flights, in the same place, heights and hours, whatever else is said of them. */
export function isFlownAlike(one: FlownZone, other: FlownZone): boolean {
  return flownOf(one) === flownOf(other);
}

type FlownZone = Pick<AirspaceZone, 'rule' | 'geometry' | 'band' | 'applicability'>;

function flownOf({ rule, geometry, band, applicability }: FlownZone): string {
  return JSON.stringify(inOrder({ rule, geometry, band, applicability }));
}

/** The draft as a version of a zone. */
export function toZone(
  draft: ZoneDraft,
  { id: publicationId, authority, source }: AirspacePublication,
  version: Pick<AirspaceZone, 'id' | 'originId' | 'version' | 'createdBy' | 'createdAt'>,
): AirspaceZone {
  const { code, name, rule, geometry, band, vertical, applicability, contact, notes } = draft;
  return {
    ...version,
    publicationId,
    code,
    name,
    rule,
    geometry,
    bbox: boundingBox(geometry),
    band,
    during: applicability.length > 0 ? hullOf(applicability) : {},
    authority: draft.authority ?? authority,
    source,
    vertical,
    applicability,
    contact,
    notes,
    digest: digestOf(draft, { authority }),
    endedAt: null,
  };
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  );
}
