/** Inviting others to a call. */
export const invite = {
  invite: {
    heading: "Invite someone",
    lead: "Send this link to the people you want to talk to. Whoever has it can join.",
    link: "Invite link",
    making: "Making a link…",
    showCode: "Show QR code",
    code: "QR code of the invite link",
    codeLead: "Whoever scans it can join, as with the link.",
    options: "Invite options",
    optionsLead:
      "A new link with these options. The old link lets nobody in any more; whoever is in the call stays.",
    renew: "Make a new link",
    expiry: "Good for",
    expiryChoice: { hour: "One hour", day: "One day", week: "One week", never: "No end" },
    uses: "People who may join with it",
    usesChoice: (count: number) => (count === 0 ? "Any number" : `${count}`),
    guests: "What they may do",
    guestsTalk: "Talk and be seen",
    guestsWatch: "Watch and listen only",
    terms: {
      until: (time: string) => `Good until ${time}`,
      used: (used: number, uses: number) => `${used} of ${uses} have joined`,
      watch: "To watch only",
    },
    copy: "Copy invite link",
    share: "Share invite link",
    copied: "Copied",
    selected: "The browser does not let Kith copy. The link is selected: copy it yourself.",
  },
};
