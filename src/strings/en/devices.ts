/** Cameras and microphones: choosing them, turning them on and off, and what can be wrong with them. */
export const devices = {
  devices: {
    camera: "Camera",
    microphone: "Microphone",
    unlabelled: "{kind} {position}",
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

  speaker: {
    label: "Speaker",
    usual: "As the browser chooses",
    test: "Play test sound",
    sounding: "Playing…",
    tested: "Nothing heard? Turn up the volume, or choose another speaker.",
  },

  /** What the browser does to the sound of the microphone. */
  processing: {
    heading: "Your sound",
    echoCancellation: "Remove echo",
    noiseSuppression: "Suppress noise",
    autoGainControl: "Even out loudness",
  },

  dataUse: {
    label: "Data use",
    choice: { full: "As much as helps", saver: "Data saver", sound: "Sound only" },
    hint: {
      full: "Pictures are as good as the connection allows.",
      saver: "Small pictures, both ways: about 150 MB an hour for what you send.",
      sound: "No pictures, neither yours nor theirs.",
    },
    saverOn: "Data saver is on",
    soundOn: "Sound only: no pictures",
  },

  /** The wanted device is gone, and another one is used; by what it is called. */
  standIn: {
    camera: "{gone} is gone. Another camera is used until it is back.",
    microphone: "{gone} is gone. Another microphone is used until it is back.",
    speaker: "{gone} is gone. You hear through another speaker until it is back.",
  },

  /** What is wrong with the camera, the microphone or both, and what to do about it. */
  deviceProblem: {
    refused: {
      what: {
        camera: "Kith may not use your camera.",
        microphone: "Kith may not use your microphone.",
        both: "Kith may not use your camera and microphone.",
      },
      remedy: "Allow it in the browser's settings for this site, then try again.",
    },
    missing: {
      what: {
        camera: "No camera found.",
        microphone: "No microphone found.",
        both: "No camera and microphone found.",
      },
      remedy: "Connect one, then try again.",
    },
    blocked: {
      what: {
        camera: "The system does not let the browser use your camera.",
        microphone: "The system does not let the browser use your microphone.",
        both: "The system does not let the browser use your camera and microphone.",
      },
      remedy: "Allow it for the browser in the system's privacy settings, then try again.",
    },
    busy: {
      what: {
        camera: "Another program is using your camera.",
        microphone: "Another program is using your microphone.",
        both: "Another program is using your camera and microphone.",
      },
      remedy: "Close that program, then try again.",
    },
    lost: {
      what: {
        camera: "The connection to your camera was lost.",
        microphone: "The connection to your microphone was lost.",
        both: "The connection to your camera and microphone was lost.",
      },
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
} as const;
