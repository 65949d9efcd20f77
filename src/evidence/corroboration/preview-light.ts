import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { openPicture } from '../../platform/index.js';
import { RenditionFolder } from '../renditions/rendition.folder.js';

/** Shares of red, green and blue in what the eye takes for bright (ITU-R BT.709). */
const SHARES = [0.2126, 0.7152, 0.0722] as const;

/** How bright a picture is, by the smallest that is made of it: the mean is the same. */
@Injectable()
export class PreviewLight {
  constructor(private readonly folder: RenditionFolder) {}

  /** Mean luminance, 0 to 255; null while there is none, or none that can be read. */
  async of(sha256: string): Promise<number | null> {
    const stream = await this.folder.read(sha256, 'thumbnail');
    if (!stream) return null;
    try {
      const picture = await openPicture(await buffer(stream));
      const { channels } = await picture.stats();
      const [red = 0, green = red, blue = red] = channels.map(({ mean }) => mean);
      return SHARES[0] * red + SHARES[1] * green + SHARES[2] * blue;
    } catch {
      return null;
    }
  }
}
