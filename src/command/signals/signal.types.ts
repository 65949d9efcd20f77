interface OfPerson {
  readonly userId: string;
}

interface Placed {
  readonly lon: number;
  readonly lat: number;
}

/** Where somebody's phone says it is, as long as they share it. Never telemetry, never evidence. */
export interface PositionSignal extends OfPerson, Placed {
  readonly kind: 'position';
  readonly at: string;
  readonly accuracyMetres: number | null;
  readonly headingDegrees: number | null;
}

export interface CursorSignal extends OfPerson, Placed {
  readonly kind: 'cursor';
}

export interface TypingSignal extends OfPerson {
  readonly kind: 'typing';
}

/** How far somebody has got and read. */
export interface ReadSignal extends OfPerson {
  readonly kind: 'read';
  readonly deliveredSeq: number;
  readonly readSeq: number;
  readonly updatedAt: string;
}

/** A picture that somebody shows by their consent, JPEG in base64. */
export interface StillSignal extends OfPerson {
  readonly kind: 'still';
  readonly requestId: string;
  readonly at: string;
  readonly jpeg: string;
}

export type Signal = PositionSignal | CursorSignal | TypingSignal | ReadSignal | StillSignal;
export type SignalKind = Signal['kind'];

/** What a viewer gets: a signal, or the word that it is over. */
export type SignalItem =
  | (Signal & { readonly stale?: true })
  | { readonly kind: SignalKind; readonly userId: string; readonly requestId?: string; readonly gone: true };
