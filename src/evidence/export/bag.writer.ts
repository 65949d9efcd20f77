import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { DigestTap, ZipFileWriter } from '../../platform/index.js';
import {
  BAG_ALGORITHMS,
  BAG_DECLARATION,
  type BagDigests,
  type BagFile,
  bagInfoText,
  isPayload,
  manifestText,
  payloadOxum,
  type SealFacts,
  sealText,
} from './bag.rules.js';

export interface BagEnd extends SealFacts {
  /** Further lines of `bag-info.txt`. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** Signs the text: a C2SP note. */
  readonly sign: (text: string) => string;
}

/** A bag (BagIt 1.0) written straight into a ZIP file, each byte read once. */
export class BagWriter {
  private readonly files: BagFile[] = [];

  constructor(
    private readonly zip: ZipFileWriter,
    private readonly folder: string,
  ) {}

  /** @param path below the bag's folder; what is evidence stands below `data/` */
  async add(path: string, source: Readable | Buffer | string): Promise<BagDigests> {
    const digests = await this.write(path, source instanceof Readable ? source : Readable.from([Buffer.from(source)]));
    this.files.push({ path, ...digests });
    return digests;
  }

  /** The declarations, the lists, and the seal over all of it. Digest of the seal. */
  async finish({ facts, sign, ...seal }: BagEnd): Promise<string> {
    await this.add('bagit.txt', BAG_DECLARATION);
    await this.add('bag-info.txt', bagInfoText([...facts, ['Payload-Oxum', payloadOxum(this.files)]]));
    const payload = this.files.filter(isPayload);
    for (const algorithm of BAG_ALGORITHMS)
      await this.add(`manifest-${algorithm}.txt`, manifestText(algorithm, payload));
    const { sha256 } = await this.add('skydocket-seal.txt', sign(sealText(seal, this.files)));
    const tags = this.files.filter((file) => !isPayload(file));
    for (const algorithm of BAG_ALGORITHMS)
      await this.write(`tagmanifest-${algorithm}.txt`, Readable.from([Buffer.from(manifestText(algorithm, tags))]));
    return sha256;
  }

  private async write(path: string, source: Readable): Promise<BagDigests> {
    const tap = new DigestTap();
    const sha512 = createHash('sha512');
    tap.on('data', (chunk: Buffer) => sha512.update(chunk));
    tap.pause();
    source.on('error', (error) => tap.destroy(error));
    await this.zip.add(`${this.folder}/${path}`, source.pipe(tap));
    return { ...tap.digests(), sha512: sha512.digest('hex') };
  }
}
