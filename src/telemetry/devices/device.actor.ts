import type { DeviceSummary } from '../../equipment/index.js';
import type { Actor } from '../../platform/index.js';

/** A device as the one who does something: what it reports is its own deed. */
export function deviceActor({ id, assetCode, serial }: DeviceSummary): Actor {
  return { kind: 'device', id, name: assetCode, snapshot: { assetCode, serial } };
}
