/** A start that cannot succeed, for a reason outside the program; the message alone says what to do. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
