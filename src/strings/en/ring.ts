/** Somebody calls. */
export const ring = {
  ring: {
    calls: (name: string) => `${name} calls`,
    video: "Video call",
    audio: "Call without camera",
    accept: "Accept",
    decline: "Decline",
  },
};
