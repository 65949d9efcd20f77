import type { Position } from '../../geo/index.js';

export const REPORTERS = ['pilot', 'gateway', 'nobody'] as const;
export type Reporter = (typeof REPORTERS)[number];

/** What a controller or dock says of a file that it uploaded: claims, none of them checked. */
export interface MediaReport {
  readonly by: Reporter;
  readonly name: string | null;
  readonly path: string | null;
  readonly fingerprint: string | null;
  readonly tinyFingerprint: string | null;
  readonly flightId: string | null;
  readonly droneSerial: string | null;
  readonly isOriginal: boolean | null;
  readonly position: Position | null;
  readonly absoluteAltitudeMetres: number | null;
  readonly relativeAltitudeMetres: number | null;
  readonly gimbalYawDegrees: number | null;
  /** The camera's time in its own words. */
  readonly takenText: string | null;
}

export const UNREPORTED: MediaReport = {
  by: 'nobody',
  name: null,
  path: null,
  fingerprint: null,
  tinyFingerprint: null,
  flightId: null,
  droneSerial: null,
  isOriginal: null,
  position: null,
  absoluteAltitudeMetres: null,
  relativeAltitudeMetres: null,
  gimbalYawDegrees: null,
  takenText: null,
};

/** An object of the store that became evidence. */
export interface ArrivedMedia {
  readonly objectId: string;
  readonly itemId: string;
  readonly unitId: string;
  readonly sha256: string;
  readonly md5: string;
  /** The first of its unit with these bytes: the item was made of it. */
  readonly isFirst: boolean;
  readonly deviceId: string | null;
  readonly caseId: string | null;
  readonly reportedBy: Reporter;
  readonly name: string | null;
  readonly fingerprint: string | null;
  readonly tinyFingerprint: string | null;
  readonly takenAt: Date;
}
