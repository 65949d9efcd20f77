/** Everything the catalogue says about one refusal. `{name}` in a text is filled from the error's details. */
export interface ErrorEntry {
  readonly status: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly en: string;
  readonly zh: string;
  /** True when the same request may succeed later without being changed. */
  readonly retryable?: boolean;
}

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The one error that services throw. `details` travel to the caller as members of the problem document. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: string,
    readonly entry: ErrorEntry,
    readonly details: ErrorDetails = {},
    cause?: unknown,
  ) {
    super(fillIn(entry.en, details), { cause });
  }
}

export type ErrorFactory = (details?: ErrorDetails, cause?: unknown) => AppError;

const catalogue = new Map<string, ErrorEntry>();

/** Adds a feature's entries to the catalogue and gives one factory a code: `throw CaseErrors.CASE_NOT_FOUND()`. */
export function defineErrors<K extends string>(
  entries: Readonly<Record<K, ErrorEntry>>,
): Readonly<Record<K, ErrorFactory>> {
  const factories: Partial<Record<K, ErrorFactory>> = {};
  for (const [code, entry] of Object.entries(entries) as [K, ErrorEntry][]) {
    if (catalogue.has(code)) throw new Error(`error code ${code} is defined twice`);
    catalogue.set(code, entry);
    factories[code] = (details, cause) => new AppError(code, entry, details, cause);
  }
  return factories as Record<K, ErrorFactory>;
}

/** All codes known so far, sorted. */
export function errorCatalogue(): readonly (readonly [string, ErrorEntry])[] {
  return [...catalogue].sort(([a], [b]) => (a < b ? -1 : 1));
}

export function fillIn(text: string, details: ErrorDetails): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
  });
}
