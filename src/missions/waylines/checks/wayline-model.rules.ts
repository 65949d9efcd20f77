import { WAYLINE_MODELS, type WaylineModel } from './wayline-model.data.js';
import type { ProductNumber } from '../wayline.types.js';

/** The aircraft with this number, where we know it. */
export function modelOf(drone: ProductNumber): WaylineModel | undefined {
  return Object.values<WaylineModel>(WAYLINE_MODELS).find((model) => isSame(model.drone, drone));
}

/** The number of an aircraft out of a DJI model key, `0-type-subtype`. */
export function droneOfModelKey(key: string | null): ProductNumber | undefined {
  const [, type, subType] = /^0-(\d+)-(\d+)$/.exec(key ?? '') ?? [];
  return type === undefined ? undefined : { type: Number(type), subType: Number(subType) };
}

export function isSame(a: ProductNumber, b: ProductNumber): boolean {
  return a.type === b.type && a.subType === b.subType;
}

/** The name where we know it, the number otherwise. */
export function droneName(drone: ProductNumber): string {
  return modelOf(drone)?.name ?? `DJI ${drone.type}-${drone.subType}`;
}

/** Whether an aircraft carries a payload of this type; `unknown` where payloads are exchanged or the aircraft is not known. */
export function carries(drone: ProductNumber, payloadType: number): 'yes' | 'no' | 'unknown' {
  const model = modelOf(drone);
  if (!model) return 'unknown';
  if (model.payloads.includes(payloadType)) return model.exchanges ? 'unknown' : 'yes';
  return model.exchanges && !isFixedPayload(payloadType) ? 'unknown' : 'no';
}

/** Whether the camera is built into another aircraft. */
function isFixedPayload(payloadType: number): boolean {
  return Object.values<WaylineModel>(WAYLINE_MODELS).some(
    ({ exchanges, payloads }) => !exchanges && payloads.includes(payloadType),
  );
}
