import type { AddressInfo } from 'node:net';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG, type Config, Readiness } from '../../platform/index.js';
import { STORE_PATH } from './object-key.rules.js';

const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);

/** Where devices reach the store, whatever store lies behind it. */
@Injectable()
export class StoreAddress implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly http: HttpAdapterHost,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.include(async () => this.check());
  }

  /** Undefined where nobody has said it, and the service listens on every address. */
  own(): string | undefined {
    const base = this.base();
    return base === undefined ? undefined : `${base}${STORE_PATH}`;
  }

  /** The service itself; undefined as in `own`. */
  base(): string | undefined {
    const { SKYDOCKET_PUBLIC_URL: told, SKYDOCKET_HOST: host } = this.config;
    if (told !== undefined) return told.replace(/\/+$/, '');
    const { port } = (this.http.httpAdapter.getHttpServer() as { address(): AddressInfo | null }).address() ?? {};
    return EVERY_ADDRESS.has(host) || port === undefined ? undefined : `http://${host}:${port}`;
  }

  /** As the one who asks reached us, unless the installation says otherwise. */
  asReached(base: string): string {
    const { SKYDOCKET_PUBLIC_URL: told } = this.config;
    return `${(told ?? base).replace(/\/+$/, '')}${STORE_PATH}`;
  }

  private check() {
    const name = 'device uploads';
    const kept = this.config.S3_URL === undefined ? 'in a folder' : 'in the store of S3_URL';
    const detail = `at ${STORE_PATH}, kept ${kept}`;
    if (this.config.SKYDOCKET_PUBLIC_URL !== undefined) return { name, state: 'ok', detail } as const;
    const unfound = 'SKYDOCKET_PUBLIC_URL is not set, so that docks may not find it';
    return { name, state: 'unknown', detail: `${detail}; ${unfound}` } as const;
  }
}
