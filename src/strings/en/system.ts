/** The browser and the device around Kith, and the calls that are over. */
export const system = {
  offline: {
    what: "You are offline",
    remedy: "Your devices, your settings and past calls are here. A call needs the network.",
  },

  newVersion: {
    what: "A new version of Kith is ready.",
    use: "Update now",
    updating: "Updating…",
  },

  pastCalls: {
    heading: "Past calls",
    clear: "Clear past calls",
    clearShort: "Clear",
    all: "Show all {count}",
    again: "Call {name} again",
    kind: {
      made: "You called",
      unanswered: "Nobody answered",
      taken: "Called you",
      missed: "Missed call",
      joined: "By a link",
    },
  },

  smallWindow: {
    show: "Picture in picture",
  },

  notifications: {
    what: "Shall this device tell you when somebody calls and Kith is not in front?",
    allow: "Allow notifications",
  },

  install: {
    lead: "With an icon and a window of its own. Nothing else changes.",
    install: "Install Kith",
    how: "How to install Kith",
    "by-hand-on-phone": "Press Share in the browser, then “Add to Home Screen”.",
    "by-hand-on-desk": "In the menu bar choose File, then “Add to Dock”.",
  },
} as const;
