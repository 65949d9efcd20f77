/** The wide camera of a kind of aircraft, with the words that it writes into its pictures. */
export interface SimulatedCamera {
  /** In `Model` and `DroneModel`. */
  readonly model: string;
  /** `type-subtype-gimbal` of the payload in property frames. */
  readonly payloadIndex: string;
  /** In terms of 35 mm film, along the diagonal. */
  readonly filmMillimetres: number;
  readonly sensorDiagonalMillimetres: number;
}

const HALF_INCH_MILLIMETRES = 8;
const FOUR_THIRDS_MILLIMETRES = 21.63;
const BIG_PHONE_MILLIMETRES = 12.29;

const wide = (model: string, payloadIndex: string, sensorDiagonalMillimetres: number): SimulatedCamera => ({
  model,
  payloadIndex,
  filmMillimetres: 24,
  sensorDiagonalMillimetres,
});

const MAVIC_3T = wide('M3T', '67-0-0', HALF_INCH_MILLIMETRES);

/** By the aircraft's model key, `domain-type-subtype`. */
const CAMERAS: Readonly<Record<string, SimulatedCamera>> = {
  '0-77-0': wide('M3E', '66-0-0', FOUR_THIRDS_MILLIMETRES),
  '0-77-1': MAVIC_3T,
  '0-77-2': wide('M3M', '68-0-0', FOUR_THIRDS_MILLIMETRES),
  '0-67-1': wide('M30T', '53-0-0', HALF_INCH_MILLIMETRES),
  '0-89-0': wide('ZH30T', '83-0-0', BIG_PHONE_MILLIMETRES),
  '0-60-0': wide('ZH20T', '43-0-0', HALF_INCH_MILLIMETRES),
  '0-99-0': wide('M4E', '88-0-0', FOUR_THIRDS_MILLIMETRES),
  '0-99-1': wide('M4T', '89-0-0', BIG_PHONE_MILLIMETRES),
  '0-91-1': wide('M3TD', '81-0-0', BIG_PHONE_MILLIMETRES),
};

/** A Mavic 3T's where the model has none of its own here. */
export function cameraOf(modelKey: string | undefined): SimulatedCamera {
  return CAMERAS[modelKey ?? ''] ?? MAVIC_3T;
}
