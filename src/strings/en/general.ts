/** The page's title on each screen, and what several screens or none in particular say. */
export const general = {
  app: "Kith",
  /** Which way the language runs: `ltr` or `rtl`. */
  direction: "ltr",

  title: {
    opening: "Kith",
    home: "Kith",
    preview: "Join a call · Kith",
    pairing: "Pair a device · Kith",
    call: "Call · Kith",
    notice: "Kith",
  },

  notice: {
    "invalid-invite": {
      what: "This is not a complete invite link",
      remedy:
        "Part of it may have been lost on the way. Copy the whole link and open it again, or ask for a new one.",
    },
    "expired-invite": {
      what: "This invitation is over",
      remedy: "Its time is up. Ask for a new link.",
    },
    "expired-handoff": {
      what: "This link is over",
      remedy: "It moves a call once, for two minutes. Show a new code on the device that is in the call.",
    },
    "invalid-code": {
      what: "This code is not one of Kith",
      remedy: "Scan the code that the other device shows, or enter its PIN.",
    },
    "unsupported-browser": {
      what: "This browser cannot hold a call",
      remedy:
        "Kith needs a current version of Chrome, Edge, Firefox or Safari. Update this browser or open the link in another one.",
    },
    home: "Back to start",
    incomplete:
      "A part of Kith could not be loaded. Check the connection of this device, then reload the page.",
  },

  privacy: "End-to-end encrypted",
  close: "Close",

  code: {
    failed: "The code could not be drawn. Use the words instead.",
    scan: "Scan QR code",
    scanning: "Hold the code of the other device into the picture.",
    opening: "Opening the camera…",
    picture: "Picture of the camera that looks for a code",
    unreadable: "Codes cannot be read just now. Type the digits instead.",
  },
} as const;
