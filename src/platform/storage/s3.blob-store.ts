import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { assertDigest, type BlobStat, type BlobStore, type ByteRange, isDigest } from './blob-store.js';

type Sdk = typeof import('@aws-sdk/client-s3');

/** Blobs in one bucket of an S3-compatible store, keyed by digest below a prefix. The SDK is loaded only when a store is configured. */
export class S3BlobStore implements BlobStore {
  private constructor(
    private readonly sdk: Sdk,
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly prefix: string,
  ) {}

  /** @param address `https://key:secret@host[:port]/bucket[?region=…]` */
  static async connect(address: string, prefix = 'originals/'): Promise<S3BlobStore> {
    const url = new URL(address);
    const bucket = url.pathname.slice(1);
    if (!bucket || bucket.includes('/')) throw new Error('S3_URL must name exactly one bucket');
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client({
      endpoint: url.origin,
      region: url.searchParams.get('region') ?? 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: decodeURIComponent(url.username), secretAccessKey: decodeURIComponent(url.password) },
    });
    return new S3BlobStore(sdk, client, bucket, prefix);
  }

  async adopt(sha256: string, path: string): Promise<void> {
    if (!(await this.stat(sha256))) {
      const { size } = await stat(path);
      await this.client.send(
        new this.sdk.PutObjectCommand({
          Bucket: this.bucket,
          Key: this.keyOf(sha256),
          Body: createReadStream(path),
          ContentLength: size,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
    }
    await rm(path, { force: true });
  }

  async stat(sha256: string): Promise<BlobStat | undefined> {
    try {
      const head = await this.client.send(
        new this.sdk.HeadObjectCommand({ Bucket: this.bucket, Key: this.keyOf(sha256) }),
      );
      return { size: head.ContentLength ?? 0, storedAt: head.LastModified };
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return undefined;
      throw error;
    }
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    const answer = await this.client.send(
      new this.sdk.GetObjectCommand({
        Bucket: this.bucket,
        Key: this.keyOf(sha256),
        ...(range && { Range: `bytes=${range.start}-${range.end}` }),
      }),
    );
    return answer.Body as Readable;
  }

  fileOf(): undefined {
    return undefined;
  }

  async remove(sha256: string): Promise<void> {
    await this.client.send(new this.sdk.DeleteObjectCommand({ Bucket: this.bucket, Key: this.keyOf(sha256) }));
  }

  async *list(): AsyncIterable<string> {
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new this.sdk.ListObjectsV2Command({ Bucket: this.bucket, Prefix: this.prefix, ContinuationToken: token }),
      );
      for (const { Key = '' } of page.Contents ?? []) {
        const name = Key.slice(this.prefix.length);
        if (isDigest(name)) yield name;
      }
      token = page.NextContinuationToken;
    } while (token);
  }

  async probe(): Promise<boolean> {
    await this.client.send(new this.sdk.HeadBucketCommand({ Bucket: this.bucket }));
    return true;
  }

  private keyOf(sha256: string): string {
    return this.prefix + assertDigest(sha256);
  }
}
