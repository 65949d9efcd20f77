import decodeQr from 'qr/decode.js';
import sharp from 'sharp';

export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const PATIENCE_MS = 2_000;

/** What a phone reads in a picture, or in a part of it. @throws where it finds no code */
export async function codeIn(png: Buffer, region?: Region): Promise<string> {
  const picture = region ? sharp(png).extract(region) : sharp(png);
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return decodeQr({ data, width: info.width, height: info.height }, { timeLimit: PATIENCE_MS });
}
