type Sharp = typeof import('sharp').default;

/** Formats a picture may be decoded from. SVG is not among them: it draws text and reads other files. */
const ALLOWED_LOADERS = ['Jpeg', 'Png', 'Tiff', 'Webp', 'Heif', 'Nsgif'].map((format) => `VipsForeignLoad${format}`);

let loading: Promise<Sharp> | undefined;

/**
 * The picture library, loaded with the first picture: it takes some 30 MB that a service at rest need not hold. The list
 * of loaders holds for the whole process.
 */
export function pictureLibrary(): Promise<Sharp> {
  return (loading ??= load());
}

async function load(): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ALLOWED_LOADERS });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
