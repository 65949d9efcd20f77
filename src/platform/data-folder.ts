import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.js';

/** Makes the data folder with its private part. @throws StartError when this user may not write there */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StartError(
      `The data folder ${folder} cannot be written (${code}). Set SKYDOCKET_DATA_DIR to a folder this user may write.`,
      { cause },
    );
  }
}
