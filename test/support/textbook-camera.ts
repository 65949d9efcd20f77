/**
 * A camera written from the definitions alone: three rotation matrices multiplied out, and a lens as it distorts. It shares
 * no line with the product, which goes the other way, from pixels to the ground.
 */
export interface TextbookCamera {
  readonly heightMetres: number;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly focalXPixels: number;
  readonly focalYPixels: number;
  readonly axisXPixels: number;
  readonly axisYPixels: number;
  /** k1, k2, k3, p1, p2. */
  readonly distortion: readonly [number, number, number, number, number];
}

type Matrix = readonly (readonly number[])[];

/** The pixel that shows a point so far north and east of the one below the camera; undefined behind the camera. */
export function textbookPixel(
  camera: TextbookCamera,
  north: number,
  east: number,
): readonly [number, number] | undefined {
  const { forward, right, below } = inBody(camera, north, east);
  if (forward <= 0) return undefined;
  const [x, y] = [right / forward, below / forward];
  const [k1, k2, k3, p1, p2] = camera.distortion;
  const r2 = x ** 2 + y ** 2;
  const radial = 1 + k1 * r2 + k2 * r2 ** 2 + k3 * r2 ** 3;
  const xd = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x ** 2);
  const yd = y * radial + p1 * (r2 + 2 * y ** 2) + 2 * p2 * x * y;
  return [
    camera.focalXPixels * xd + camera.axisXPixels + camera.widthPixels / 2,
    camera.focalYPixels * yd + camera.axisYPixels + camera.heightPixels / 2,
  ];
}

/** Tangent of the angle between the camera's axis and a point of the ground; infinite behind the camera. */
export function textbookSlant(camera: TextbookCamera, north: number, east: number): number {
  const { forward, right, below } = inBody(camera, north, east);
  return forward <= 0 ? Infinity : Math.hypot(right, below) / forward;
}

function inBody(camera: TextbookCamera, north: number, east: number) {
  const rotation = product(product(aboutZ(camera.yawDegrees), aboutY(camera.pitchDegrees)), aboutX(camera.rollDegrees));
  const ray = [north, east, camera.heightMetres];
  // From north-east-down into the body: the transpose.
  const [forward = 0, right = 0, below = 0] = [0, 1, 2].map((axis) =>
    ray.reduce((sum, part, nth) => sum + part * (rotation[nth]?.[axis] ?? 0), 0),
  );
  return { forward, right, below };
}

function aboutZ(degrees: number): Matrix {
  const [c, s] = turn(degrees);
  return [
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ];
}

function aboutY(degrees: number): Matrix {
  const [c, s] = turn(degrees);
  return [
    [c, 0, s],
    [0, 1, 0],
    [-s, 0, c],
  ];
}

function aboutX(degrees: number): Matrix {
  const [c, s] = turn(degrees);
  return [
    [1, 0, 0],
    [0, c, -s],
    [0, s, c],
  ];
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    [0, 1, 2].map((column) => row.reduce((sum, part, nth) => sum + part * (b[nth]?.[column] ?? 0), 0)),
  );
}

function turn(degrees: number): readonly [number, number] {
  const angle = (degrees / 180) * Math.PI;
  return [Math.cos(angle), Math.sin(angle)];
}
