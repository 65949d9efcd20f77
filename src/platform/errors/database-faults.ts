/** What PostgreSQL said, dug out of the wrappers of the driver and the ORM. */
export interface DatabaseFault {
  readonly sqlState: string;
  readonly constraint?: string;
  readonly detail?: string;
}

/** Every SQLSTATE holds a digit; the system's own five letters (EPIPE) do not. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/** Finds the SQLSTATE in an error or its causes; undefined when the database said nothing. */
export function databaseFault(error: unknown): DatabaseFault | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const { code, constraint, detail } = current as { code?: unknown; constraint?: string; detail?: string };
    if (typeof code === 'string' && SQLSTATE.test(code)) return { sqlState: code, constraint, detail };
    current = (current as { driverError?: unknown }).driverError ?? current.cause;
  }
  return undefined;
}

/** True when `error` is a violation of the named constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return databaseFault(error)?.constraint === constraint;
}
