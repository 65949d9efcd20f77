import type { ItemMetadata } from '../items/item.types.js';

const NO_ATTITUDE = { yawDegrees: null, pitchDegrees: null, rollDegrees: null };

/** What a tombstone says of its file beside the digest: nothing. */
export const EMPTY_METADATA: ItemMetadata = {
  camera: { make: null, model: null, serial: null, droneModel: null, droneSerial: null },
  heights: { aboveTakeoffMetres: null, absoluteMetres: null, absoluteDatum: null, exifMetres: null },
  gimbal: NO_ATTITUDE,
  airframe: NO_ATTITUDE,
  dimensions: {
    widthPixels: null,
    heightPixels: null,
    declaredWidthPixels: null,
    declaredHeightPixels: null,
    orientation: 1,
  },
  zone: null,
  tags: null,
};
