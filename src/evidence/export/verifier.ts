import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { digestBytes, PROJECT_ROOT, servedBytes, type ServedFile } from '../../platform/index.js';

const FILE_NAME = 'skydocket-verify.mjs';

/** The one file that checks an export anywhere, and the digest by which whoever runs it knows it. */
@Injectable()
export class Verifier {
  private readonly bytes = readFileSync(join(PROJECT_ROOT, FILE_NAME));

  readonly description = {
    fileName: FILE_NAME,
    sha256: digestBytes(this.bytes).sha256,
    size: this.bytes.length,
  };

  get source(): Buffer {
    return this.bytes;
  }

  file(): ServedFile {
    return servedBytes(this.bytes, 'text/javascript; charset=utf-8', FILE_NAME);
  }
}
