import type { SimulatedMessage } from '../dji-messages.js';
import type { SimulatedPhoto } from '../photo.js';
import type { Place } from '../flight-path.js';

/** A photo that was taken, before it is rendered. */
export interface Shot {
  readonly photo: SimulatedPhoto;
  /** Of the camera's pictures since the beginning. */
  readonly number: number;
  readonly flightId: string;
  readonly nthOfFlight: number;
  readonly ofFlight: number;
}

/** A flight that begins soon, as its pilot would plan it. */
export interface ComingFlight {
  readonly sortie: number;
  readonly beginsInSeconds: number;
  readonly lastsSeconds: number;
  readonly path: readonly Place[];
  readonly highestMetres: number;
}

/** What one line says, moment by moment. The same seed and moments give the same bytes. */
export interface Speaker {
  /** What comes before anything else; a gateway says it again whenever it has a connection. */
  greeting(at: Date): SimulatedMessage[];
  /** @param seconds from the beginning, at the instant `at` */
  messagesAt(seconds: number, at: Date): SimulatedMessage[];
  /** Those taken since it was asked last. */
  shots(): Shot[];
  /** The next flight, while it has not begun. */
  coming(seconds: number): ComingFlight | undefined;
  farewell(at: Date): SimulatedMessage[];
  readonly airborne: boolean;
}
