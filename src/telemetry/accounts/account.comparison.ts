import type { AccountDesk } from './account.desk.js';

/** All devices, and whatever else the broker holds by us, a step at a time. */
export class AccountComparison {
  told = 0;
  removed = 0;
  private left: string[] | undefined;

  constructor(private readonly desk: Pick<AccountDesk, 'beginComparison' | 'compareOne' | 'removeStrays'>) {}

  /** @returns whether it was the last one. @throws when the broker is away */
  async step(): Promise<boolean> {
    if (!this.left) {
      this.left = (await this.desk.beginComparison()).toReversed();
      return false;
    }
    const deviceId = this.left.pop();
    if (deviceId === undefined) {
      this.removed = await this.desk.removeStrays();
      return true;
    }
    this.told += await this.desk.compareOne(deviceId);
    return false;
  }
}
