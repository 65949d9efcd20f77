/** Makers of cameras that fly. */
export const DRONE_MAKERS = /^(dji|hasselblad|autel)/i;
