/** Somebody calls. */
export const ring = {
  ring: {
    calls: "{name} calls",
    video: "Video call",
    audio: "Call without camera",
    accept: "Accept",
    decline: "Decline",
  },
} as const;
