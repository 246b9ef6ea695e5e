/** The start page, and the devices on it. */
export const home = {
  home: {
    heading: "Kith",
    lead: "Live sound and picture between people who trust each other. No account, nothing to install.",
    start: "Start a call",
    pair: "Pair a device",
    join: "Join a call",
    invite: "Invite link or code",
    open: "Open",
    check: "Check this device",
    paired: "Paired devices",
    nonePaired: "No paired devices yet. Pair one to call it from here with one press.",
    reading: "Looking who is there…",
    notPersistent: "This browser keeps nothing: paired devices are forgotten when it closes.",
  },

  device: {
    unnamed: "Unnamed device",
    call: "Call {name}",
    callShort: "Call",
    callWithoutCamera: "Call without camera",
    options: "Options for {name}",
    name: "Name on this device",
    fingerprint: "Fingerprint",
    compare: "Nobody else has it. To be sure of a device, compare all of it.",
    pairedOn: "Paired on {date}",
    remove: "Remove this device",
    removeHeading: "Remove {name}?",
    removeMeaning:
      "It can no longer call this device, and is not shown here any more. To undo this, pair the two again.",
    removeConfirm: "Remove",
    keep: "Keep",
  },

  presence: {
    online: "Online",
    offline: "Offline",
    unknown: "Not connected",
    justNow: "Last seen just now",
    ago: "Last seen {time}",
    on: "Last seen on {date}",
    missedAt: "Missed call at {time}",
    missedOn: "Missed call on {time}",
  },

  ownDevice: {
    heading: "This device",
    options: "Options for this device",
    opening: "Opening…",
    forget: "Forget everything on this device",
    forgetHeading: "Forget everything?",
    forgetMeaning:
      "This device becomes a new one: its key, its name and all paired devices are gone for good. The others have to be paired again.",
    forgetConfirm: "Forget everything",
    keep: "Keep everything",
    language: "Language",
    languageOfBrowser: "As in the browser",
  },
} as const;
