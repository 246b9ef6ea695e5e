/** Moving a call from one device to another. */
export const handoff = {
  handoff: {
    heading: "Move to another device",
    lead: "Scan this with your other device, or open the link there. The others keep seeing you in your place.",
    code: "QR code that moves the call",
    link: "Link that moves the call",
    secret: "For you alone: whoever opens it first takes your place.",
    preparing: "Making a code…",
    moving: "Your other device is here. The call goes on there in a moment.",
    expired: "This code is over.",
    again: "Show a new code",
  },

  continuing: {
    heading: "Continue the call here?",
    lead: "The others keep you in your place; the other device leaves the call.",
    join: "Continue here",
  },

  moved: "{name} continues on another device",
  movedFrom: "Before, on the device",
} as const;
