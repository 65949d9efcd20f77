import { execFileSync, spawnSync } from 'node:child_process';
import { it } from '@jest/globals';
import { fromFile } from 'geotiff';

/** Tests that compare with GDAL are skipped where it is not installed; its name stands in theirs. */
export const withGdal = spawnSync('gdalwarp', ['--version']).status === 0 ? it : it.skip;

export function gdal(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The bands of a raster, each row by row. */
export async function bandsOf(path: string): Promise<ArrayLike<number>[]> {
  const file = await fromFile(path);
  try {
    return [...((await (await file.getImage()).readRasters()) as unknown as ArrayLike<number>[])];
  } finally {
    await file.close();
  }
}
