/** Which of a person's devices a sentence is about. */
type Subject = "camera" | "microphone" | "both";

const subjects: Record<Subject, string> = {
  camera: "camera",
  microphone: "microphone",
  both: "camera and microphone",
};

/** Cameras and microphones: choosing them, turning them on and off, and what can be wrong with them. */
export const devices = {
  devices: {
    camera: "Camera",
    microphone: "Microphone",
    unlabelled: (kind: string, position: number) => `${kind} ${position}`,
    opening: "Opening…",
    none: "None found",
    notAllowed: "Not allowed",
    mute: "Mute microphone",
    muteShort: "Mute",
    unmute: "Unmute microphone",
    unmuteShort: "Unmute",
    cameraOff: "Turn camera off",
    cameraOn: "Turn camera on",
    cameraShort: "Camera",
    retry: "Try again",
    dismiss: "Dismiss",
  },

  /** What is wrong with the camera, the microphone or both, and what to do about it. */
  deviceProblem: {
    refused: {
      what: (subject: Subject) => `Kith may not use your ${subjects[subject]}.`,
      remedy: "Allow it in the browser's settings for this site, then try again.",
    },
    missing: {
      what: (subject: Subject) => `No ${subjects[subject]} found.`,
      remedy: "Connect one, then try again.",
    },
    busy: {
      what: (subject: Subject) => `Another program is using your ${subjects[subject]}.`,
      remedy: "Close that program, then try again.",
    },
    lost: {
      what: (subject: Subject) => `The connection to your ${subjects[subject]} was lost.`,
      remedy: "Plug it in again or choose another one, then try again.",
    },
    stillJoin: {
      camera: "You can still join: the others will hear you but not see you.",
      microphone: "You can still join: the others will see you but not hear you.",
      both: "You can still join to watch and listen: the others will not see or hear you.",
    },
    inCall: {
      camera: "The others hear you but do not see you.",
      microphone: "The others see you but do not hear you.",
      both: "You are here to watch and listen: the others do not see or hear you.",
    },
  },
};
