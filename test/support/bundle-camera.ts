/**
 * A camera as bundle adjustment gives it (OpenSfM's conventions): where it stood and how its lens bends follow from what the
 * pictures of a whole survey have in common, not from what the drone says of itself. Shares no line with the product.
 */
export interface BundleCamera {
  /** Axis times angle, from east-north-up into the camera: right, down, forward. */
  readonly rotation: readonly [number, number, number];
  readonly translation: readonly [number, number, number];
  readonly lens: {
    readonly width: number;
    readonly height: number;
    /** In units of the longer side. */
    readonly focal: number;
    readonly centre: readonly [number, number];
    /** k1, k2, k3, p1, p2. */
    readonly distortion: readonly [number, number, number, number, number];
  };
}

type Triple = readonly [number, number, number];

/** East and north of the point of level ground that the pixel shows; the pixel as shares of width and height. */
export function groundSeen(camera: BundleCamera, [acrossShare, downShare]: readonly [number, number], level: number) {
  const { lens } = camera;
  const longer = Math.max(lens.width, lens.height);
  const seen = [
    ((acrossShare - 0.5) * (lens.width / longer) - lens.centre[0]) / lens.focal,
    ((downShare - 0.5) * (lens.height / longer) - lens.centre[1]) / lens.focal,
  ] as const;
  const [x, y] = straight(seen, lens.distortion);
  const centre = turnedBack(camera.rotation, camera.translation).map((part) => -part);
  const ray = turnedBack(camera.rotation, [x, y, 1]);
  const reach = (level - (centre[2] ?? NaN)) / ray[2];
  return [(centre[0] ?? NaN) + reach * ray[0], (centre[1] ?? NaN) + reach * ray[1]] as const;
}

/** Newton's method on the lens formula, with differences for derivatives. */
function straight(seen: readonly [number, number], distortion: BundleCamera['lens']['distortion']) {
  let [x, y] = seen;
  const step = 1e-6;
  for (let nth = 0; nth < 50; nth += 1) {
    const [u, v] = bent([x, y], distortion);
    const [ux, vx] = bent([x + step, y], distortion);
    const [uy, vy] = bent([x, y + step], distortion);
    const [a, b, c, d] = [(ux - u) / step, (uy - u) / step, (vx - v) / step, (vy - v) / step];
    const determinant = a * d - b * c;
    const [offU, offV] = [seen[0] - u, seen[1] - v];
    x += (d * offU - b * offV) / determinant;
    y += (a * offV - c * offU) / determinant;
  }
  return [x, y] as const;
}

function bent([x, y]: readonly [number, number], [k1, k2, k3, p1, p2]: BundleCamera['lens']['distortion']) {
  const r2 = x * x + y * y;
  const radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
  return [
    x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x),
    y * radial + 2 * p2 * x * y + p1 * (r2 + 2 * y * y),
  ] as const;
}

/** Rodrigues' formula with the angle turned round. */
function turnedBack([rx, ry, rz]: Triple, [x, y, z]: Triple): Triple {
  const angle = Math.hypot(rx, ry, rz);
  const [ax, ay, az] = [rx / angle, ry / angle, rz / angle];
  const [cos, sin] = [Math.cos(angle), -Math.sin(angle)];
  const along = (ax * x + ay * y + az * z) * (1 - cos);
  return [
    x * cos + (ay * z - az * y) * sin + ax * along,
    y * cos + (az * x - ax * z) * sin + ay * along,
    z * cos + (ax * y - ay * x) * sin + az * along,
  ];
}
