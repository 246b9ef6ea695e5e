import type { RelayAddresses } from "./addresses.ts";

/** What the page needs of the browser, and nothing else. */
const permissions = [
  ...["camera", "microphone", "display-capture", "screen-wake-lock", "fullscreen", "picture-in-picture"],
  ...["autoplay", "speaker-selection", "clipboard-read", "clipboard-write", "keyboard-lock", "keyboard-map"],
];
const refused = [
  ...["accelerometer", "bluetooth", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"],
  ...["magnetometer", "midi", "payment", "serial", "usb", "xr-spatial-tracking"],
];

const permissionsPolicy = [
  ...permissions.map((feature) => `${feature}=(self)`),
  ...refused.map((feature) => `${feature}=()`),
].join(", ");

/** Headers of everything the page is made of: it talks to its own relay and to nobody else. */
export function securityHeaders({ url, webSocketUrl }: RelayAddresses): Headers {
  const connect = ["'self'", new URL(url).origin, new URL(webSocketUrl).origin];
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob: mediastream:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src ${connect.join(" ")}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html kith",
  ];
  return new Headers({
    "content-security-policy": policy.join("; "),
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": permissionsPolicy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
}
