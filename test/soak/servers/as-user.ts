import { execFileSync } from 'node:child_process';

/** The servers of Debian refuse to be root: as root a command becomes one of the server's own user, else it stays ours. */
export function asUser(user: string, command: readonly string[]): readonly [string, string[]] {
  const [program = '', ...args] = command;
  return process.getuid?.() === 0
    ? ['setpriv', [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', program, ...args]]
    : [program, args];
}

/** Gives a folder to that user where we are root. */
export function giveTo(user: string, folder: string): void {
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', user, folder]);
}
