import type { LatestState } from '../positions/latest.rules.js';
import type { TelemetrySample } from '../sample.js';
import type { QuarantineCode } from '../quarantine/quarantine.codes.js';

/** A message as it came. */
export interface Origin {
  readonly receivedAt: Date;
  readonly topic: string;
  readonly clientId: string;
  /** Null behind an external broker, which does not say who published. */
  readonly username: string | null;
  readonly raw: Buffer;
}

/** A frame with the device it belongs to and the message it was read from. */
export interface SampleRow {
  readonly deviceId: string;
  readonly origin: Origin;
  readonly sample: TelemetrySample;
}

/** Why a message leaves no frames. The id is given here, so that writing it twice keeps it once. */
export interface Refusal {
  readonly id: string;
  readonly code: QuarantineCode;
  readonly detail: string;
}

/** What one message leaves behind. */
export interface IntakeItem {
  readonly origin: Origin;
  readonly samples: readonly SampleRow[];
  readonly refusal: Refusal | null;
  /** Where the message lies in quarantine already; refused once more, it is not kept twice. */
  readonly heldAs?: string;
}

/** What is known of one device. */
export interface LatestRow {
  readonly deviceId: string;
  readonly state: LatestState;
  /** Adcode of the county the position lies in, or `unknown`; null without a position. */
  readonly place: string | null;
}
