import type { JsonObject, Position } from '../sample.js';

/** What surrounds every event. */
interface Told {
  /** Of the topic: the gateway that tells. */
  readonly serial: string;
  readonly bid: string | null;
  readonly at: Date;
  readonly receivedAt: Date;
}

/** One warning of a device about itself; whatever it did not say is null. */
export interface HealthWarning {
  readonly code: string;
  /** 0 notice, 1 caution, 2 warning. */
  readonly level: number | null;
  /** 0 flight task, 1 device, 2 media, 3 health itself. */
  readonly module: number | null;
  readonly isInTheSky: boolean;
  readonly isImminent: boolean;
  /** `domain-type-subtype` of what it is about. */
  readonly deviceType: string | null;
  readonly args: JsonObject;
}

/** All warnings there are: one that is missing is over. */
export interface HealthReport extends Told {
  readonly kind: 'health';
  readonly warnings: readonly HealthWarning[];
}

/** How far a flight task is. */
export interface TaskProgress extends Told {
  readonly kind: 'task';
  readonly flightId: string;
  readonly status: string | null;
  readonly resultCode: number | null;
  readonly percent: number | null;
  readonly step: number | null;
  readonly waypoint: number | null;
  readonly mediaCount: number | null;
  readonly breakReason: number | null;
  readonly trackId: string | null;
  /** 0 to 9: 5 to 8 in the air. */
  readonly missionState: number | null;
}

/** What else is told of a task: it may be begun; the way home; the way home was left or begun again. */
export interface TaskNews extends Told {
  readonly kind: 'task_news';
  readonly news: 'ready' | 'return_home' | 'exit_homing';
  /** Empty text: it does not say which. */
  readonly flightIds: readonly string[];
  /** In our own words. */
  readonly data: JsonObject;
}

/** A file that a device says it has uploaded. */
export interface MediaAnnouncement extends Told {
  readonly kind: 'media';
  readonly objectKey: string;
  readonly name: string | null;
  readonly path: string | null;
  readonly fingerprint: string | null;
  readonly flightId: string | null;
  readonly droneModelKey: string | null;
  readonly payloadModelKey: string | null;
  readonly isOriginal: boolean | null;
  readonly position: Position | null;
  readonly absoluteAltitudeMetres: number | null;
  readonly relativeAltitudeMetres: number | null;
  readonly gimbalYawDegrees: number | null;
  /** The camera's own time, in its own words: it says no zone. */
  readonly takenText: string | null;
  readonly uploadedCount: number | null;
  readonly expectedCount: number | null;
}

export type DeviceEvent = HealthReport | TaskProgress | TaskNews | MediaAnnouncement;

/** What a device answers to a call, or to a property that was set. */
export interface ServiceReply {
  readonly serial: string;
  readonly tid: string;
  /** Null: it does not say whether it was done. */
  readonly resultCode: number | null;
  /** Of work that goes on after the answer. */
  readonly status: string | null;
  /** Without its secrets. */
  readonly output: JsonObject | null;
  readonly receivedAt: Date;
}
