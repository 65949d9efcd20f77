import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../soak.types.js';

const CHUNK = Buffer.alloc(1024 * 1024, 1);

/** A file system of its own, small enough to be filled. Needs the right to mount: root, or a namespace of one's own. */
export class SmallDisk {
  private constructor(readonly path: string) {}

  static mount(path: string, megabytes: number): SmallDisk {
    mkdirSync(path);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', path], { stdio: 'pipe' });
    } catch (cause) {
      throw new CannotRun('no file system may be mounted here; `unshare --user --map-root-user --mount` may help', {
        cause,
      });
    }
    return new SmallDisk(path);
  }

  /** Takes every free block. */
  fill(): void {
    const file = openSync(join(this.path, 'ballast'), 'a');
    try {
      for (let chunk = CHUNK; chunk.length >= 1;) {
        if (!tookAll(file, chunk)) chunk = chunk.subarray(0, Math.floor(chunk.length / 2));
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.path, 'ballast'), { force: true });
  }

  unmount(): void {
    execFileSync('umount', [this.path]);
  }
}

function tookAll(file: number, chunk: Buffer): boolean {
  try {
    return writeSync(file, chunk) === chunk.length;
  } catch {
    return false;
  }
}
