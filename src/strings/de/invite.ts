import type { invite as english } from "../en/invite.ts";
import type { Translation } from "../translation.ts";

export const invite: Translation<typeof english> = {
  invite: {
    heading: "Jemanden einladen",
    lead: "Schicke diesen Link den Menschen, mit denen du sprechen möchtest. Wer ihn hat, kann teilnehmen.",
    link: "Einladungslink",
    making: "Link wird gemacht…",
    showCode: "QR-Code zeigen",
    codeShort: "QR-Code",
    code: "QR-Code des Einladungslinks",
    codeLead: "Wer ihn scannt, kann teilnehmen, wie mit dem Link.",
    options: "Optionen der Einladung",
    optionsShort: "Optionen",
    optionsLead:
      "Ein neuer Link mit diesen Optionen. Der alte lässt niemanden mehr ein; wer im Anruf ist, bleibt.",
    renew: "Neuen Link machen",
    expiry: "Gilt",
    expiryChoice: { hour: "Eine Stunde", day: "Einen Tag", week: "Eine Woche", never: "Ohne Ende" },
    uses: "Wie viele damit teilnehmen dürfen",
    anyUses: "Beliebig viele",
    guests: "Was sie dürfen",
    guestsTalk: "Sprechen und gesehen werden",
    guestsWatch: "Nur zusehen und zuhören",
    terms: {
      until: "Gilt bis {time}",
      used: "{used} von {uses} sind da",
      watch: "Nur zum Zusehen",
    },
    copy: "Link kopieren",
    share: "Einladungslink teilen",
    shareShort: "Teilen",
    copied: "Kopiert",
    selected: "Der Browser lässt Kith nicht kopieren. Der Link ist markiert: Kopiere ihn selbst.",
  },
};
