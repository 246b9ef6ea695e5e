/** How far the size of a captured window may be off: frames of the system, and rounding. Pixels. */
const SLACK = 24;

/** What a browser says of a captured surface, where it says anything. */
interface Surface {
  readonly kind: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Whether the surface that is captured is most likely the one on which the call is shown. */
export function isOwnSurface(track: MediaStreamTrack): boolean {
  const { displaySurface: kind, width, height } = track.getSettings();
  const own = { width: devicePixelRatio * outerWidth, height: devicePixelRatio * outerHeight };
  return looksLike({ kind, width, height }, own);
}

/**
 * A tab cannot be one's own, since that is not offered. Of windows nothing is known but their size, which hardly two share to the
 * pixel. A whole screen is what people mean to share, with whatever is on it.
 */
export function looksLike(
  { kind, width, height }: Surface,
  own: { readonly width: number; readonly height: number },
): boolean {
  if (kind !== "window" || width === undefined || height === undefined) return false;
  return Math.abs(width - own.width) <= SLACK && Math.abs(height - own.height) <= SLACK;
}
