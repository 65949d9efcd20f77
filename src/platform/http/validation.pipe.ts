import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { PlatformErrors } from '../errors/index.js';

type Issue = { readonly message: string; readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] };

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

/** The global pipe: without it a route's schema is silently ignored. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => PlatformErrors.VALIDATION_FAILED({ errors: inputFaults(issues) }) });
  }
}
