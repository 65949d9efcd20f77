/** Why a witness does not sign. */
export type RefusalCode =
  'NOT_A_CHECKPOINT' | 'SIGNATURE' | 'NO_ANSWER' | 'OTHER_LOG' | 'SHRUNK' | 'SPLIT_VIEW' | 'INCONSISTENT';

export class WitnessRefusal extends Error {
  override readonly name = 'WitnessRefusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}
