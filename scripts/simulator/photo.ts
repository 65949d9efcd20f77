import { markAsDemonstration } from './demonstration-mark.js';
import { djiXmp, exifTags, gpsTags, localTime } from './photo-metadata.js';
import { type Raster, renderScene } from './scene.js';

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
  /** 4000 × 3000 unless said. */
  readonly widthPixels?: number;
  readonly heightPixels?: number;
}

const METRES_PER_DEGREE = 111_195;
/** Wide camera of a Mavic 3T: 24 mm in terms of a 35 mm frame's diagonal of 43.27 mm. */
const FOCAL_OVER_DIAGONAL = 24 / 43.27;
/** The scene is painted at a quarter of the size and enlarged: its grain stays below what a field shows from the air. */
const PAINTED_SHARE = 4;

/** An aerial JPEG as a Mavic 3T writes it: EXIF with local time and no zone, GPS, and DJI's XMP with the serial numbers. */
export async function renderPhoto(photo: SimulatedPhoto): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const { widthPixels = 4000, heightPixels = 3000 } = photo;
  const scene = paint(photo, Math.round(widthPixels / PAINTED_SHARE), Math.round(heightPixels / PAINTED_SHARE));
  return sharp(scene.data, { raw: { width: scene.width, height: scene.height, channels: 3 } })
    .resize({ width: widthPixels, height: heightPixels, fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: 'DJI', Model: 'M3T', Software: '10.01.0504' },
      IFD2: exifTags(photo),
      IFD3: gpsTags(photo),
    })
    .withXmp(djiXmp(photo, FOCAL_OVER_DIAGONAL * Math.hypot(widthPixels, heightPixels)))
    .toBuffer();
}

/** The file name the camera gives its n-th picture. */
export function photoFileName(takenAt: Date, number: number): string {
  return `DJI_${localTime(takenAt).replace(/\D/g, '')}_${String(number).padStart(4, '0')}_V.JPG`;
}

/** The ground of one place looks the same from picture to picture: its pattern repeats every hundredth of a degree. */
function paint({ position, aboveTakeoffMetres, gimbal }: SimulatedPhoto, width: number, height: number): Raster {
  const offset = (degrees: number): number => (degrees - Math.round(degrees * 100) / 100) * METRES_PER_DEGREE;
  const pose = {
    eastMetres: offset(position.lon) * Math.cos((position.lat * Math.PI) / 180),
    northMetres: offset(position.lat),
    heightMetres: Math.max(2, aboveTakeoffMetres),
    ...gimbal,
  };
  const scene = renderScene(pose, width, height, FOCAL_OVER_DIAGONAL * Math.hypot(width, height));
  markAsDemonstration(scene);
  return scene;
}
