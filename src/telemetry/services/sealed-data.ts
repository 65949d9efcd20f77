import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../platform/index.js';
import type { JsonObject } from '../sample.js';
import type { ServiceRequest } from './service-methods.js';

const SEALED_WITH = 'device-service';

export interface SealedData {
  readonly request: ServiceRequest;
  /** As the device gets it. */
  readonly data: JsonObject;
}

/** What is sent may hold the key of a stream: it is kept for a repeat, and readable to nobody. */
@Injectable()
export class DataSeal {
  constructor(private readonly keys: KeyRing) {}

  seal(data: SealedData): Buffer {
    return this.keys.seal(SEALED_WITH, JSON.stringify(data));
  }

  /** @throws KeyRingError when it was sealed with another key */
  open(sealed: Buffer): SealedData {
    return JSON.parse(this.keys.unseal(SEALED_WITH, sealed)) as SealedData;
  }
}
