import type { ProductNumber } from '../wayline.types.js';

/** An aircraft that flies waylines, with what it carries. */
export interface WaylineModel {
  readonly name: string;
  readonly drone: ProductNumber;
  /** Payload types it can carry, its usual one first. */
  readonly payloads: readonly number[];
  /** Whether payloads are exchanged, so that others than these may fit too. */
  readonly exchanges: boolean;
  /** Which pictures a photo takes. */
  readonly imageFormats: string;
}

const LENSES = 'wide,zoom';
const LENSES_AND_THERMAL = 'wide,zoom,ir';
/** Of the cameras that choose between wide and zoom by themselves; the maker spells it so. */
const VISIBLE = 'visable';
const VISIBLE_AND_THERMAL = 'visable,ir';

/** Cameras for the large aircraft: H20T, H20, H20N, H30T, H30, P1, L1, and whatever is built with the payload kit. */
const ZENMUSE = [43, 42, 61, 83, 82, 50, 90742, 65534];

const fixed = (name: string, drone: ProductNumber, payload: number, imageFormats: string): WaylineModel => {
  return { name, drone, payloads: [payload], exchanges: false, imageFormats };
};

const open = (name: string, type: number, payloads: readonly number[]): WaylineModel => {
  return { name, drone: { type, subType: 0 }, payloads, exchanges: true, imageFormats: LENSES_AND_THERMAL };
};

/** Product numbers as DJI publishes them. Aircraft that are not here fly waylines too, only nothing of them is checked. */
export const WAYLINE_MODELS = {
  m30: fixed('DJI Matrice 30', { type: 67, subType: 0 }, 52, LENSES),
  m30t: fixed('DJI Matrice 30T', { type: 67, subType: 1 }, 53, LENSES_AND_THERMAL),
  m3e: fixed('DJI Mavic 3E', { type: 77, subType: 0 }, 66, VISIBLE),
  m3t: fixed('DJI Mavic 3T', { type: 77, subType: 1 }, 67, VISIBLE_AND_THERMAL),
  m3m: fixed('DJI Mavic 3M', { type: 77, subType: 2 }, 68, 'visable,narrow_band'),
  m3ta: fixed('DJI Mavic 3TA', { type: 77, subType: 3 }, 129, VISIBLE_AND_THERMAL),
  m3d: fixed('DJI Matrice 3D', { type: 91, subType: 0 }, 80, VISIBLE),
  m3td: fixed('DJI Matrice 3TD', { type: 91, subType: 1 }, 81, VISIBLE_AND_THERMAL),
  m4e: fixed('DJI Matrice 4E', { type: 99, subType: 0 }, 88, VISIBLE),
  m4t: fixed('DJI Matrice 4T', { type: 99, subType: 1 }, 89, VISIBLE_AND_THERMAL),
  m4d: fixed('DJI Matrice 4D', { type: 100, subType: 0 }, 98, VISIBLE),
  m4td: fixed('DJI Matrice 4TD', { type: 100, subType: 1 }, 99, VISIBLE_AND_THERMAL),
  m300: open('DJI Matrice 300 RTK', 60, ZENMUSE),
  m350: open('DJI Matrice 350 RTK', 89, [83, ...ZENMUSE.filter((type) => type !== 83)]),
  m400: open('DJI Matrice 400', 103, [83, 82, 65534]),
} as const satisfies Record<string, WaylineModel>;

export type WaylineModelCode = keyof typeof WAYLINE_MODELS;
export const WAYLINE_MODEL_CODES = Object.keys(WAYLINE_MODELS) as [WaylineModelCode, ...WaylineModelCode[]];
