/** What of an item's surroundings one reader may know. Seeing the item itself is decided before. */
export interface ReaderSight {
  /** Who had the device then, its bookings, plans and track (decisions, 1 and 2). */
  readonly origin: boolean;
  /** Of the cases the item is attached to those the reader may see. */
  readonly caseIds: ReadonlySet<string>;
  /** The item has its bytes; a tombstone tells nothing that came out of them. */
  readonly isStanding: boolean;
}

/**
 * `reader`: whoever may see the item; `standing`: the same, while it has its bytes; `party`: those whose device it was;
 * `case`: who may see each case that is named, if any is; `namedCase`: the same, and where none is named nobody;
 * `whole`: the party, where it may see each case that is named.
 */
export type SightRule = 'reader' | 'standing' | 'party' | 'case' | 'namedCase' | 'whole';

const reader = 'reader';
const standing = 'standing';
const party = 'party';
const namedCase = 'namedCase';
const whole = 'whole';

/** Every part of an item that anybody is told of, in whatever answer, paper or export. What does not stand here is told to nobody. */
export const ITEM_SIGHT = {
  /** Fields of the item's page, which an export keeps as its record. */
  page: {
    id: reader,
    kind: reader,
    state: reader,
    title: reader,
    fileName: reader,
    sha256: reader,
    sm3: reader,
    size: reader,
    mediaType: reader,
    sha256Declared: reader,
    capturedAt: reader,
    capturedSource: reader,
    position: reader,
    positionSource: reader,
    flags: reader,
    receivedAt: reader,
    thumbnail: standing,
    unitId: reader,
    deviceId: reader,
    deviceFoundBy: reader,
    flightId: reader,
    uploadedBy: reader,
    cases: reader,
    collectors: reader,
    place: reader,
    layers: standing,
    log: reader,
    seal: reader,
    corrections: reader,
    preservation: reader,
    claims: reader,
    camera: reader,
    heights: reader,
    gimbal: reader,
    airframe: reader,
    dimensions: reader,
    renditions: standing,
    corroboration: standing,
    footprint: standing,
    recordedTrack: standing,
    film: standing,
    raster: standing,
    captureSet: standing,
    custody: reader,
  },
  /** One of the cases the page names. */
  list: { entry: namedCase },
  preservation: { minutesToFirstHash: reader, held: party, card: reader },
  /** The memory card that it came on. */
  card: { intakeId: reader, path: reader, handedInBy: reader, openedAt: reader, heldDevice: party },
  /** Checks that rest on what others recorded: without them a verdict is only that of the picture itself. */
  corroboration: { surroundings: party },
  /** Details of custody events. */
  custody: {
    received: 'case',
    viewed: reader,
    downloaded: 'case',
    attached: namedCase,
    linked: reader,
    corroborated: party,
    detached: namedCase,
    shared: reader,
    exported: 'case',
    checked: reader,
    sealed: reader,
    held: 'case',
    released: 'case',
    removal_proposed: reader,
    removal_withdrawn: reader,
    removed: reader,
    recorded: namedCase,
    corrected: reader,
    paired: namedCase,
  },
  /** Links of the chain, and custody events that say one was made. */
  link: {
    booking: party,
    check_out: party,
    flight: party,
    track: party,
    hand_back: party,
    announcement: party,
    evidence: reader,
    order: reader,
    rapid_test: reader,
    session: reader,
  },
  /** The record names every case the item was in, and where its device was. */
  seal: {
    id: reader,
    ruleSet: reader,
    acknowledged: reader,
    reason: reader,
    record: whole,
    recordSha256: reader,
    sealedAt: reader,
    sealedBy: reader,
  },
  /** Files that an export adds. */
  extra: { sealedRecord: whole, track: party, custodyRows: reader },
  /** Values that are hidden in entries of the transparency log. */
  proof: {
    actor: reader,
    fileName: standing,
    position: standing,
    caseId: namedCase,
    proposedBy: reader,
    confirmedBy: reader,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, SightRule>>>>;

export type SightArea = keyof typeof ITEM_SIGHT;

/** Whether the reader may know the field. @param named cases that its value names */
export function maySee(area: SightArea, field: string, sight: ReaderSight, named: readonly string[] = []): boolean {
  const seesCases = named.every((caseId) => sight.caseIds.has(caseId));
  switch (ruleOf(area, field)) {
    case 'reader':
      return true;
    case 'standing':
      return sight.isStanding;
    case 'party':
      return sight.origin;
    case 'case':
      return seesCases;
    case 'namedCase':
      return named.length > 0 && seesCases;
    case 'whole':
      return sight.origin && seesCases;
    case undefined:
    default:
      return false;
  }
}

/** Fields with the values that the reader may know, else null; of a tombstone lists are empty. One without a rule is not even there. */
export function asSeen<T extends object>(area: SightArea, fields: T, sight: ReaderSight): T {
  const told = Object.entries(fields).flatMap(([field, value]: [string, unknown]) => {
    const rule = ruleOf(area, field);
    if (rule === undefined) return [];
    if (maySee(area, field, sight)) return [[field, value] as const];
    return [[field, rule === 'standing' && Array.isArray(value) ? [] : null] as const];
  });
  return Object.fromEntries(told) as T;
}

function ruleOf(area: SightArea, field: string): SightRule | undefined {
  const rules: Readonly<Record<string, SightRule>> = ITEM_SIGHT[area];
  return Object.hasOwn(rules, field) ? rules[field] : undefined;
}
