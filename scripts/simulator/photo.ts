import { type CameraPose, focalPixels, type Lens, metresPlane } from '../../src/geo/index.js';
import { cameraOf, type SimulatedCamera } from './camera/cameras.js';
import { markAsDemonstration } from './demonstration-mark.js';
import { groundOf } from './ground/cover.js';
import type { Site } from './ground/site.js';
import { djiXmp, exifTags, gpsTags, localTime } from './photo-metadata.js';
import { renderScene } from './scene.js';

/** What a simulated aerial picture claims about itself. Angles from north, clockwise; pitch -90 looks straight down. */
export interface SimulatedPhoto {
  /** WGS-84 degrees. */
  readonly position: { readonly lon: number; readonly lat: number };
  readonly takenAt: Date;
  readonly aboveTakeoffMetres: number;
  /** What the drone writes as its absolute height; not below sea level. */
  readonly absoluteMetres: number;
  readonly gimbal: { readonly yawDegrees: number; readonly pitchDegrees: number; readonly rollDegrees: number };
  readonly airframeYawDegrees: number;
  readonly droneSerial: string;
  readonly cameraSerial: string;
  /** The ground that it shows; farmland unless said. */
  readonly site?: Site;
  /** The wide camera of a Mavic 3T unless said. */
  readonly camera?: SimulatedCamera;
  /** 4000 × 3000 unless said. */
  readonly widthPixels?: number;
  readonly heightPixels?: number;
}

/** Pictures wider than this are painted at half the size and enlarged: what is left out is smaller than their grain. */
const PAINTED_WHOLE_PIXELS = 1_000;
const LEAST_METRES = 2;

/** An aerial JPEG as DJI's cameras write it: EXIF with local time and no zone, GPS, and DJI's XMP with the serial numbers. */
export async function renderPhoto(photo: SimulatedPhoto): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const lens = lensOf(photo);
  const { data, width, height } = paint(photo, lens);
  const camera = photo.camera ?? cameraOf(undefined);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: lens.widthPixels, height: lens.heightPixels, fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: 'DJI', Model: camera.model, Software: '10.01.0504' },
      IFD2: exifTags(photo, camera),
      IFD3: gpsTags(photo),
    })
    .withXmp(djiXmp(photo, camera, lens.focalPixels))
    .toBuffer();
}

/** The file name the camera gives its n-th picture. */
export function photoFileName(takenAt: Date, number: number): string {
  return `DJI_${localTime(takenAt).replace(/\D/g, '')}_${String(number).padStart(4, '0')}_V.JPG`;
}

/** The lens of a photo, in the pixels of its file. */
export function lensOf({ camera, widthPixels = 4_000, heightPixels = 3_000 }: SimulatedPhoto): Lens {
  const { filmMillimetres } = camera ?? cameraOf(undefined);
  return { widthPixels, heightPixels, focalPixels: focalPixels(filmMillimetres, widthPixels, heightPixels) };
}

/** Where the camera of a photo is, in metres from the place of its site. */
export function poseOf({ position, aboveTakeoffMetres, gimbal, ...photo }: SimulatedPhoto): CameraPose {
  const [eastMetres, northMetres] = metresPlane(siteOf({ position, ...photo }).origin).to(position);
  return { eastMetres, northMetres, heightMetres: Math.max(LEAST_METRES, aboveTakeoffMetres), ...gimbal };
}

/** Farmland that looks the same from picture to picture of one neighbourhood. */
function siteOf({ site, position }: Pick<SimulatedPhoto, 'site' | 'position'>): Site {
  const origin = { lon: Math.round(position.lon * 20) / 20, lat: Math.round(position.lat * 20) / 20 };
  return site ?? { kind: 'farmland', origin, bearingDegrees: 80, seed: 1 };
}

function paint(photo: SimulatedPhoto, { widthPixels, heightPixels, focalPixels: focal }: Lens) {
  const share = widthPixels > PAINTED_WHOLE_PIXELS ? 2 : 1;
  const painted = {
    widthPixels: Math.round(widthPixels / share),
    heightPixels: Math.round(heightPixels / share),
    focalPixels: focal / share,
  };
  const site = siteOf(photo);
  const scene = renderScene(poseOf(photo), painted, groundOf(site, site.origin));
  markAsDemonstration(scene);
  return scene;
}
