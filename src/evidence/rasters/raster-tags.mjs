// Reads what a GeoTIFF says of itself; no pixel is decoded.
const NUMBERS_LIMIT = 6_000;
const TEXT_LIMIT = 2_000;

/** What the directory says of where the picture lies: `RasterTags`. */
export async function readTags(file) {
  const image = await file.getImage(0);
  const directory = image.fileDirectory;
  const of = async (name) => (directory.hasTag?.(name) ? directory.loadValue(name) : undefined);
  return {
    widthPixels: image.getWidth(),
    heightPixels: image.getHeight(),
    bands: image.getSamplesPerPixel(),
    pixelScale: numbers(await of('ModelPixelScale')),
    tiepoint: numbers(await of('ModelTiepoint')),
    transformation: numbers(await of('ModelTransformation')),
    geoKeys: keys(image.getGeoKeys()),
    dateTime: text(await of('DateTime')),
  };
}

function numbers(value) {
  if (value === undefined || value === null || typeof value === 'string') return null;
  return [...value].slice(0, NUMBERS_LIMIT).map(Number);
}

function text(value) {
  return typeof value === 'string' ? value.replace(/\0/g, '').slice(0, TEXT_LIMIT) : null;
}

function keys(geoKeys) {
  const plain = Object.entries(geoKeys ?? {}).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return Object.fromEntries(plain.map(([name, value]) => [name, typeof value === 'string' ? text(value) : value]));
}
