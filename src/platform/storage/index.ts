import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type Config } from '../config/index.js';
import { type BlobStore, EXPORTS, ORIGINALS, WORK_FOLDER } from './blob-store.js';
import { StoredBlob } from './blob.entity.js';
import { BlobRepository } from './blob.repository.js';
import { FolderBlobStore } from './folder.blob-store.js';
import { OriginalRemovalRepository } from './original-removal.repository.js';
import { OriginalRemovals } from './original-removals.js';
import { OriginalUses } from './original-uses.js';
import { OriginalsService } from './originals.service.js';
import { S3BlobStore } from './s3.blob-store.js';

export { EXPORTS, ORIGINALS, WORK_FOLDER } from './blob-store.js';
export type { BlobStat, BlobStore, ByteRange } from './blob-store.js';
export { asCount, StoredBlob } from './blob.entity.js';
export { BlobRepository } from './blob.repository.js';
export { DigestTap, digestBytes, digestFile } from './digest.js';
export type { Digests } from './digest.js';
export { FolderBlobStore } from './folder.blob-store.js';
export { OriginalRemovals } from './original-removals.js';
export { OriginalUses } from './original-uses.js';
export type { UseJudge } from './original-uses.js';
export { OriginalsService, REMOVAL_GRACE_MS } from './originals.service.js';
export { S3BlobStore } from './s3.blob-store.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([StoredBlob])],
  providers: [
    BlobRepository,
    OriginalRemovalRepository,
    OriginalRemovals,
    OriginalsService,
    OriginalUses,
    {
      provide: ORIGINALS,
      inject: [CONFIG],
      useFactory: async (config: Config): Promise<BlobStore> =>
        config.S3_URL
          ? S3BlobStore.connect(config.S3_URL)
          : new FolderBlobStore(join(resolve(config.SKYDOCKET_DATA_DIR), 'originals')),
    },
    {
      provide: EXPORTS,
      inject: [CONFIG],
      useFactory: async (config: Config): Promise<BlobStore> =>
        config.S3_URL
          ? S3BlobStore.connect(config.S3_URL, 'exports/')
          : new FolderBlobStore(join(resolve(config.SKYDOCKET_DATA_DIR), 'exports')),
    },
    {
      provide: WORK_FOLDER,
      inject: [CONFIG],
      useFactory: (config: Config): string => {
        const folder = join(resolve(config.SKYDOCKET_DATA_DIR), 'work');
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        return folder;
      },
    },
  ],
  exports: [EXPORTS, ORIGINALS, WORK_FOLDER, BlobRepository, OriginalRemovals, OriginalsService, OriginalUses],
})
export class StorageModule {}
