import type { DeviceSummary } from '../../equipment/index.js';
import type { MediaAnnouncement } from '../dialects/device-events.js';

/** `taken`: the file is evidence, committed. `absent`: it never came. */
export type Arrival = 'taken' | 'absent';

/** What becomes of files that devices announce; answered by a room to the right. */
export interface MediaArrivals {
  take(gateway: DeviceSummary, media: MediaAnnouncement): Promise<Arrival>;
}

export const MEDIA_ARRIVALS = Symbol('MEDIA_ARRIVALS');
