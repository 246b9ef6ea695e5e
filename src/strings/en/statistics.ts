import type { Sample } from "../../app/statistics-sample.ts";
import type { OwnSymptom, PeerSymptom } from "../../app/symptoms.ts";
import type { Message } from "../message.ts";

/** How a call fares. */
export const statistics = {
  statistics: {
    heading: "Statistics",
    you: "You",
    measuring: "Measuring…",
    alone: "Nobody else is here yet.",
    reconnecting: {
      what: "The connection to the relay is broken.",
      remedy: "Kith reconnects by itself. Until then nothing gets through.",
    },
    well: "All is well.",
    away: {
      what: "{name} lost the connection.",
      remedy: "Kith waits for them to come back.",
    },

    /** What is wrong with one's own media; `amount` has its unit already. */
    own: {
      upload: {
        what: "Your upload is the bottleneck.",
        remedy: "It carries about {amount}. Pause other uploads, or move closer to the Wi-Fi.",
      },
      line: {
        what: "The line between you carries only {amount}.",
        remedy: "Either end may be the narrow one: pause other uploads and downloads on both.",
      },
      "download-loss": {
        what: "Your connection loses {amount} of what comes in.",
        remedy: "Move closer to the Wi-Fi, or use a cable.",
      },
      "upload-loss": {
        what: "{amount} of what you send is lost on the way.",
        remedy: "Move closer to the Wi-Fi, or use a cable.",
      },
      cpu: {
        what: "This computer is too busy for a larger picture.",
        remedy: "Close other programs, or plug in its power.",
      },
      far: {
        what: "You talk with a noticeable delay.",
        remedy: "The relay is {amount} away, there and back. Wait a moment for answers.",
      },
      fallback: {
        what: "This network blocks UDP, so everything has more delay.",
        remedy: "Another network may do better.",
      },
    } as const satisfies Record<OwnSymptom, Message>,

    /** And with somebody else's. */
    peer: {
      loss: {
        what: "{name}'s connection loses {amount} of packets.",
        remedy: "It may help there to move closer to the Wi-Fi, or to use a cable.",
      },
      slow: {
        what: "{name}'s download is slow.",
        remedy: "It carries about {amount}, so they get fewer pictures than the others.",
      },
      freezing: {
        what: "{name}'s picture keeps stopping.",
        remedy: "If it goes on, turn a camera off for a while: that leaves more for the sound.",
      },
      gaps: {
        what: "{name}'s sound has gaps.",
        remedy: "It arrives too unevenly. A cable instead of Wi-Fi may help there.",
      },
      far: {
        what: "{name} hears you with a noticeable delay.",
        remedy: "The way there and back takes {amount}. Wait a moment for answers.",
      },
      apart: {
        what: "{name}'s picture comes after the sound.",
        remedy: "By {amount}. One of the two computers is busy.",
      },
      small: {
        what: "{name} sends a small picture.",
        remedy: "Their line or their computer allows no larger one. Their own statistics say which.",
      },
    } as const satisfies Record<PeerSymptom, Message>,

    picture: {
      sent: "You send a picture of {size}.",
      limit: {
        none: "That is as large as your camera's.",
        bitrate: "The line carries no larger one.",
        loss: "Copies of sound, against losses, take the place of a larger one.",
        cpu: "This computer is too busy for a larger one.",
        choice: "You save data, so it is no larger.",
      } satisfies Record<Sample["sending"]["limitedBy"], string>,
      soundOnly: "There is room for your sound only.",
      cameraOff: "You send no picture.",
      received: "{name}'s picture arrives as {size}.",
    },

    plot: {
      sending: "Sending",
      receiving: "Receiving",
      roundTrip: "Round trip",
      loss: "Loss",
      jitter: "Jitter",
      concealed: "Repaired sound",
      frameRate: "Frame rate",
      picture: "Picture height",
      delay: "Delay, about",
    },
    /** Said before the range of a plot. */
    lastMinute: "Last minute:",
    range: "{from} to {to}",
    steady: "steady",
    framesPerSecond: "{count} fps",

    save: "Save diagnostics",
    saveMeaning:
      "A file with the figures of the last five minutes, for somebody who helps you. No names, links or keys are in it.",
  },
} as const;
