/** Who does something. The snapshot is what the audit keeps, so that history survives renames. */
export interface Actor {
  readonly kind: 'user' | 'device' | 'system' | 'guest';
  readonly id: string;
  readonly name: string;
  readonly requestId?: string;
  /** The key that a machine came with; absent for people. */
  readonly apiKeyId?: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
}

/** The service itself: timers, sweeps, seeds. */
export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'Skydocket', snapshot: {} };
