import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  AwsChunkedDecoder,
  CHECKSUM_HEADERS,
  checksumFor,
  isChunked,
  S3Fault,
  UNSIGNED_PAYLOAD,
} from '../../platform/index.js';
import type { Caller } from './object-grants.service.js';

const SHA256 = /^[0-9a-f]{64}$/;
const TRAILER_LIST = 'x-amz-trailer';

/** The bytes that a request really brings, unwrapped, and proven to be what was signed and announced. */
export class ObjectBody {
  private readonly decoder: AwsChunkedDecoder | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly caller: Caller,
  ) {
    const { payload, signing } = caller;
    if (isChunked(payload)) this.decoder = new AwsChunkedDecoder(payload, signing);
    else if (payload !== UNSIGNED_PAYLOAD && !SHA256.test(payload))
      throw new S3Fault('InvalidRequest', 'x-amz-content-sha256 cannot be read');
  }

  /** How many bytes come, as the request says. @throws S3Fault MissingContentLength */
  announcedBytes(): number {
    const text = this.header(this.decoder ? 'x-amz-decoded-content-length' : 'content-length');
    if (text === undefined || !/^\d{1,15}$/.test(text))
      throw new S3Fault('MissingContentLength', 'The length of the body is missing');
    return Number(text);
  }

  /** Ends with an error when what came is not what was signed or announced: nothing before the end may be believed. */
  async *bytes(): AsyncIterable<Buffer> {
    const announced = this.announcedBytes();
    const sums = this.sums();
    const whole = createHash('sha256');
    let total = 0;
    try {
      for await (const bytes of this.source()) {
        total += bytes.length;
        if (total > announced) throw new S3Fault('IncompleteBody', 'The body is longer than announced');
        if (!this.decoder) whole.update(bytes);
        for (const { sum } of sums) sum.update(bytes);
        yield bytes;
      }
    } catch (error) {
      throw error instanceof S3Fault ? error : new S3Fault('IncompleteBody', 'The body broke off', error);
    }
    if (total !== announced) throw new S3Fault('IncompleteBody', 'The body is shorter than announced');
    this.assertPayload(whole.digest('hex'));
    for (const { name, sum } of sums) this.assertSum(name, sum.base64());
  }

  /** What the client said of the bytes and was found true, for the answer. */
  confirmed(): Record<string, string> {
    const said = CHECKSUM_HEADERS.filter((name) => name.startsWith('x-amz-')).map((name) => [name, this.said(name)]);
    return Object.fromEntries(said.filter((pair): pair is [string, string] => pair[1] !== undefined));
  }

  /** The request is not destroyed when reading ends early: its sender must still get the answer. */
  private async *source(): AsyncIterable<Buffer> {
    for await (const bytes of this.request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (this.decoder) yield* this.decoder.decode(bytes);
      else yield bytes;
    }
    this.decoder?.end();
  }

  private sums() {
    const listed = this.header(TRAILER_LIST)?.toLowerCase().split(',') ?? [];
    const names = CHECKSUM_HEADERS.filter(
      (name) => this.header(name) !== undefined || listed.some((one) => one.trim() === name),
    );
    return names.flatMap((name) => {
      const sum = checksumFor(name);
      return sum ? [{ name, sum }] : [];
    });
  }

  private assertPayload(sha256: string): void {
    const { payload } = this.caller;
    if (SHA256.test(payload) && payload !== sha256)
      throw new S3Fault('XAmzContentSHA256Mismatch', 'The body is not what was signed');
  }

  private assertSum(name: string, computed: string): void {
    const said = this.said(name);
    if (said === undefined) throw new S3Fault('InvalidRequest', `${name} was announced and did not come`);
    if (said !== computed) throw new S3Fault('BadDigest', `The body does not have the ${name} that was sent with it`);
  }

  private said(name: string): string | undefined {
    return this.header(name) ?? this.decoder?.trailers().get(name);
  }

  private header(name: string): string | undefined {
    const value = this.request.headers[name];
    return value === undefined ? undefined : String(value);
  }
}
