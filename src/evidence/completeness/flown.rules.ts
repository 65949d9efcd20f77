import type { Period } from '../../platform/index.js';
import { DRONE_MAKERS } from '../chain/drone-makers.js';
import type { Words } from '../metadata/claim.types.js';
import type { FlownFile } from './frames.rules.js';

/** A file that names a flight as its own, with what its bytes say and who brought it in. */
export interface ClaimedFile extends FlownFile {
  /** Maker of the camera and serial number of the aircraft, as the file says. */
  readonly make: string | null;
  readonly droneSerial: string | null;
  readonly uploadedBy: string | null;
  /** The device uploaded it by itself. */
  readonly byDevice: boolean;
}

/** What such a file is held against. */
export interface Flown {
  readonly during: Period;
  readonly pilotId: string | null;
  /** Null: unknown. */
  readonly serial: string | null;
}

/** Why a file does not count as a frame of the flight it is tied to. */
export const SET_ASIDE = ['outside_period', 'other_device', 'says_nothing'] as const;
export type SetAside = (typeof SET_ASIDE)[number];

export const SET_ASIDE_WORDS: Readonly<Record<SetAside, Words>> = {
  outside_period: { zh: '拍摄时间不在飞行时段内', en: 'taken outside the period of the flight' },
  other_device: {
    zh: '文件自身所写的设备与本次飞行不符',
    en: 'the file itself says that another device took it',
  },
  says_nothing: {
    zh: '文件自身未写设备,且不是由设备或飞手本人上传',
    en: 'the file says nothing of its device, and neither the device nor the pilot brought it in',
  },
};

/** Null where the file counts: its own words agree with the flight. */
export function setAside(file: ClaimedFile, { during, pilotId, serial }: Flown): SetAside | null {
  const { capturedAt, droneSerial, make, byDevice, uploadedBy } = file;
  if (!capturedAt || capturedAt < during.from || capturedAt >= during.to) return 'outside_period';
  if (droneSerial !== null && serial !== null)
    return droneSerial.toLowerCase() === serial.toLowerCase() ? null : 'other_device';
  if (make !== null) return DRONE_MAKERS.test(make) ? null : 'other_device';
  return byDevice || (uploadedBy !== null && uploadedBy === pilotId) ? null : 'says_nothing';
}

export interface SortedFiles {
  readonly counted: readonly ClaimedFile[];
  readonly aside: readonly { readonly reason: SetAside; readonly files: number }[];
}

export function sortFiles(files: readonly ClaimedFile[], flown: Flown): SortedFiles {
  const judged = files.map((file) => ({ file, reason: setAside(file, flown) }));
  const aside = SET_ASIDE.map((reason) => ({ reason, files: judged.filter((one) => one.reason === reason).length }));
  return {
    counted: judged.filter(({ reason }) => reason === null).map(({ file }) => file),
    aside: aside.filter((group) => group.files > 0),
  };
}
