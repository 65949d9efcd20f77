import { writeArrayBuffer } from 'geotiff';

export interface MadeRaster {
  readonly width: number;
  readonly height: number;
  /** Easting and northing of the outer corner, and the side of a pixel. */
  readonly corner: readonly [number, number];
  readonly pixel: number;
  readonly epsg: number;
  /** Red, green and blue of a pixel, or one value. */
  readonly at: (column: number, row: number) => readonly number[];
  readonly is16Bit?: boolean;
  readonly nodata?: string;
}

/** A GeoTIFF whose pixels say where they are. */
export function rasterOf({ width, height, corner, pixel, epsg, at, is16Bit = false, nodata }: MadeRaster): Buffer {
  const samples = at(0, 0).length;
  const values = new (is16Bit ? Uint16Array : Uint8Array)(width * height * samples);
  for (let nth = 0; nth < width * height; nth += 1) values.set(at(nth % width, Math.floor(nth / width)), nth * samples);
  const isGeographic = epsg === 4326 || epsg === 4490;
  const written = writeArrayBuffer(values, {
    width,
    height,
    SamplesPerPixel: samples,
    BitsPerSample: Array.from({ length: samples }, () => (is16Bit ? 16 : 8)),
    PhotometricInterpretation: samples === 3 ? 2 : 1,
    ModelPixelScale: [pixel, pixel, 0],
    ModelTiepoint: [0, 0, 0, ...corner, 0],
    GTModelTypeGeoKey: isGeographic ? 2 : 1,
    GTRasterTypeGeoKey: 1,
    ...(isGeographic ? { GeographicTypeGeoKey: epsg } : { ProjectedCSTypeGeoKey: epsg }),
    ...(nodata !== undefined && { GDAL_NODATA: nodata }),
  });
  return Buffer.from(written);
}
