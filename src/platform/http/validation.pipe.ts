import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { type AppError, type ErrorFactory, PlatformErrors } from '../errors/index.js';

type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly params?: unknown;
};

/** One fault of an input, as problem documents list them. */
export interface InputFault {
  readonly path: string;
  readonly message: string;
}

const MAX_FAULTS = 50;

export function inputFaults(issues: readonly Issue[]): InputFault[] {
  return issues.slice(0, MAX_FAULTS).map(({ path, message }) => ({
    path: (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }));
}

/** What a refinement adds so that its fault is answered under a code of its own instead of `VALIDATION_FAILED`. */
export interface NamedFault {
  readonly refusal: ErrorFactory;
}

/** The first fault that has a code of its own gives the answer its code; all faults stand in it with their paths. */
export function inputError(issues: readonly Issue[]): AppError {
  const named = issues.map(({ params }) => params).find(isNamed);
  const refusal = named?.refusal ?? PlatformErrors.VALIDATION_FAILED;
  return refusal({ errors: inputFaults(issues) });
}

function isNamed(params: unknown): params is NamedFault {
  return typeof params === 'object' && params !== null && 'refusal' in params && typeof params.refusal === 'function';
}

/** The global pipe: without it a route's schema is silently ignored. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: inputError });
  }
}
