import type { UserActor } from '../../identity/index.js';
import type { Audience } from '../commands/payload-parts.js';
import { type EventScope, EVERYONE } from '../events/visibility.rules.js';

/** For whom something is said; the speaker's own unit is filled in. */
export function scopeOf(audience: Audience | undefined, { unitId }: Pick<UserActor, 'unitId'>): EventScope {
  if (!audience) return EVERYONE;
  return audience.kind === 'ORG' ? { kind: 'ORG', unitId } : audience;
}
