import type { statistics as english } from "../en/statistics.ts";
import type { Translation } from "../translation.ts";

export const statistics: Translation<typeof english> = {
  statistics: {
    heading: "Statistik",
    you: "Du",
    measuring: "Wird gemessen…",
    alone: "Noch ist niemand sonst da.",
    reconnecting: {
      what: "Die Verbindung zum Server ist unterbrochen.",
      remedy: "Kith verbindet sich von selbst neu. Bis dahin kommt nichts durch.",
    },
    well: "Alles in Ordnung.",
    away: {
      what: "{name} hat die Verbindung verloren.",
      remedy: "Kith wartet auf die Rückkehr.",
    },

    own: {
      upload: {
        what: "Dein Upload ist der Engpass.",
        remedy: "Er trägt etwa {amount}. Halte andere Uploads an oder geh näher ans WLAN.",
      },
      line: {
        what: "Die Leitung zwischen euch trägt nur {amount}.",
        remedy: "Eng kann es an beiden Enden sein: haltet andere Up- und Downloads an.",
      },
      "download-loss": {
        what: "Deine Verbindung verliert {amount} von dem, was ankommt.",
        remedy: "Geh näher ans WLAN oder nimm ein Kabel.",
      },
      "upload-loss": {
        what: "{amount} von dem, was du sendest, geht unterwegs verloren.",
        remedy: "Geh näher ans WLAN oder nimm ein Kabel.",
      },
      cpu: {
        what: "Dieser Computer ist zu beschäftigt für ein größeres Bild.",
        remedy: "Schließe andere Programme oder stecke das Netzteil an.",
      },
      far: {
        what: "Du sprichst mit merklicher Verzögerung.",
        remedy: "Zum Server und zurück dauert es {amount}. Warte kurz auf Antworten.",
      },
      fallback: {
        what: "Dieses Netz sperrt UDP, deshalb ist alles stärker verzögert.",
        remedy: "In einem anderen Netz geht es vielleicht besser.",
      },
    },

    peer: {
      loss: {
        what: "Die Verbindung von {name} verliert {amount} der Pakete.",
        remedy: "Dort hilft es vielleicht, näher ans WLAN zu gehen oder ein Kabel zu nehmen.",
      },
      slow: {
        what: "Der Download von {name} ist langsam.",
        remedy: "Er trägt etwa {amount}, deshalb kommen dort weniger Bilder an als bei den anderen.",
      },
      freezing: {
        what: "Das Bild von {name} bleibt immer wieder stehen.",
        remedy: "Wenn es so bleibt, schaltet eine Kamera für eine Weile aus: das lässt mehr für den Ton.",
      },
      gaps: {
        what: "Der Ton von {name} hat Lücken.",
        remedy: "Er kommt zu ungleichmäßig an. Dort hilft vielleicht ein Kabel statt WLAN.",
      },
      far: {
        what: "{name} hört dich mit merklicher Verzögerung.",
        remedy: "Der Weg hin und zurück dauert {amount}. Warte kurz auf Antworten.",
      },
      apart: {
        what: "Das Bild von {name} kommt nach dem Ton.",
        remedy: "Um {amount}. Einer der beiden Computer ist beschäftigt.",
      },
      small: {
        what: "{name} sendet ein kleines Bild.",
        remedy: "Leitung oder Computer dort erlauben kein größeres. Die Statistik dort sagt, was es ist.",
      },
    },

    picture: {
      sent: "Du sendest ein Bild von {size}.",
      limit: {
        none: "Das ist so groß wie das deiner Kamera.",
        bitrate: "Die Leitung trägt kein größeres.",
        loss: "Kopien des Tons, gegen Verluste, nehmen einem größeren den Platz.",
        cpu: "Dieser Computer ist zu beschäftigt für ein größeres.",
        choice: "Du sparst Daten, darum ist es nicht größer.",
      },
      soundOnly: "Es ist nur für deinen Ton Platz.",
      cameraOff: "Du sendest kein Bild.",
      received: "Das Bild von {name} kommt mit {size} an.",
    },

    plot: {
      sending: "Gesendet",
      receiving: "Empfangen",
      roundTrip: "Hin und zurück",
      loss: "Verlust",
      jitter: "Schwankung",
      concealed: "Geflickter Ton",
      frameRate: "Bildrate",
      picture: "Bildhöhe",
      delay: "Verzögerung, etwa",
    },
    lastMinute: "Letzte Minute:",
    range: "{from} bis {to}",
    steady: "gleichbleibend",
    framesPerSecond: "{count} Bilder/s",

    save: "Diagnose speichern",
    saveMeaning:
      "Eine Datei mit den Werten der letzten fünf Minuten, für jemanden, der dir hilft. Namen, Links und Schlüssel stehen nicht darin.",
  },
};
