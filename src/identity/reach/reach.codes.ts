/** How somebody is told something: in the console alone, or there and by a message or mail as well. */
export const REACH_CHANNELS = ['in_page', 'message', 'email'] as const;
export type ReachChannel = (typeof REACH_CHANNELS)[number];

/** By what somebody can be woken now, the surest first; `none`: by nothing that the service has. */
export const REACHABILITIES = [...REACH_CHANNELS, 'none'] as const;
export type Reachability = (typeof REACHABILITIES)[number];

/** What leaves the service. */
export type OutwardChannel = Exclude<ReachChannel, 'in_page'>;

/** queued → sent | failed; unreachable: there was no way to the person. */
export const DELIVERY_STATES = ['queued', 'sent', 'failed', 'unreachable'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a try to send met. */
export const DELIVERY_FAULTS = [
  'UNREACHABLE',
  'TOO_SLOW',
  'TRY_AGAIN',
  'NO_CONTACT',
  'REFUSED',
  'TOO_LATE',
  'GIVEN_UP',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];
