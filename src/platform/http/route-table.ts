import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { declaredRoutes } from './openapi.js';

interface ServedPath {
  readonly pattern: RegExp;
  readonly method: string;
}

/** What is served where, for the answer to a method that is not. */
@Injectable()
export class RouteTable {
  private paths: readonly ServedPath[] | undefined;

  constructor(
    readonly discovery: DiscoveryService,
    readonly scanner: MetadataScanner,
    readonly reflector: Reflector,
  ) {}

  /** Methods with which `path` is served; none when nothing is there. */
  methodsAt(path: string): string[] {
    this.paths ??= declaredRoutes(this).map(({ path: declared, endpoint: { method } }) => ({
      pattern: new RegExp(`^${declared.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}/?$`, 'i'),
      method,
    }));
    const methods = new Set(this.paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method));
    return [...methods].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  }
}
