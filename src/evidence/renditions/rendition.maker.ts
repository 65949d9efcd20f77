import { openPicture, pictureOf, type Pixels } from '../../platform/index.js';
import type { RenditionName } from '../evidence.codes.js';
import { thumbnailIn } from './exif-thumbnail.rules.js';
import { Gate } from './gate.js';

export interface MadeRendition {
  readonly name: RenditionName;
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

export const RENDITION_FAILURES = ['TOO_MANY_PIXELS', 'TOO_SLOW', 'NOT_DECODABLE', 'GAVE_UP'] as const;
export type RenditionFailure = (typeof RENDITION_FAILURES)[number];

export type RenditionOutcome =
  | {
      readonly outcome: 'made';
      readonly renditions: readonly MadeRendition[];
      /** The file is damaged, and only what could be decoded is shown. */
      readonly partial: boolean;
      /** Its pixels cannot be decoded here (HEVC), and the thumbnail that it carries is shown. */
      readonly embedded: boolean;
    }
  | { readonly outcome: 'failed'; readonly reason: RenditionFailure };

export interface RenditionMakerOptions {
  /** Largest picture that is decoded, in pixels; a decompression bomb ends here. */
  readonly pixelLimit: number;
  readonly timeLimitSeconds: number;
  /** Pictures decoded at once. */
  readonly width: number;
}

const DEFAULTS: RenditionMakerOptions = { pixelLimit: 1e8, timeLimitSeconds: 30, width: 2 };

const PREVIEW_EDGE_PIXELS = 2048;
const THUMBNAIL_EDGE_PIXELS = 512;
const PREVIEW_QUALITY = 82;
const THUMBNAIL_QUALITY = 80;
/** The costlier efforts gain little and take twice the time. */
const THUMBNAIL_EFFORT = 2;

/**
 * Makes thumbnail and preview from one decode: turned upright once, without any metadata (a preview that travels tells
 * nobody the place), in sRGB on white. The original is only read.
 */
export class RenditionMaker {
  private readonly options: RenditionMakerOptions;
  private readonly gate: Gate;

  constructor(options: Partial<RenditionMakerOptions> = {}) {
    this.options = { ...DEFAULTS, ...options };
    this.gate = new Gate(this.options.width);
  }

  /** @throws only when the file cannot be opened at all; a picture that cannot be shown is an outcome */
  async make(path: string): Promise<RenditionOutcome> {
    return this.gate.run(async () => {
      const whole = await this.attempt(path, 'error');
      if (whole.outcome === 'made' || whole.reason !== 'NOT_DECODABLE') return whole;
      const rest = await this.attempt(path, 'none');
      if (rest.outcome === 'made' || rest.reason !== 'NOT_DECODABLE') return rest;
      return (await this.embedded(path)) ?? rest;
    });
  }

  private async attempt(path: string, failOn: 'error' | 'none'): Promise<RenditionOutcome> {
    try {
      const renditions = await this.renditionsOf(await this.decode(path, failOn));
      return { outcome: 'made', renditions, partial: failOn === 'none', embedded: false };
    } catch (error) {
      return { outcome: 'failed', reason: failureOf(error) };
    }
  }

  /** From the small copy that the file carries of itself; undefined where there is none that can be shown. */
  private async embedded(path: string): Promise<RenditionOutcome | undefined> {
    try {
      const { exif } = await (await openPicture(path, { limitInputPixels: this.options.pixelLimit })).metadata();
      const thumbnail = exif && thumbnailIn(exif);
      if (!thumbnail) return undefined;
      const renditions = await this.renditionsOf(await this.decode(thumbnail.jpeg, 'error', thumbnail.turnDegrees));
      return { outcome: 'made', renditions, partial: false, embedded: true };
    } catch {
      return undefined;
    }
  }

  private async renditionsOf(pixels: Pixels): Promise<MadeRendition[]> {
    return [await this.preview(pixels), await this.thumbnail(pixels)];
  }

  private async decode(source: string | Buffer, failOn: 'error' | 'none', turnDegrees = 0): Promise<Pixels> {
    const picture = await openPicture(source, {
      failOn,
      limitInputPixels: this.options.pixelLimit,
      sequentialRead: true,
    });
    const { data, info } = await picture
      .timeout({ seconds: this.options.timeLimitSeconds })
      .autoOrient()
      .rotate(turnDegrees)
      .resize({ width: PREVIEW_EDGE_PIXELS, height: PREVIEW_EDGE_PIXELS, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  }

  private async preview(pixels: Pixels): Promise<MadeRendition> {
    const picture = (await pictureOf(pixels)).jpeg({ quality: PREVIEW_QUALITY });
    return encoded('preview', 'jpeg', await picture.toBuffer({ resolveWithObject: true }));
  }

  private async thumbnail(pixels: Pixels): Promise<MadeRendition> {
    const picture = (await pictureOf(pixels))
      .resize({ width: THUMBNAIL_EDGE_PIXELS, height: THUMBNAIL_EDGE_PIXELS, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: THUMBNAIL_QUALITY, effort: THUMBNAIL_EFFORT });
    return encoded('thumbnail', 'webp', await picture.toBuffer({ resolveWithObject: true }));
  }
}

interface Encoded {
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number };
}

function encoded(name: RenditionName, format: 'jpeg' | 'webp', { data, info }: Encoded): MadeRendition {
  return { name, bytes: data, mediaType: `image/${format}`, widthPixels: info.width, heightPixels: info.height };
}

function failureOf(error: unknown): RenditionFailure {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('exceeds pixel limit')) return 'TOO_MANY_PIXELS';
  return message.startsWith('timeout') ? 'TOO_SLOW' : 'NOT_DECODABLE';
}
