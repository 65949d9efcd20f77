/**
 * Why a task gave nothing: the reader refused the file, the file was gone or could not be reached, it took too long, the
 * thread ended with it, too many waited already, nobody waited any more, or the service ends.
 */
export type ThreadFaultCode =
  'REFUSED' | 'FILE_GONE' | 'UNREACHABLE' | 'TOO_SLOW' | 'ENDED' | 'BUSY' | 'BROKEN_OFF' | 'CLOSING';

const PASSING: ReadonlySet<ThreadFaultCode> = new Set(['FILE_GONE', 'BUSY', 'BROKEN_OFF', 'CLOSING']);
/** Of these the message is that of the system, which names places of this machine. */
const WORDS: Partial<Record<ThreadFaultCode, string>> = {
  FILE_GONE: 'the file is not there',
  UNREACHABLE: 'the file cannot be reached',
  ENDED: 'the reader ended',
};
const PLACE = /[/\\]/;

export class ThreadFault extends Error {
  constructor(
    readonly code: ThreadFaultCode,
    message: string,
  ) {
    super(message);
  }

  /** It says nothing of the file: the same task may go well the next time. */
  get isPassing(): boolean {
    return PASSING.has(this.code);
  }

  /** For those who asked: without places of this machine. */
  get words(): string {
    return WORDS[this.code] ?? (PLACE.test(this.message) ? 'the file cannot be read' : this.message);
  }
}
