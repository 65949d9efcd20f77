import type { Actor, Tx } from '../../../platform/index.js';

/** What somebody's controller has put into the store; its bytes lie among the originals. */
export interface UploadedObject {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** By its first bytes. */
  readonly mediaType: string;
}

/** What controllers upload; telemetry, a room to the right, answers. */
export interface UploadedObjects {
  /** What lies under the key, where it is one of the actor's own; undefined as well where nothing does. */
  ofPerson(actor: Actor, unitId: string, objectKey: string): Promise<UploadedObject | undefined>;
  /** Somebody has said what it is: nobody takes it for something else any more. */
  markTaken(tx: Tx, id: string): Promise<void>;
}
export const UPLOADED_OBJECTS = Symbol('UPLOADED_OBJECTS');
