import { Body, Controller, Header, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Endpoint } from '../../platform/index.js';
import {
  CheckpointQuery,
  ConsistencyQuery,
  ConsistencyView,
  InclusionQuery,
  InclusionView,
  CosignatureInput,
  CosignaturesView,
  LogKeysView,
  LogStatusView,
} from './log.schemas.js';
import { LogService } from './log.service.js';

/** Open to everyone: whoever checks a log has no account here. */
@Controller('api/v1/log')
export class LogController {
  constructor(private readonly log: LogService) {}

  @Endpoint({
    method: 'GET',
    path: 'checkpoint',
    permission: 'public',
    summary: 'The signed head of the transparency log, a C2SP signed note',
    produces: 'text/plain',
    errors: ['LOG_CHECKPOINT_UNKNOWN'],
  })
  @Header('Content-Type', 'text/plain; charset=utf-8')
  checkpoint(@Query({ schema: CheckpointQuery }) { size }: z.output<typeof CheckpointQuery>): Promise<string> {
    return this.log.checkpoint(size);
  }

  @Endpoint({
    method: 'GET',
    path: 'inclusion',
    permission: 'public',
    summary: 'Proof that a leaf is in the log (RFC 9162, 2.1.3)',
    response: InclusionView,
    errors: ['LOG_LEAF_UNKNOWN', 'LOG_SIZE_UNKNOWN'],
  })
  inclusion(
    @Query({ schema: InclusionQuery }) { leafHash, size }: z.output<typeof InclusionQuery>,
  ): Promise<z.input<typeof InclusionView>> {
    return this.log.inclusion(leafHash, size);
  }

  @Endpoint({
    method: 'GET',
    path: 'consistency',
    permission: 'public',
    summary: 'Proof that an earlier head of the log only grew into a later one (RFC 9162, 2.1.4)',
    response: ConsistencyView,
    errors: ['LOG_SIZE_UNKNOWN'],
  })
  consistency(
    @Query({ schema: ConsistencyQuery }) { from, to }: z.output<typeof ConsistencyQuery>,
  ): Promise<z.input<typeof ConsistencyView>> {
    return this.log.consistency(from, to);
  }

  @Endpoint({
    method: 'GET',
    path: 'keys',
    permission: 'public',
    summary: 'The public keys that signed the log, with their periods and fingerprints',
    response: LogKeysView,
  })
  keys(): Promise<z.input<typeof LogKeysView>> {
    return this.log.keys();
  }

  @Endpoint({
    method: 'GET',
    permission: 'public',
    summary: 'How large the log is, and whether anybody else vouches for it',
    response: LogStatusView,
    errors: ['LOG_CHECKPOINT_UNKNOWN'],
  })
  status(): Promise<z.input<typeof LogStatusView>> {
    return this.log.status();
  }

  @Endpoint({
    method: 'POST',
    path: 'cosignatures',
    permission: 'public',
    summary: 'A known witness signs a checkpoint (C2SP cosignature/v1); its signature is its credential',
    response: CosignaturesView,
    idempotent: false,
    errors: ['LOG_CHECKPOINT_UNKNOWN', 'LOG_COSIGNATURE_REFUSED'],
  })
  cosign(
    @Body({ schema: CosignatureInput }) { size, cosignature }: z.output<typeof CosignatureInput>,
  ): Promise<z.input<typeof CosignaturesView>> {
    return this.log.cosign(size, cosignature);
  }
}
