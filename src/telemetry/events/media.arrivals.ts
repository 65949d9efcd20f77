import type { DeviceSummary } from '../../equipment/index.js';
import type { MediaAnnouncement } from '../dialects/device-events.js';

/**
 * `taken`: the file is evidence, committed. `absent`: it never came. `elsewhere`: it lies in a store that is not ours, and
 * remains a file by the word of the device.
 */
export type Arrival = 'taken' | 'absent' | 'elsewhere';

/** What becomes of files that devices announce; answered by a room to the right. */
export interface MediaArrivals {
  take(gateway: DeviceSummary, media: MediaAnnouncement): Promise<Arrival>;
}

export const MEDIA_ARRIVALS = Symbol('MEDIA_ARRIVALS');
