import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Actor,
  assertTimely,
  AuditTrail,
  type ChunkSigning,
  Clock,
  KeyRing,
  readSignature,
  S3Fault,
  type Tx,
  UnitOfWork,
  verifySignature,
  type WireRequest,
} from '../../platform/index.js';
import { GrantHolders } from './grant.holders.js';
import { GRANT_SECONDS, prefixOf, REGION, secretOf, tokenDigest } from './object-key.rules.js';
import { ObjectGrantRepository } from './object-grant.repository.js';
import type { Holder, IssuedGrant, ObjectGrant } from './object.types.js';

/** Who sends a request to the store, proven. */
export interface Caller {
  readonly grant: ObjectGrant;
  readonly actor: Actor;
  readonly signing: ChunkSigning;
  /** The digest of the body, or how it is signed. */
  readonly payload: string;
}

const KEY_NAME = 'object-grant';

/** Credentials for an hour, for one holder and one prefix, that can only write. */
@Injectable()
export class ObjectGrants {
  private readonly installationKey: Buffer;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ObjectGrantRepository,
    private readonly holders: GrantHolders,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    keys: KeyRing,
  ) {
    this.installationKey = keys.key(KEY_NAME);
  }

  async issue(tx: Tx, holder: Holder, prefix = prefixOf(holder)): Promise<IssuedGrant> {
    const accessKey = `SKD${randomBytes(12).toString('hex').toUpperCase()}`;
    const token = randomBytes(48).toString('base64url');
    const issuedAt = this.clock.now();
    const expiresAt = new Date(issuedAt.getTime() + GRANT_SECONDS * 1000);
    const tokenSha256 = tokenDigest(token);
    await this.repository.insert(tx, {
      ...holder,
      accessKey,
      tokenSha256,
      prefix,
      issuedAt,
      expiresAt,
      revokedAt: null,
    });
    const details = { accessKey, prefix, expiresAt: expiresAt.toISOString() };
    const subject = { kind: 'object-grant', id: accessKey };
    await this.audit.record(tx, { action: 'telemetry.grantUpload', subject, details });
    return { accessKey, secret: secretOf(this.installationKey, accessKey), token, prefix, expiresAt };
  }

  /** Ends one credential. */
  async revoke(tx: Tx, accessKey: string): Promise<void> {
    await this.repository.revoke(tx, accessKey, this.clock.now());
  }

  /** @throws S3Fault */
  async prove(request: WireRequest): Promise<Caller> {
    const claim = readSignature(request);
    const grant = await this.unitOfWork.read((tx) => this.repository.find(tx, claim.accessKey));
    if (!grant) throw new S3Fault('InvalidAccessKeyId', 'There is no such access key');
    if (claim.region !== REGION) throw new S3Fault('AccessDenied', `The region is ${REGION}`);
    const signing = verifySignature(request, claim, secretOf(this.installationKey, grant.accessKey));
    if (!signing) throw new S3Fault('SignatureDoesNotMatch', 'The signature does not match the request');
    const now = this.clock.now();
    assertTimely(claim, now);
    if (!timingSafeEqual(grant.tokenSha256, tokenDigest(claim.token ?? '')))
      throw new S3Fault('InvalidToken', 'The session token is missing or another one');
    if (grant.revokedAt !== null) throw new S3Fault('InvalidToken', 'The credential was revoked');
    if (grant.expiresAt <= now) throw new S3Fault('ExpiredToken', 'The credential has expired');
    return { grant, actor: await this.holders.actorOf(grant), signing, payload: claim.payload };
  }
}
