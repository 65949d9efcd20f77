import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { type AppError, type ErrorFactory, PlatformErrors } from '../errors/index.js';
import { inChinese, type InputFault, type Issue } from './input-fault.rules.js';

const MAX_FAULTS = 50;

export function inputFaults(issues: readonly Issue[]): InputFault[] {
  return issues.slice(0, MAX_FAULTS).map(faultOf);
}

function faultOf(issue: Issue): InputFault {
  const { path = [], message, code = 'custom', params } = issue;
  const at = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  if (!isNamed(params)) return { path: at, code, message, zh: inChinese(issue) };
  const { code: name, entry } = params.refusal();
  return { path: at, code: name, message, zh: entry.zh };
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
