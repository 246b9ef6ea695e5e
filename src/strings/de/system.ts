import type { system as english } from "../en/system.ts";
import type { Translation } from "../translation.ts";

export const system: Translation<typeof english> = {
  offline: {
    what: "Du bist offline",
    remedy: "Deine Geräte, deine Einstellungen und frühere Anrufe sind da. Ein Anruf braucht das Netz.",
  },

  newVersion: {
    what: "Eine neue Version von Kith ist bereit.",
    use: "Jetzt aktualisieren",
    updating: "Wird aktualisiert…",
  },

  pastCalls: {
    heading: "Frühere Anrufe",
    clear: "Frühere Anrufe löschen",
    clearShort: "Löschen",
    all: "Alle {count} zeigen",
    again: "{name} noch einmal anrufen",
    kind: {
      made: "Du hast angerufen",
      unanswered: "Niemand hat geantwortet",
      taken: "Hat dich angerufen",
      missed: "Verpasster Anruf",
      joined: "Über einen Link",
    },
  },

  smallWindow: {
    show: "Bild im Bild",
  },

  notifications: {
    what: "Soll dieses Gerät dir Bescheid geben, wenn jemand anruft und Kith nicht vorne ist?",
    allow: "Benachrichtigungen erlauben",
  },

  install: {
    lead: "Mit eigenem Symbol und eigenem Fenster. Sonst ändert sich nichts.",
    install: "Kith installieren",
    how: "So installierst du Kith",
    "by-hand-on-phone": "Drücke im Browser auf Teilen, dann auf „Zum Home-Bildschirm“.",
    "by-hand-on-desk": "Wähle in der Menüleiste Ablage, dann „Zum Dock hinzufügen“.",
  },
};
