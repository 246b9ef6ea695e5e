/** What is asked before one joins a call. */
export const join = {
  preview: {
    heading: "Ready to join?",
    join: "Join call",
    cancel: "Cancel",
    level: "Microphone level",
    cameraOff: "Your camera is off",
    cameraOpening: "Opening the camera…",
    watchOnly: "You are invited to watch and listen. Nobody will see or hear you.",
  },

  name: {
    label: "Your name",
    hint: "The others see it.",
    unnamed: "Guest",
    own: "You",
    ownPicture: "Your camera",
  },
} as const;
